"""One team as whoever looks after its place sees it: its details, people, standing, and the dates of its way; never its words."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.journal.queries import history
from coaching.journal.values import Entry
from coaching.kit import clock, forms
from coaching.kit.dates import DAY_OF_YEAR, day
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import LANGUAGES, _
from coaching.people.pages.holding import said
from coaching.teams import policy
from coaching.teams.commands import find_or_add_organisation
from coaching.teams.commands import teams as commands
from coaching.teams.commands.taking_part import begin_part, end_part
from coaching.teams.forms.teams import MODELS, STANDINGS, Standing, TakesPart, TeamDetails
from coaching.teams.pages import beside
from coaching.teams.pages.reach import COORDINATORS, places_in
from coaching.teams.policy import Scope
from coaching.teams.queries import scope_of
from coaching.teams.queries.cohorts import cohorts_of
from coaching.teams.queries.teams import coaches_of, member, members, states, take_part, team
from coaching.teams.rules import KINDS, likely_kind
from coaching.teams.rules.standing import NoStanding
from coaching.teams.rules.sustaining import SAID, missing
from coaching.teams.values import TeamFacts, TeamStanding


async def _found(request: Request, team_id: int) -> tuple[TeamFacts, Scope]:
    """The team, and the places of whoever asks.

    :raises NotFoundException: there is none, or it is in somebody else's place
    """
    scope, found = await scope_of(request.user), await team(team_id)
    if found is None or not policy.covers(scope, found.place_id):
        raise NotFoundException
    return found, scope


async def _show(
    request: Request, found: TeamFacts, *, stand: Standing | None = None, part: TakesPart | None = None, status: int = 200
) -> Response:
    lacking = missing(await beside.shown(found.id)) if found.standing is TeamStanding.ACTIVE else ()
    stand = (stand or Standing()).offer(found.standing)
    return page(
        request, 'teams/teams/show.html', team=found, stand=stand, part=part or TakesPart(), status=status,
        members=await members(found.id, also_ended=True), parts=await take_part(found.id), kinds=KINDS, models=MODELS, standings=STANDINGS,
        states=await states(found.id), lacking=[SAID[one] for one in lacking], coaches=await coaches_of(found.id),
        walk=[_row(step) for step in await beside.walk(found.id, await network_day(clock.now()))],
        cohorts=(await cohorts_of([found.id]))[found.id], entries=await _entries(found.id),
        spoken=', '.join(LANGUAGES[code].name for code in found.languages if code in LANGUAGES),
    )  # fmt: skip


async def _entries(team_id: int) -> list[Entry]:
    """What happened to the team as a whole; what it did on its way, and why, is its own and its coach's."""
    return [one for one in await history(('team', team_id)) if one.kind.startswith('team_')]


def _row(step: beside.StepDates) -> tuple[object, ...]:
    """A step as the cells of a table."""
    parts = _('%(reached)s of %(purposes)s', reached=step.reached, purposes=step.purposes) if step.purposes else '–'
    days = [day(on, DAY_OF_YEAR) if on else '–' for on in (step.since, step.signed_off_on)]
    return f'{step.number}. {step.title}', step.standing, *days, parts, '–' if step.days is None else step.days


@get('/setup/teams/{team_id:int}', opt=COORDINATORS)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """All that a coordinator may know of a team."""
    found, _scope = await _found(request, team_id)
    return await _show(request, found)


async def _edit(request: Request, found: TeamFacts, form: TeamDetails, scope: Scope, *, status: int = 200) -> Response:
    form.offer(await places_in(scope), or_none=scope is None)
    return page(request, 'teams/teams/edit.html', team=found, form=form, status=status)


@get('/setup/teams/{team_id:int}/edit', opt=COORDINATORS)
async def edit(request: Request, team_id: FromPath[int]) -> Response:
    found, scope = await _found(request, team_id)
    names = ('name', 'cafe_name', 'models', 'languages', 'serves', 'version')
    known = {name: getattr(found, name) for name in names} | {'place_id': found.place_id or 0}
    return await _edit(request, found, TeamDetails(data=known), scope)


