"""One person: what is known, to what they belong, what happened; correct it, and erase it when they ask."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts import commands as accounts
from coaching.accounts.forms import NewAddress
from coaching.accounts.letters import ROLES
from coaching.accounts.queries import account_of, grants_of
from coaching.journal.queries import history
from coaching.kit import clock, forms
from coaching.kit.dates import DAY_OF_YEAR, local
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import LANGUAGES, _
from coaching.outbox.queries import stops
from coaching.people import queries as people
from coaching.people.commands import correct, erase
from coaching.people.pages.holding import said
from coaching.people.rules import shown_phone
from coaching.people.values import Person
from coaching.teams import commands, policy
from coaching.teams.forms import Belonging, PersonEdit
from coaching.teams.pages.reach import COORDINATORS, person_in_reach, person_to_end, places_in
from coaching.teams.policy import Scope
from coaching.teams.queries import doubles_of, likely, membership, memberships_of, organisation, place, search
from coaching.teams.queries.teams import teams_of_person
from coaching.teams.rules import likely_kind

DETAILS = ('name', 'email', 'phone', 'language', 'zone', 'place_id')


@get('/setup/people/{person_id:int}', opt=COORDINATORS)
async def show(request: Request, person_id: FromPath[int]) -> Response:
    """All about one person."""
    person, scope = await person_in_reach(request, person_id)
    where = await place(person.place_id) if person.place_id else None
    pairs = await doubles_of(person_id, place_ids=scope)
    doubles = await people.cards([number for pair in pairs for number in (pair.one_id, pair.other_id) if number != person_id])
    account = await account_of(person_id)
    entries = [*await history(('person', person_id)), *(await history(('account', account.id)) if account else ())]
    entries.sort(key=lambda entry: entry.id, reverse=True)
    return page(
        request, 'teams/people/show.html', person=person, phone=shown_phone(person.phone), phone_words=shown_phone,
        language_name=LANGUAGES[person.language].name if person.language in LANGUAGES else person.language,
        place=where.name if where else '', grants=(await grants_of([person_id]))[person_id], roles=ROLES,
        account=account, memberships=await memberships_of([person_id]), doubles=doubles.values(),
        story=await people.story(person_id), entries=entries, stops=await stops(person_id), day_of_year=DAY_OF_YEAR,
        may_give=lambda grant: policy.may_give(request.user, scope, grant), teams=await teams_of_person(person_id, scope),
    )  # fmt: skip


async def _details(person: Person, scope: Scope) -> PersonEdit:
    known = {name: getattr(person, name) for name in (*DETAILS, 'version')}
    form = PersonEdit(data=known | {'phone': shown_phone(person.phone), 'place_id': person.place_id or 0})
    form.offer(person.zone)
    return form.offer_places(await places_in(scope), or_none=scope is None)


async def _edit_page(
    request: Request, person: Person, form: PersonEdit, address: NewAddress | None, *, status: int = 200
) -> Response:
    account = await account_of(person.id) if request.user.everywhere('coordinator') else None
    shown = (address or NewAddress(data={'email': account.email})) if account else None
    return page(request, 'teams/people/edit.html', person=person, form=form, address=shown, status=status)


@get('/setup/people/{person_id:int}/edit', opt=COORDINATORS)
async def edit(request: Request, person_id: FromPath[int]) -> Response:
    person, scope = await person_in_reach(request, person_id)
    return await _edit_page(request, person, await _details(person, scope), None)


@post('/setup/people/{person_id:int}/edit', opt=COORDINATORS)
async def save(request: Request, person_id: FromPath[int]) -> Response:
    """Put right what is wrong."""
    person, scope = await person_in_reach(request, person_id)
    form = await forms.read(PersonEdit, request)
    form.offer(person.zone)
    form.offer_places(await places_in(scope), or_none=scope is None)
    if not form.validate():
        return await _edit_page(request, person, form, None, status=422)
    where = person.place_id if form.place_id.data is None else form.place_id.data or None
    try:
        await correct(person_id, **form.fields(), place_id=where, version=form.version.data, by=request.user, now=clock.now())
    except Refused as refused:
        form.form_errors.append(said(refused))
        form.version.raw_data, form.version.data = None, person.version
        return await _edit_page(request, person, form, None, status=409)
    return go(request, f'/setup/people/{person_id}', say=_('Saved.'))


@post('/setup/people/{person_id:int}/address', opt=COORDINATORS)
async def change_address(request: Request, person_id: FromPath[int]) -> Response:
    """Let somebody sign in with another address; whoever could do that could sign in as anybody, so it is the whole network's to do.

    :raises NotFoundException: for a coordinator of places, and where there is no account
    """
    person, scope = await person_in_reach(request, person_id)
    account = await account_of(person_id)
    if account is None or not policy.may_change_network(request.user):
        raise NotFoundException
    form = await forms.read(NewAddress, request)
    status = 422
    if form.validate():
        try:
            await accounts.change_address(account.id, form.email.data, by=request.user, now=clock.now())
            words = _('%(name)s signs in with %(email)s now.', name=person.name, email=form.email.data)
            return go(request, f'/setup/people/{person_id}', say=words)
        except Refused as refused:
            form.email.errors, status = [said(refused)], 409
    return await _edit_page(request, person, await _details(person, scope), form, status=status)


@get('/setup/people/{person_id:int}/groups', opt=COORDINATORS)
async def choose_group(request: Request, person_id: FromPath[int]) -> Response:
    """Which group is meant? What is here already comes first, so that nothing stands twice."""
    person, scope = await person_in_reach(request, person_id)
    typed = request.query_params.get('group', '')[:160].strip()
    found = {one.id: one for one in (*await likely(typed, 8), *await search(typed, place_ids=scope))} if typed else {}
    form = Belonging(data={'group': typed, 'title': request.query_params.get('title', '')[:120]})
    return page(request, 'teams/people/groups.html', person=person, form=form, typed=typed, found=found.values())


@post('/setup/people/{person_id:int}/groups', opt=COORDINATORS)
async def join_group(request: Request, person_id: FromPath[int]) -> Response:
    """From today on the person belongs there; a group that is not here yet is added.

    :raises NotFoundException: there is no organisation of the number that was chosen
    """
    person, _scope = await person_in_reach(request, person_id)
    form = await forms.read(Belonging, request)
    chosen, now = request.query_params.get('organisation', ''), clock.now()
    if not chosen and not form.validate():
        return page(request, 'teams/people/groups.html', person=person, form=form, typed='', found=(), status=422)
    organisation_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    if chosen and await organisation(organisation_id) is None:
        raise NotFoundException
    if not organisation_id:
        new = {'place_id': person.place_id, 'by': request.user, 'now': now}
        organisation_id, _is_new = await commands.find_or_add_organisation(form.group.data, likely_kind(form.group.data), **new)
    today = local(now, request.user.zone).date()
    await commands.begin_membership(person_id, organisation_id, title=form.title.data or '', on=today, by=request.user, now=now)
    return go(request, f'/setup/people/{person_id}', say=_('Saved.'))


@post('/setup/memberships/{membership_id:int}/end', opt=COORDINATORS)
async def leave_group(request: Request, membership_id: FromPath[int]) -> Response:
    """From today on the person belongs there no longer.

    :raises NotFoundException: there is no such membership in one's reach
    """
    belongs = await membership(membership_id)
    if belongs is None:
        raise NotFoundException
    await person_in_reach(request, belongs.person_id)
    now = clock.now()
    await commands.end_membership(membership_id, on=local(now, request.user.zone).date(), by=request.user, now=now)
    return go(request, f'/setup/people/{belongs.person_id}', say=_('Saved.'))


@get('/setup/people/{person_id:int}/erase', opt=COORDINATORS)
async def before_erasing(request: Request, person_id: FromPath[int]) -> Response:
    """What will be gone and what stays, and one button."""
    person, _scope = await person_to_end(request, person_id)
    return page(request, 'teams/people/erase.html', person=person)


@post('/setup/people/{person_id:int}/erase', opt=COORDINATORS)
async def erased(request: Request, person_id: FromPath[int]) -> Response:
    """Forget a person who asked for it."""
    await person_to_end(request, person_id)
    await erase(person_id, asked_by='a coordinator', by=request.user, now=clock.now())
    return go(request, '/setup/people', say=_('That person’s information is deleted.'))


ROUTES = [show, edit, save, change_address, choose_group, join_group, leave_group, before_erasing, erased]
