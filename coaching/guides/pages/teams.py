"""The right guides at a team's step: its people open them from the team's page, its coach sends them."""

from __future__ import annotations

import dataclasses

from litestar import Request, Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.guides.commands import teams as commands
from coaching.guides.definition import Model
from coaching.guides.pages.reader import found
from coaching.guides.queries.teams import known_to
from coaching.guides.reading import Reading, shelf
from coaching.guides.rules.offering import offers
from coaching.guides.values import OnShelf, Why
from coaching.kit import access, clock
from coaching.kit.pages import go
from coaching.kit.refusal import Refused
from coaching.kit.words import _, n_
from coaching.teams.policy import BESIDE_IT, OF_THE_TEAM, holds


@dataclasses.dataclass(frozen=True, slots=True)
class Offered:
    """A guide as the page of a team or of its coach offers it; `sent` is the revision that was sent last, 0 for none."""

    one: Reading
    why: Why
    sent: int

    @property
    def slug(self) -> str:
        return self.one.slug


async def guides_for(team_id: int, path: str, step: int, model: Model) -> list[Offered]:
    """The guides for a step of a team's path, such as ('community-cafe', 5), for whoever looks."""
    on_shelf = [
        OnShelf(one.slug, one.revision, tuple(one.page.head.steps), tuple(one.page.head.models), one.is_translated) for one in shelf()
    ]
    named = f'{path}:{step}'
    read, sent = await known_to(team_id) if any(named in one.steps for one in on_shelf) else ({}, {})
    right = offers(on_shelf, step=named, model=model, read=read)
    known = {one.slug: one for one in shelf()}
    return [Offered(known[offer.slug], offer.why, sent.get(offer.slug, 0)) for offer in right]


@post('/team/{team_id:int}/guides/{slug:str}/reading', opt=access.SIGNED_IN)
async def open_it(request: Request, team_id: FromPath[int], slug: FromPath[str]) -> Response:
    """Somebody of the team opens a guide from the team's page."""
    if not holds(request.user, team_id, *OF_THE_TEAM):
        raise NotFoundException
    one = found(slug)
    await commands.open_guide(team_id, slug, one.revision, on=await network_day(clock.now()))
    return go(request, f'/guides/{slug}')


@post('/coach/teams/{team_id:int}/guides/{slug:str}/letters', opt=access.roles('coach', 'apprentice'))
async def send(request: Request, team_id: FromPath[int], slug: FromPath[str]) -> Response:
    """A coach sends a guide to the team."""
    if not holds(request.user, team_id, *BESIDE_IT):
        raise NotFoundException
    one, now = found(slug), clock.now()
    try:
        count = await commands.send(team_id, slug, one.revision, on=await network_day(now), by=request.user, now=now)
    except Refused as refused:
        return go(request, f'/coach/teams/{team_id}', say=_(refused.reason.value))
    said = n_('The guide goes to %(n)s person by email.', 'The guide goes to %(n)s people by email.', count)
    return go(request, f'/coach/teams/{team_id}', say=said)


ROUTES = [open_it, send]
