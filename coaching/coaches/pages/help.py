"""A team asks for help on its coach's page, and a named human answers there."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.coaches import policy
from coaching.coaches.commands import helping as commands
from coaching.coaches.commands.covering import may_be_called
from coaching.coaches.forms import Answer, More, Words
from coaching.coaches.pages.reaching import seen_team
from coaching.coaches.queries import assignments, helping
from coaching.coaches.rules.assigning import PARTS
from coaching.coaches.values import Beside, HelpThread
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams.policy import BESIDE_IT, may_see_team, teams_of
from coaching.teams.queries.teams import team as team_of
from coaching.teams.values import TeamFacts

WHO_HELPS = access.roles('coach', 'apprentice', 'seasoned_host')


@get('/coach/help', opt=WHO_HELPS)
async def calls(request: Request) -> Response:
    """The calls for help of one's teams, those first that wait; all that a seasoned host sees."""
    theirs = teams_of(request.user, *BESIDE_IT, 'seasoned_host')
    mine = await helping.may_call(request.user.person_id) if request.user.has('seasoned_host') else None
    threads = [one for one in await helping.threads(theirs, also_closed=True) if _reads(request, one, bool(mine))]
    return page(request, 'coaches/help/index.html', threads=threads, now=clock.now(), mine=mine)


def _reads(request: Request, call: HelpThread, agreed: bool) -> bool:
    return policy.may_read_call(request.user, call, agreed=agreed)


async def _calls(request: Request, team_id: int) -> list[HelpThread]:
    """The calls of a team that whoever asks may read.

    :raises NotFoundException: a seasoned host who was not called, and everybody else
    """
    agreed = await helping.may_call(request.user.person_id)
    threads = [one for one in await helping.threads([team_id], also_closed=True) if _reads(request, one, agreed)]
    if not threads and not may_see_team(request.user, team_id):
        raise NotFoundException
    return threads


@post('/coach/help/called', opt=WHO_HELPS)
async def agree(request: Request) -> Response:
    """A seasoned host says that teams that wait may call, or may not."""
    agreed = await helping.may_call(request.user.person_id)
    await may_be_called(request.user.person_id, not agreed, by=request.user, now=clock.now())
    say = _('Teams that wait may call you no more.') if agreed else _('Teams that wait may call you. Thank you.')
    return go(request, '/coach/help', say=say)


def _answering(helps: bool) -> type[Answer] | type[More]:
    """The form in which whoever helps answers, and the team says more."""
    return Answer if helps else More


async def _page(
    request: Request, team: TeamFacts, *, ask: Words | None = None, answer: Answer | More | None = None, status: int = 200
) -> Response:
    threads, now = await _calls(request, team.id), clock.now()
    today, helps = await network_day(now), policy.may_help(request.user, team.id)
    beside, hosts = await assignments.beside(team.id, today), await helping.may_be_called(team.id, today)
    cover = (await assignments.watched([team.id], today))[team.id].cover
    return page(
        request, 'coaches/help/show.html', status=status, team=team, ask=ask or Words(), answer=answer or _answering(helps)(), now=now,
        parts={one.person_id: PARTS[one.role] for one in beside}, hosts=[one.person for one in beside if one.person_id in hosts],
        coaches=[one.person for one in beside if one.role in (Beside.LEAD, Beside.CO_COACH)] + ([cover] if cover else []),
        open=next((one for one in threads if one.closed_at is None), None), before=[one for one in threads if one.closed_at is not None],
        helps=helps, is_coach=policy.may_coach(request.user, team.id), is_of=policy.is_of(request.user, team.id),
    )  # fmt: skip


async def _team(team_id: int) -> TeamFacts:
    found = await team_of(team_id)
    if found is None:
        raise NotFoundException
    return found


@get('/team/{team_id:int}/coach/help', opt=access.SIGNED_IN)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """The call that is open, and those before."""
    return await _page(request, await _team(team_id))


@post('/team/{team_id:int}/coach/help', opt=access.SIGNED_IN)
async def ask(request: Request, team_id: FromPath[int]) -> Response:
    """We need help."""
    team = await seen_team(request, team_id)
    form = await forms.read(Words, request)
    if not form.validate():
        return await _page(request, team, ask=form, status=422)
    try:
        await commands.ask(team_id, form.words.data, by=request.user, now=clock.now())
    except Refused as refused:
        form.words.errors = [said(refused)]
        return await _page(request, team, ask=form, status=409)
    return go(request, f'/team/{team_id}/coach/help', say=_('It is sent. You will see the answer here.'))


async def _found(request: Request, team_id: int, request_id: int) -> tuple[TeamFacts, HelpThread]:
    thread, agreed = await helping.thread(request_id), await helping.may_call(request.user.person_id)
    if thread is None or thread.team_id != team_id or not _reads(request, thread, agreed):
        raise NotFoundException
    return await _team(team_id), thread


@post('/team/{team_id:int}/coach/help/{call_id:int}/words', opt=access.SIGNED_IN)
async def write(request: Request, team_id: FromPath[int], call_id: FromPath[int]) -> Response:
    """A line more; the first of somebody beside the team is the answer."""
    team, _thread = await _found(request, team_id, call_id)
    form = await forms.read(_answering(policy.may_help(request.user, team_id)), request)
    if not form.validate():
        return await _page(request, team, answer=form, status=422)
    try:
        is_of_team = not policy.may_help(request.user, team_id)
        await commands.answer(call_id, form.words.data, by=request.user, is_of_team=is_of_team, now=clock.now())
    except Refused as refused:
        form.words.errors = [said(refused)]
        return await _page(request, team, answer=form, status=409)
    return go(request, f'/team/{team_id}/coach/help', say=_('It is written down.'))


@post('/team/{team_id:int}/coach/help/{call_id:int}/closing', opt=access.SIGNED_IN)
async def close(request: Request, team_id: FromPath[int], call_id: FromPath[int]) -> Response:
    """It is settled."""
    await _found(request, team_id, call_id)
    try:
        await commands.close(call_id, by=request.user, is_of_team=policy.is_of(request.user, team_id), now=clock.now())
    except Refused as refused:
        return go(request, f'/team/{team_id}/coach/help', say=said(refused))
    return go(request, f'/team/{team_id}/coach/help', say=_('Good. It is settled.'))


@post('/team/{team_id:int}/coach/help/{call_id:int}/closing/undo', opt=access.SIGNED_IN)
async def reopen(request: Request, team_id: FromPath[int], call_id: FromPath[int]) -> Response:
    """It is not settled after all."""
    await _found(request, team_id, call_id)
    await commands.reopen(call_id, by=request.user, now=clock.now())
    return go(request, f'/team/{team_id}/coach/help', say=_('It is open again.'))


ROUTES = [calls, agree, show, ask, write, close, reopen]
