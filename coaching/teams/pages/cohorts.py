"""Cohorts of teams, set up: coordinators for their places, coaches for their own teams. The board of one is another page."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams import policy
from coaching.teams.commands import cohorts as commands
from coaching.teams.forms.cohorts import CohortForm, TeamsToAdd
from coaching.teams.pages.reach import places_in
from coaching.teams.policy import Scope
from coaching.teams.queries import scope_of
from coaching.teams.queries.cohorts import cohort, cohorts, teams_in, teams_to_choose
from coaching.teams.rules.cohorts import COHORT_KINDS, NoCohort
from coaching.teams.values import CohortFacts, CohortTeamFacts

KEEPERS = access.roles('coordinator', 'coach')
FIELD_OF: dict[Reason, str] = {NoCohort.NAME_IS_MISSING: 'name', NoCohort.PLACE_IS_MISSING: 'place_id', NoCohort.ENDS_TOO_EARLY: 'ended_on'}


async def _scope(request: Request) -> Scope:
    """The places of a coordinator; a coach has none."""
    return await scope_of(request.user)


def _has_board(request: Request) -> bool:
    """Whether this installation has a page for what the teams of a cohort do."""
    return '/cohorts/{cohort_id:int}' in {route.path for route in request.app.routes}


@get('/cohorts', opt=KEEPERS)
async def index(request: Request) -> Response:
    """Those that somebody looks after, and those of teams that they coach."""
    scope, coached = await _scope(request), policy.teams_of(request.user, 'coach')
    found = await cohorts(place_ids=scope, owner_id=request.user.person_id, team_ids=coached)
    kept = {one.id for one in found if policy.may_keep_cohort(request.user, scope, one)}
    return page(request, 'teams/cohorts/index.html', cohorts=found, kept=kept, kinds=COHORT_KINDS, has_board=_has_board(request))


async def _form(request: Request) -> CohortForm:
    return (await forms.read(CohortForm, request)).offer(await places_in(await _scope(request)))


@get('/cohorts/new', opt=KEEPERS)
async def new(request: Request) -> Response:
    """What brings which teams together?"""
    form = await _form(request)
    form.began_on.data = await network_day(clock.now())
    return page(request, 'teams/cohorts/new.html', form=form)


@post('/cohorts', opt=KEEPERS)
async def add(request: Request) -> Response:
    """A new one, kept by whoever makes it."""
    form = await _form(request)
    if not form.validate():
        return page(request, 'teams/cohorts/new.html', form=form, status=422)
    try:
        cohort_id = await commands.make(**form.fields(), by=request.user, now=clock.now())
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'name')].errors = [said(refused)]
        return page(request, 'teams/cohorts/new.html', form=form, status=422)
    return go(request, f'/cohorts/{cohort_id}/teams', say=_('The cohort is made. Now choose its teams.'))


async def _found(request: Request, cohort_id: int) -> CohortFacts:
    """A cohort that is somebody's to keep.

    :raises NotFoundException: another's
    """
    found = await cohort(cohort_id)
    if found is None or not policy.may_keep_cohort(request.user, await _scope(request), found):
        raise NotFoundException
    return found


async def _teams(
    request: Request, found: CohortFacts, *, form: TeamsToAdd | None = None, edit: CohortForm | None = None, status: int = 200
) -> Response:
    scope = await _scope(request)
    choices = await teams_to_choose(found.id, place_ids=scope, team_ids=policy.teams_of(request.user, 'coach'))
    form = form or TeamsToAdd()
    form.team_ids.choices = choices
    known = {name: getattr(found, name) for name in ('name', 'kind', 'grant_words', 'began_on', 'ended_on', 'version')}
    edit = edit or CohortForm(data=known | {'kind': found.kind.value, 'place_id': found.place_id or 0})
    return page(
        request, 'teams/cohorts/teams.html', cohort=found, teams=await _seen(request, found), form=form, kinds=COHORT_KINDS,
        edit=edit.offer(await places_in(scope)), has_board=_has_board(request), status=status,
    )  # fmt: skip


async def _seen(request: Request, found: CohortFacts) -> list[CohortTeamFacts]:
    """Its teams that are somebody's to see: a team that has another coach by now is not."""
    scope, every = await _scope(request), await teams_in(found.id)
    if policy.sees_all_of(request.user, scope, found):
        return every
    return [one for one in every if policy.may_see_by_itself(request.user, scope, one.team_id, one.place_id)]


@get('/cohorts/{cohort_id:int}/teams', opt=KEEPERS)
async def teams(request: Request, cohort_id: FromPath[int]) -> Response:
    """Which teams are in it, and what it is called."""
    return await _teams(request, await _found(request, cohort_id))


@post('/cohorts/{cohort_id:int}/teams', opt=KEEPERS)
async def add_teams(request: Request, cohort_id: FromPath[int]) -> Response:
    """Teams come in from today."""
    found, form = await _found(request, cohort_id), await forms.read(TeamsToAdd, request)
    form.team_ids.choices = await teams_to_choose(
        cohort_id, place_ids=await _scope(request), team_ids=policy.teams_of(request.user, 'coach')
    )  # fmt: skip
    if not form.validate():
        return await _teams(request, found, form=form, status=422)
    try:
        await commands.add_teams(cohort_id, form.team_ids.data, by=request.user, now=clock.now())
    except Refused as refused:
        form.team_ids.errors = [said(refused)]
        return await _teams(request, found, form=form, status=409)
    return go(request, f'/cohorts/{cohort_id}/teams', say=_('Saved.'))


@post('/cohorts/{cohort_id:int}/teams/{team_id:int}/end', opt=KEEPERS)
async def remove_team(request: Request, cohort_id: FromPath[int], team_id: FromPath[int]) -> Response:
    """From today a team is not in it any more.

    :raises NotFoundException: it is not
    """
    seen = {one.team_id for one in await _seen(request, await _found(request, cohort_id))}
    if team_id not in seen or not await commands.remove_team(cohort_id, team_id, by=request.user, now=clock.now()):
        raise NotFoundException
    return go(request, f'/cohorts/{cohort_id}/teams', say=_('Saved.'))


@post('/cohorts/{cohort_id:int}/edit', opt=KEEPERS)
async def save(request: Request, cohort_id: FromPath[int]) -> Response:
    """Say it differently, or say that it ended."""
    found, form = await _found(request, cohort_id), await _form(request)
    if not form.validate():
        return await _teams(request, found, edit=form, status=422)
    try:
        await commands.change(
            cohort_id, version=form.version.data, ended_on=form.ended_on.data, **form.fields(), by=request.user, now=clock.now()
        )  # fmt: skip
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'name')].errors = [said(refused)]
        form.version.raw_data, form.version.data = None, found.version
        return await _teams(request, found, edit=form, status=409)
    return go(request, f'/cohorts/{cohort_id}/teams', say=_('Saved.'))


ROUTES = [index, new, add, teams, add_teams, remove_team, save]
