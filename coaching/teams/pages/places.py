"""The tree of places, for whoever looks after the whole network."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.journal.queries import history
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams import commands, policy
from coaching.teams.forms import Place
from coaching.teams.pages.reach import COORDINATORS, places_in, whole_network
from coaching.teams.queries import place, places, scope_of
from coaching.teams.values import PlaceFacts


@get('/setup/places', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """The places within one's reach, as a tree."""
    return await _index(request, Place(data={'parent_id': 0}))


async def _index(request: Request, form: Place, *, status: int = 200) -> Response:
    mine = await places_in(await scope_of(request.user))
    return page(
        request, 'teams/places/index.html', places=mine, form=form.offer(mine),
        may_change=policy.may_change_network(request.user), status=status,
    )  # fmt: skip


@post('/setup/places', opt=COORDINATORS)
async def add(request: Request) -> Response:
    """A new place."""
    whole_network(request)
    form = (await forms.read(Place, request)).offer(await places())
    if not form.validate():
        return await _index(request, form, status=422)
    try:
        await commands.add_place(form.name.data, form.parent_id.data or None, by=request.user, now=clock.now())
    except Refused as refused:
        form.name.errors = [said(refused)]
        return await _index(request, form, status=409)
    return go(request, '/setup/places', say=_('The place is added.'))


async def _found(request: Request, place_id: int) -> PlaceFacts:
    whole_network(request)
    found = await place(place_id)
    if found is None or found.closed_at:
        raise NotFoundException
    return found


async def _edit(request: Request, found: PlaceFacts, form: Place, *, status: int = 200) -> Response:
    entries = await history(('place', found.id))
    return page(request, 'teams/places/edit.html', place=found, form=form.offer(await places()), entries=entries, status=status)


@get('/setup/places/{place_id:int}', opt=COORDINATORS)
async def edit(request: Request, place_id: FromPath[int]) -> Response:
    found = await _found(request, place_id)
    return await _edit(request, found, Place(data={'name': found.name, 'parent_id': found.parent_id or 0}))


@post('/setup/places/{place_id:int}', opt=COORDINATORS)
async def save(request: Request, place_id: FromPath[int]) -> Response:
    """Rename the place, or hang it elsewhere."""
    found = await _found(request, place_id)
    form = (await forms.read(Place, request)).offer(await places())
    if not form.validate():
        return await _edit(request, found, form, status=422)
    parent_id = form.parent_id.data or None
    try:
        if form.name.data != found.name:
            await commands.rename_place(place_id, form.name.data, by=request.user, now=clock.now())
        if parent_id != found.parent_id:
            await commands.move_place(place_id, parent_id, by=request.user, now=clock.now())
    except Refused as refused:
        form.form_errors.append(said(refused))
        return await _edit(request, found, form, status=409)
    return go(request, '/setup/places', say=_('Saved.'))


@post('/setup/places/{place_id:int}/close', opt=COORDINATORS)
async def close(request: Request, place_id: FromPath[int]) -> Response:
    """Put nothing new into this place."""
    found = await _found(request, place_id)
    await commands.close_place(found.id, by=request.user, now=clock.now())
    return go(request, '/setup/places', say=_('The place is closed.'))


ROUTES = [index, add, edit, save, close]
