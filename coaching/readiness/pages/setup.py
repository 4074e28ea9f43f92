"""What a coordinator sees: how many teams stand where, never a team's answers; and the network's own check."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException

from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.people.pages.holding import said
from coaching.readiness.commands.rounds import open_round
from coaching.readiness.definition import Instrument, instruments
from coaching.readiness.forms import Open
from coaching.readiness.pages.reaching import OCCASIONS
from coaching.readiness.policy import stood
from coaching.readiness.queries.rounds import known, rounds_of
from coaching.readiness.queries.standing import FEWEST_TEAMS, bands
from coaching.readiness.values import Phase
from coaching.teams.queries import scope_of

HOME = '/setup/readiness'


def _own() -> list[Instrument]:
    """What the network asks itself."""
    return [one for one in instruments() if one.head.answered == 'network']


def _offered(form: Open) -> Open:
    asked = [key for key in OCCASIONS if any(key in one.head.occasions for one in _own())]
    return form.offer([(one.key, f'{one.head.title} {one.head.summary}') for one in _own()], [(key, OCCASIONS[key]) for key in asked])


async def _home(request: Request, form: Open | None = None, status: int = 200) -> Response:
    is_of_network = stood(request.user, None).is_of_network
    if form is None and is_of_network and _own():
        form = _offered(Open(data={'instrument': _own()[0].key, 'form': 'full', 'occasion': _own()[0].head.occasions[0]}))
    scored = [one for one in instruments() if one.head.scored and one.head.answered == 'each']
    scope = await scope_of(request.user)
    every = [(of, one) for of in await rounds_of(None) if (one := known(of))] if is_of_network else []
    return page(
        request, 'readiness/setup.html', status=status, form=form, start=HOME, occasions=OCCASIONS, fewest=FEWEST_TEAMS,
        told=[(one, *await bands(one, places=scope)) for one in scored],
        running=[(of, one) for of, one in every if of.phase is not Phase.CLOSED],
        closed=[(of, one) for of, one in every if of.phase is Phase.CLOSED],
    )  # fmt: skip


@get(HOME, opt=access.roles('coordinator'))
async def show(request: Request) -> Response:
    """How many teams stand where, from five teams on."""
    return await _home(request)


@post(HOME, opt=access.roles('coordinator'))
async def begin(request: Request) -> Response:
    """The network looks at itself.

    :raises NotFoundException: for whoever looks after a part of it alone
    """
    if not stood(request.user, None).is_of_network:
        raise NotFoundException
    form = _offered(await forms.read(Open, request))
    if not form.validate():
        return await _home(request, form, status=422)
    one = next(one for one in _own() if one.key == form.instrument.data)
    try:
        round_id = await open_round(None, one, occasion=form.occasion.data, by=request.user, now=clock.now())
    except Refused as refused:
        form.instrument.errors = [said(refused)]
        return await _home(request, form, status=409)
    return go(request, f'{HOME}/{round_id}')


ROUTES = [show, begin]