@post('/setup/teams/{team_id:int}/edit', opt=COORDINATORS)
async def save(request: Request, team_id: FromPath[int]) -> Response:
    """Say it differently.

    :raises NotFoundException: the place is another's
    """
    found, scope = await _found(request, team_id)
    form = (await forms.read(TeamDetails, request)).offer(await places_in(scope), or_none=scope is None)
    if not form.validate():
        return await _edit(request, found, form, scope, status=422)
    if not policy.covers(scope, form.fields()['place_id']):
        raise NotFoundException
    try:
        await commands.change(team_id, version=form.version.data, by=request.user, now=clock.now(), **form.fields())
    except Refused as refused:
        form.form_errors.append(said(refused))
        form.version.raw_data, form.version.data = None, found.version
        return await _edit(request, found, form, scope, status=409)
    return go(request, f'/setup/teams/{team_id}', say=_('Saved.'))


@post('/setup/teams/{team_id:int}/standing', opt=COORDINATORS)
async def stand(request: Request, team_id: FromPath[int]) -> Response:
    """It is active, rests, goes on by itself or is closed from today."""
    found, _scope = await _found(request, team_id)
    form = (await forms.read(Standing, request)).offer(found.standing)
    if not form.validate():
        return await _show(request, found, stand=form, status=422)
    then = TeamStanding(form.standing.data)
    lacking = missing(await beside.shown(team_id)) if then is TeamStanding.SUSTAINING else ()
    try:
        await commands.stand(team_id, then, why=form.why.data or '', missing=lacking, by=request.user, now=clock.now())
    except Refused as refused:
        field = form.why if refused.reason is NoStanding.WHY_IS_MISSING else form.standing
        field.errors = [said(refused)]
        return await _show(request, found, stand=form, status=409)
    return go(request, f'/setup/teams/{team_id}', say=_('Saved.'))


@post('/setup/teams/{team_id:int}/groups', opt=COORDINATORS)
async def add_group(request: Request, team_id: FromPath[int]) -> Response:
    """A school, agency or group takes part; one that nobody knows yet is added."""
    found, _scope = await _found(request, team_id)
    form = await forms.read(TakesPart, request)
    if not form.validate():
        return await _show(request, found, part=form, status=422)
    by = {'by': request.user, 'now': clock.now()}
    organisation_id, _is_new = await find_or_add_organisation(form.group.data, likely_kind(form.group.data), place_id=found.place_id, **by)
    await begin_part(team_id, organisation_id, **by)
    return go(request, f'/setup/teams/{team_id}', say=_('%(name)s takes part.', name=form.group.data))


@post('/setup/teams/{team_id:int}/groups/{organisation_id:int}/end', opt=COORDINATORS)
async def end_group(request: Request, team_id: FromPath[int], organisation_id: FromPath[int]) -> Response:
    """It takes no part any more.

    :raises NotFoundException: it takes none
    """
    await _found(request, team_id)
    if not await end_part(team_id, organisation_id, by=request.user, now=clock.now()):
        raise NotFoundException
    return go(request, f'/setup/teams/{team_id}', say=_('Saved.'))


@post('/setup/teams/{team_id:int}/lead/{member_id:int}', opt=COORDINATORS)
async def choose_lead(request: Request, team_id: FromPath[int], member_id: FromPath[int]) -> Response:
    """Somebody of the team leads it from now on.

    :raises NotFoundException: of another team
    """
    await _found(request, team_id)
    one = await member(member_id)
    if one is None or one.team_id != team_id:
        raise NotFoundException
    try:
        await commands.hand_over(member_id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, f'/setup/teams/{team_id}', say=said(refused))
    return go(request, f'/setup/teams/{team_id}', say=_('%(name)s leads the team now.', name=one.name))


ROUTES = [show, edit, save, stand, add_group, end_group, choose_lead]
