"""Who coaches one team: suggestions with their reasons, and a person who decides."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.coaches.commands import assigning as commands
from coaching.coaches.forms.setup import Assign, Ending
from coaching.coaches.pages.reaching import steps
from coaching.coaches.queries import assignments
from coaching.coaches.rules.assigning import NoAssignment
from coaching.coaches.rules.suggesting import SENTENCES, Sought, Suggestion, suggestions
from coaching.coaches.values import AssignmentFacts, Beside
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.people.queries import search
from coaching.teams.pages.reach import COORDINATORS
from coaching.teams.policy import Scope, covers
from coaching.teams.queries import places, scope_of
from coaching.teams.queries.teams import team
from coaching.teams.values import TeamFacts

FIELD_OF: dict[Reason, str] = {
    NoAssignment.OF_THE_TEAM: 'approved', NoAssignment.STANDS_IN: 'approved',
    NoAssignment.LEAD_TAKEN: 'role', NoAssignment.ENDS_TOO_EARLY: 'began_on',
}  # fmt: skip


async def _found(request: Request, team_id: int) -> tuple[TeamFacts, Scope]:
    scope, found = await scope_of(request.user), await team(team_id)
    if found is None or not covers(scope, found.place_id):
        raise NotFoundException
    return found, scope


async def _region(place_id: int | None) -> frozenset[int]:
    """A place with all places around it."""
    above = {one.id: one.parent_id for one in await places(also_closed=True)}
    found: list[int] = []
    while place_id is not None and place_id not in found:
        found.append(place_id)
        place_id = above.get(place_id)
    return frozenset(found)


async def _suggested(facts: TeamFacts, beside: list[AssignmentFacts]) -> list[Suggestion]:
    today = await network_day(clock.now())
    loads = await assignments.loads(today)
    sought = Sought(facts.languages, facts.models, await _region(facts.place_id))
    weighed = await steps([team_id for load in loads for team_id in load.team_ids])
    lead = {one.person_id for one in beside if one.role is Beside.LEAD}
    return suggestions(loads, sought, steps=weighed, but=lead, today=today)


async def _page(
    request: Request, facts: TeamFacts, form: Assign | None = None, *, endings: Mapping[int, Ending] | None = None, status: int = 200
) -> Response:
    """`endings` are forms of assignments that were not taken as they were sent."""
    today = await network_day(clock.now())
    every = await assignments.beside(facts.id, today, also_others=True)
    now = [one for one in every if one.ended_on is None or one.ended_on > today]
    found = await _suggested(facts, now)
    form = form or Assign(data={'role': 'lead', 'began_on': today})
    return page(
        request, 'coaches/setup/team.html', status=status, team=facts, now=now, before=[one for one in every if one not in now],
        found=found, sentences=SENTENCES, form=form.offer([(one.load.person_id, one.load.name) for one in found]), today=today,
        watch=(await assignments.watched([facts.id], today)).get(facts.id), ending=Ending(), endings=endings or {},
    )  # fmt: skip


@get('/setup/teams/{team_id:int}/coach', opt=COORDINATORS)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """Who stands beside the team, and who could."""
    facts, _scope = await _found(request, team_id)
    return await _page(request, facts)


async def _whom(form: Assign, scope: Scope) -> int | None:
    """The person who was chosen, or the only one who is called so."""
    if not form.other.data:
        return form.person_id.data
    people = (await search(form.other.data, place_ids=scope, limit=2)).people
    return people[0].id if len(people) == 1 else None


@post('/setup/teams/{team_id:int}/coach', opt=COORDINATORS)
async def assign(request: Request, team_id: FromPath[int]) -> Response:
    """Somebody stands beside the team; as its coach instead of the one there is, this hands over."""
    facts, scope = await _found(request, team_id)
    today = await network_day(clock.now())
    known = await assignments.loads(today)
    form = (await forms.read(Assign, request)).offer([(load.person_id, load.name) for load in known])
    if not form.validate():
        return await _page(request, facts, form, status=422)
    person_id, role = await _whom(form, scope), Beside(form.role.data)
    if person_id is None:
        form.other.errors = [_('Choose one person. Nobody, or more than one, is called so.')]
        return await _page(request, facts, form, status=422)
    told = {'on': form.began_on.data, 'note': form.note.data or '', 'approved': bool(form.approved.data)}
    told |= {'by': request.user, 'now': clock.now()}
    has_lead = any(one.role is Beside.LEAD for one in await assignments.beside(team_id, form.began_on.data))
    try:
        if role is Beside.LEAD and has_lead:
            await commands.hand_over(team_id, person_id, **told)
        else:
            await commands.assign(team_id, person_id, role, **told)
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'person_id')].errors = [said(refused)]
        return await _page(request, facts, form, status=409)
    say = _('The team has a new coach from that day on.') if role is Beside.LEAD else _('It is done.')
    return go(request, f'/setup/teams/{team_id}/coach', say=say)


async def _one(request: Request, team_id: int, assignment_id: int) -> TeamFacts:
    found, _scope = await _found(request, team_id)
    one = await assignments.assignment(assignment_id)
    if one is None or one.team_id != team_id:
        raise NotFoundException
    return found


@post('/setup/teams/{team_id:int}/coach/{assignment_id:int}/end', opt=COORDINATORS)
async def end(request: Request, team_id: FromPath[int], assignment_id: FromPath[int]) -> Response:
    """They stand beside the team no more."""
    facts = await _one(request, team_id, assignment_id)
    form = await forms.read(Ending, request)
    if not form.validate():
        return await _page(request, facts, endings={assignment_id: form}, status=422)
    try:
        ended = await commands.end(assignment_id, on=form.on.data or None, why=form.why.data, by=request.user, now=clock.now())
    except Refused as refused:
        if refused.reason is not NoAssignment.ENDS_TOO_EARLY:
            return go(request, f'/setup/teams/{team_id}/coach', say=said(refused))
        form.on.errors = [said(refused)]
        return await _page(request, facts, endings={assignment_id: form}, status=409)
    today = await network_day(clock.now())
    if ended.began_on > today:
        say = _('That is called off. Whoever coached the team before goes on.')
    elif form.on.data and form.on.data < today:
        say = _('That is ended.')
    else:
        say = _('That is ended. It can be taken back below.')
    return go(request, f'/setup/teams/{team_id}/coach', say=say)


@post('/setup/teams/{team_id:int}/coach/{assignment_id:int}/end/undo', opt=COORDINATORS)
async def take_back_end(request: Request, team_id: FromPath[int], assignment_id: FromPath[int]) -> Response:
    """It was a slip."""
    await _one(request, team_id, assignment_id)
    try:
        await commands.take_back_end(assignment_id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, f'/setup/teams/{team_id}/coach', say=said(refused))
    return go(request, f'/setup/teams/{team_id}/coach', say=_('It stands again.'))


ROUTES = [show, assign, end, take_back_end]
