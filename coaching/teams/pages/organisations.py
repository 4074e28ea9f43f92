"""Schools, agencies and groups: found, added, changed, merged."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.journal.queries import history
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, fold
from coaching.people.pages.holding import said
from coaching.teams import commands, policy
from coaching.teams.forms import Organisation
from coaching.teams.pages import groups
from coaching.teams.pages.reach import COORDINATORS, organisation_in_reach, places_in, whole_network
from coaching.teams.policy import Scope
from coaching.teams.queries import listed, memberships_of, organisation, scope_of, search
from coaching.teams.rules import KINDS
from coaching.teams.values import OrganisationFacts


@get('/setup/organisations', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """All of them in the order of their names, or those that a word finds."""
    typed, after = request.query_params.get('q', '')[:160], request.query_params.get('after', '')[:300]
    found = await listed(typed, place_ids=await scope_of(request.user), after=after)
    older = f'/setup/organisations?{urlencode({"q": typed, "after": found.after})}' if found.after else ''
    return page(
        request, 'teams/organisations/index.html', q=typed, found=found.organisations, older=older, kinds=KINDS,
        waiting=await groups.that_wait(request.user),
    )  # fmt: skip


@get('/setup/organisations/suggestions', opt=COORDINATORS)
async def suggest(request: Request) -> list[dict[str, object]]:
    """A few names while somebody types, for a script."""
    found = await search(request.query_params.get('q', '')[:160], place_ids=await scope_of(request.user))
    return [{'id': one.id, 'name': one.name, 'kind': str(KINDS[one.kind]), 'place': one.place} for one in found]


async def _form(request: Request, scope: Scope, **known: object) -> Organisation:
    return (await forms.read(Organisation, request, data=known)).offer(await places_in(scope), or_none=scope is None)


async def _fields(form: Organisation) -> dict[str, Any] | None:
    """What was written, by the names of a record's fields; None where the one above it is not known."""
    above = await _named(form.parent.data) if form.parent.data else None
    if form.parent.data and above is None:
        form.parent.errors = [_('We do not know this one yet. Add it first, or leave this empty.')]
        return None
    return form.fields(above)


async def _named(name: str) -> int | None:
    return next((one.id for one in await search(name) if fold(one.name) == fold(name)), None)


@get('/setup/organisations/new', opt=COORDINATORS)
async def new(request: Request) -> Response:
    form = await _form(request, await scope_of(request.user), name=request.query_params.get('q', '')[:160])
    return page(request, 'teams/organisations/new.html', form=form)


@post('/setup/organisations', opt=COORDINATORS)
async def add(request: Request) -> Response:
    """A new one, or the way to the one that is here already.

    :raises NotFoundException: the place is another's
    """
    scope = await scope_of(request.user)
    form = await _form(request, scope)
    fields = await _fields(form) if form.validate() else None
    if fields is None:
        return page(request, 'teams/organisations/new.html', form=form, status=422)
    if not policy.covers(scope, fields['place_id']):
        raise NotFoundException
    organisation_id, is_new = await commands.find_or_add_organisation(**fields, by=request.user, now=clock.now())
    name = form.name.data
    words = _('%(name)s is added.', name=name) if is_new else _('%(name)s was here already. This is its page.', name=name)
    return go(request, f'/setup/organisations/{organisation_id}', say=words)


async def _show(request: Request, found: OrganisationFacts, form: Organisation, *, status: int = 200) -> Response:
    return page(
        request, 'teams/organisations/show.html', status=status, organisation=found, form=form, kind=KINDS[found.kind],
        members=await memberships_of(organisation_id=found.id, limit=100), entries=await history(('organisation', found.id)),
        may_merge=policy.may_change_network(request.user),
    )  # fmt: skip


@get('/setup/organisations/{organisation_id:int}', opt=COORDINATORS)
async def show(request: Request, organisation_id: FromPath[int]) -> Response:
    """One of them, with who belongs to it; a merged one leads to the one that was kept."""
    found, scope = await organisation_in_reach(request, organisation_id)
    if found.merged_into_id:
        return go(request, f'/setup/organisations/{found.merged_into_id}')
    known = {name: getattr(found, name) for name in ('name', 'kind', 'sector', 'is_funder', 'parent', 'version')}
    form = Organisation(data=known | {'place_id': found.place_id or 0}).offer(await places_in(scope), or_none=scope is None)
    return await _show(request, found, form)


@post('/setup/organisations/{organisation_id:int}', opt=COORDINATORS)
async def save(request: Request, organisation_id: FromPath[int]) -> Response:
    """Put right what is wrong."""
    found, scope = await organisation_in_reach(request, organisation_id)
    form = await _form(request, scope)
    fields = await _fields(form) if form.validate() else None
    if fields is None:
        return await _show(request, found, form, status=422)
    try:
        await commands.change_organisation(organisation_id, **fields, version=form.version.data, by=request.user, now=clock.now())
    except Refused as refused:
        form.form_errors.append(said(refused))
        form.version.raw_data, form.version.data = None, found.version
        return await _show(request, found, form, status=409)
    return go(request, f'/setup/organisations/{organisation_id}', say=_('Saved.'))


@get('/setup/organisations/{organisation_id:int}/merge', opt=COORDINATORS)
async def choose_other(request: Request, organisation_id: FromPath[int]) -> Response:
    """Which record is the same?"""
    whole_network(request)
    found, _scope = await organisation_in_reach(request, organisation_id)
    typed = request.query_params.get('q', '')[:160]
    others = [one for one in await search(typed or found.name.split(' ')[0], limit=20) if one.id != organisation_id]
    return page(request, 'teams/organisations/merge.html', organisation=found, q=typed, others=others, kinds=KINDS)


@post('/setup/organisations/{organisation_id:int}/merge/{other_id:int}', opt=COORDINATORS)
async def merge(request: Request, organisation_id: FromPath[int], other_id: FromPath[int]) -> Response:
    """Make the other one a part of this one.

    :raises NotFoundException: there is none of that number
    """
    whole_network(request)
    await organisation_in_reach(request, organisation_id)
    if await organisation(other_id) is None:
        raise NotFoundException
    await commands.merge_organisations(organisation_id, other_id, by=request.user, now=clock.now())
    return go(request, f'/setup/organisations/{organisation_id}', say=_('The two are one now.'))


ROUTES = [index, suggest, new, add, show, save, choose_other, merge]
