"""What a team sees of its coach: who it is, the next talk, what was agreed on, what was shared."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.coaches import policy
from coaching.coaches.forms import Step, Why
from coaching.coaches.pages.log import WORDS
from coaching.coaches.pages.reaching import seen_team
from coaching.coaches.queries import appointments, assignments, contacts, helping
from coaching.coaches.queries.planning import plan
from coaching.coaches.rules.assigning import PARTS
from coaching.coaches.rules.taxonomy import MODES
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.people.rules import shown_phone
from coaching.teams.commands import next_steps as commands
from coaching.teams.queries.next_steps import next_step, of, owners
from coaching.teams.rules.next_steps import WHY_DROPPED
from coaching.teams.values import DroppedWhy, NextState, TeamFacts

FEW_TALKS = 5


async def _page(request: Request, team: TeamFacts, form: Step | None = None, status: int = 200) -> Response:
    now = clock.now()
    today = await network_day(now)
    people = [(one.person_id, one.name) for one in await owners(team.id)]
    steps = await of(team.id, limit=40)
    mine = request.user.person_id
    talks = await contacts.talks_of(team.id, also_coaches_only=False, limit=FEW_TALKS)
    named_on = next((one.next_on for one in talks if one.how == 'held'), None)
    return page(
        request, 'coaches/team/show.html', status=status, team=team, now=now, today=today, form=(form or Step()).offer(people),
        beside=await assignments.beside(team.id, today), watch=(await assignments.watched([team.id], today)).get(team.id),
        talk=(await appointments.next_talks([team.id], now)).get(team.id), call=(await helping.open_help([team.id])).get(team.id),
        open=sorted((one for one in steps if one.state is NextState.OPEN), key=lambda one: one.owner_id != mine),
        ended=[one for one in steps if one.state is not NextState.OPEN][:8], plan=await plan(team.id), modes=MODES, words=WORDS,
        talks=talks, about=named_on if named_on and named_on >= today else None, why=list(WHY_DROPPED.items()),
        phone_words=shown_phone, parts=PARTS, coaches=policy.may_coach(request.user, team.id), is_of=policy.is_of(request.user, team.id),
    )  # fmt: skip


@get('/team/{team_id:int}/coach', opt=access.SIGNED_IN)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """For the people of the team and whoever coaches it."""
    return await _page(request, await seen_team(request, team_id))


@post('/team/{team_id:int}/coach/steps', opt=access.SIGNED_IN)
async def add(request: Request, team_id: FromPath[int]) -> Response:
    """One thing more to do."""
    team = await seen_team(request, team_id)
    people = [(one.person_id, one.name) for one in await owners(team_id)]
    form = (await forms.read(Step, request)).offer(people)
    if not form.validate():
        return await _page(request, team, form, status=422)
    told = {'owner_id': form.owner.data or None, 'due_on': form.due.data, 'by': request.user, 'now': clock.now()}
    try:
        await commands.add(team_id, form.what.data, **told)
    except Refused as refused:
        form.what.errors = [said(refused)]
        return await _page(request, team, form, status=409)
    return go(request, f'/team/{team_id}/coach', say=_('It is on the list.'))


async def _of_this_team(request: Request, team_id: int, step_id: int) -> None:
    await seen_team(request, team_id)
    step = await next_step(step_id)
    if step is None or step.team_id != team_id:
        raise NotFoundException


@post('/team/{team_id:int}/coach/steps/{step_id:int}/done', opt=access.SIGNED_IN)
async def done(request: Request, team_id: FromPath[int], step_id: FromPath[int]) -> Response:
    """One tap: it is done."""
    await _of_this_team(request, team_id, step_id)
    return await _end(request, team_id, step_id, NextState.DONE, None, _('Done. Well done.'))


@post('/team/{team_id:int}/coach/steps/{step_id:int}/dropped', opt=access.SIGNED_IN)
async def dropped(request: Request, team_id: FromPath[int], step_id: FromPath[int]) -> Response:
    """One tap: it is let go, and why."""
    await _of_this_team(request, team_id, step_id)
    form = await forms.read(Why, request)
    why = DroppedWhy(form.why.data) if form.validate() else DroppedWhy.OTHER
    return await _end(request, team_id, step_id, NextState.DROPPED, why, _('You let it go. That is fine.'))


async def _end(request: Request, team_id: int, step_id: int, then: NextState, why: DroppedWhy | None, say: str) -> Response:
    try:
        await commands.end(step_id, then, why=why, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, f'/team/{team_id}/coach', say=said(refused))
    return go(request, f'/team/{team_id}/coach', say=say)


@post('/team/{team_id:int}/coach/steps/{step_id:int}/undo', opt=access.SIGNED_IN)
async def undo(request: Request, team_id: FromPath[int], step_id: FromPath[int]) -> Response:
    """It is to be done after all."""
    await _of_this_team(request, team_id, step_id)
    try:
        await commands.reopen(step_id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, f'/team/{team_id}/coach', say=said(refused))
    return go(request, f'/team/{team_id}/coach', say=_('It is open again.'))


ROUTES = [show, add, done, dropped, undo]
