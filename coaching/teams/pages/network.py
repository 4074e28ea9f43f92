"""The way to everything that is set up, and the network's own words."""

from __future__ import annotations

from litestar import Request, Response, get, post

from coaching.accounts.commands import change_network
from coaching.accounts.queries import network as facts
from coaching.accounts.values import NetworkFacts
from coaching.journal.queries import history
from coaching.kit import clock, forms
from coaching.kit.pages import around, go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams import policy
from coaching.teams.forms import HELP_LINE, Network, network_form
from coaching.teams.pages import first_steps, waits
from coaching.teams.pages.reach import COORDINATORS, whole_network


@get('/setup', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """What can be set up: whatever this installation has a page for."""
    paths = {route.path for route in request.app.routes}
    waiting, everywhere = await waits.waiting(request.user), policy.may_change_network(request.user)
    first = await first_steps.missing() if everywhere else []
    return page(request, 'teams/setup/index.html', everywhere=everywhere, paths=paths, waiting=waiting, first=first)


async def _house() -> NetworkFacts:
    house = await facts()
    assert house is not None
    return house


async def _page(request: Request, form: Network, *, status: int = 200) -> Response:
    return page(request, 'teams/network/edit.html', form=form, entries=await history(('network', 1)), status=status)


@get('/setup/network', opt=COORDINATORS)
async def edit(request: Request) -> Response:
    """The words that stand on every page."""
    whole_network(request)
    house = await _house()
    known = {name: getattr(house, name) for name in ('name', 'zone', 'languages', 'version')}
    lines = {f'{HELP_LINE}{code}': line for code, line in house.help_lines.items()}
    return await _page(request, network_form(house.languages)(data=known | lines).offer(house.zone))


@post('/setup/network', opt=COORDINATORS)
async def save(request: Request) -> Response:
    """Say it differently from now on."""
    whole_network(request)
    house = await _house()
    form = (await forms.read(network_form(house.languages), request)).offer(house.zone)
    if not form.validate():
        return await _page(request, form, status=422)
    try:
        await change_network(
            name=form.name.data, zone=form.zone.data, languages=form.languages.data, help_lines=form.help_lines,
            version=form.version.data, by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form.form_errors.append(said(refused))
        form.version.raw_data, form.version.data = None, house.version
        return await _page(request, form, status=409)
    around.forget_network()
    return go(request, '/setup/network', say=_('Saved.'))


ROUTES = [index, edit, save]
