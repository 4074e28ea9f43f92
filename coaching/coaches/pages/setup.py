"""Who coaches: how much each one has and can take, who is away and who stands in."""

from __future__ import annotations

import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.coaches.commands import covering
from coaching.coaches.forms.setup import Away, CanTake
from coaching.coaches.pages.reaching import steps
from coaching.coaches.queries import assignments, helping
from coaching.coaches.rules.assigning import NoCover
from coaching.coaches.rules.suggesting import is_full
from coaching.coaches.values import Load
from coaching.kit import clock, forms
from coaching.kit.access import Actor
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import LANGUAGES, _, n_
from coaching.people.pages.holding import said
from coaching.teams.pages.reach import COORDINATORS
from coaching.teams.policy import Scope
from coaching.teams.queries import scope_of

FIELD_OF: dict[Reason, str] = {
    NoCover.ENDS_TOO_EARLY: 'until_on', NoCover.IN_THE_PAST: 'until_on', NoCover.TWICE: 'from_on', NoCover.OF_THE_TEAM: 'approved',
}  # fmt: skip
QUARTER = datetime.timedelta(days=90)


def _within(load: Load, scope: Scope) -> bool:
    """A coach for these places, of a team in them, or for everywhere concerns whoever looks after them."""
    return scope is None or load.place_ids is None or bool((load.place_ids | load.led_in) & scope)


async def _loads(request: Request) -> list[Load]:
    scope = await scope_of(request.user)
    return [load for load in await assignments.loads(await network_day(clock.now())) if _within(load, scope)]


async def teams_that_wait(actor: Actor) -> tuple[str, str] | None:
    """How many teams nobody coaches, as a line of what waits for a coordinator."""
    found = await assignments.waiting_for_a_coach(await scope_of(actor), await network_day(clock.now()))
    if not found.number:
        return None
    return '/setup/coaches', n_('%(n)s team waits for a coach', '%(n)s teams wait for a coach', found.number)


@get('/setup/coaches', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """Everybody who coaches or may be asked to, and the teams that wait."""
    today, scope, now = await network_day(clock.now()), await scope_of(request.user), clock.now()
    loads = await _loads(request)
    weighed = await steps([team_id for load in loads for team_id in load.team_ids])
    known = {load.person_id for load in loads}
    return page(
        request, 'coaches/setup/index.html', loads=loads, today=today, tongues=LANGUAGES,
        full={load.person_id for load in loads if is_full(load, weighed)},
        waiting=await assignments.waiting_for_a_coach(scope, today),
        covers=[one for one in await assignments.covers(today) if one.coach_id in known],
        median=await helping.median_minutes_to_answer(now - QUARTER), month=f'{today:%Y-%m}',
    )  # fmt: skip


async def _found(request: Request, person_id: int) -> tuple[Load, list[tuple[int, str]]]:
    loads = await _loads(request)
    mine = next((load for load in loads if load.person_id == person_id), None)
    if mine is None:
        raise NotFoundException
    return mine, [(load.person_id, load.name) for load in loads if load.person_id != person_id]


async def _page(
    request: Request, person_id: int, *, can: CanTake | None = None, away: Away | None = None, status: int = 200
) -> Response:
    load, others = await _found(request, person_id)
    today = await network_day(clock.now())
    known: dict[str, Any] = {'most_teams': load.most_teams, 'languages': list(load.languages), 'models': list(load.models)}
    return page(
        request, 'coaches/setup/show.html', status=status, load=load, can=can or CanTake(data=known),
        away=(away or Away(data={'from_on': today})).offer(others), others=others, teams=await assignments.names(load.team_ids),
        covers=await assignments.covers(today, person_id=person_id), today=today,
    )  # fmt: skip


@get('/setup/coaches/{coach_id:int}', opt=COORDINATORS)
async def show(request: Request, coach_id: FromPath[int]) -> Response:
    """One coach."""
    return await _page(request, coach_id)


@post('/setup/coaches/{coach_id:int}', opt=COORDINATORS)
async def save(request: Request, coach_id: FromPath[int]) -> Response:
    """What this coach can take on."""
    await _found(request, coach_id)
    form = await forms.read(CanTake, request)
    if not form.validate():
        return await _page(request, coach_id, can=form, status=422)
    await covering.say_what_fits(
        coach_id, most_teams=form.most_teams.data, languages=form.languages.data, models=form.models.data or [], by=request.user,
        now=clock.now(),
    )  # fmt: skip
    return go(request, f'/setup/coaches/{coach_id}', say=_('It is saved.'))


@post('/setup/coaches/{coach_id:int}/cover', opt=COORDINATORS)
async def cover(request: Request, coach_id: FromPath[int]) -> Response:
    """Somebody stands in while this coach is away."""
    _load, others = await _found(request, coach_id)
    form = (await forms.read(Away, request)).offer(others)
    if not form.validate():
        return await _page(request, coach_id, away=form, status=422)
    try:
        await covering.cover(
            coach_id, form.by_id.data, form.from_on.data, form.until_on.data, note=form.note.data or '',
            approved=bool(form.approved.data), by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'by_id')].errors = [said(refused)]
        return await _page(request, coach_id, away=form, status=409)
    return go(request, f'/setup/coaches/{coach_id}', say=_('Somebody stands in. All teams of this coach open for them in that time.'))


@post('/setup/coaches/{coach_id:int}/cover/{cover_id:int}/end', opt=COORDINATORS)
async def end_cover(request: Request, coach_id: FromPath[int], cover_id: FromPath[int]) -> Response:
    """The coach is back."""
    await _found(request, coach_id)
    one = await assignments.cover(cover_id)
    if one is None or one.coach_id != coach_id:
        raise NotFoundException
    await covering.end_cover(cover_id, by=request.user, now=clock.now())
    return go(request, f'/setup/coaches/{coach_id}', say=_('Nobody stands in any more.'))


ROUTES = [index, show, save, cover, end_cover]
