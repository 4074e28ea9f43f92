"""A team asks for help on its coach's page, and a named human answers there."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.coaches import policy
from coaching.coaches.commands import helping as commands
from coaching.coaches.commands.covering import may_be_called
from coaching.coaches.forms import Answer, Words
from coaching.coaches.pages.reaching import seen_team
from coaching.coaches.queries import helping
from coaching.coaches.values import HelpThread
from coaching.kit import access, clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams.policy import BESIDE_IT, teams_of
from coaching.teams.values import TeamFacts

WHO_HELPS = access.roles('coach', 'apprentice', 'seasoned_host')


@get('/coach/help', opt=WHO_HELPS)
async def calls(request: Request) -> Response:
    """The calls for help of one's teams, those first that wait; all that a seasoned host sees."""
    theirs = teams_of(request.user, *BESIDE_IT, 'seasoned_host')
    mine = await helping.may_call(request.user.person_id) if request.user.has('seasoned_host') else None
    threads = await helping.threads(theirs, also_closed=True)
    return page(request, 'coaches/help/index.html', threads=threads, now=clock.now(), mine=mine)


@post('/coach/help/called', opt=WHO_HELPS)
async def agree(request: Request) -> Response:
    """A seasoned host says that teams that wait may call, or may not."""
    agreed = await helping.may_call(request.user.person_id)
    await may_be_called(request.user.person_id, not agreed, by=request.user, now=clock.now())
    say = _('Teams that wait may call you no more.') if agreed else _('Teams that wait may call you. Thank you.')
    return go(request, '/coach/help', say=say)


async def _page(
    request: Request, team: TeamFacts, *, ask: Words | None = None, answer: Answer | None = None, status: int = 200
) -> Response:
    threads = await helping.threads([team.id], also_closed=True)
    return page(
        request, 'coaches/help/show.html', status=status, team=team, ask=ask or Words(), answer=answer or Answer(), now=clock.now(),
        open=next((one for one in threads if one.closed_at is None), None), before=[one for one in threads if one.closed_at is not None],
        helps=policy.may_help(request.user, team.id), is_of=policy.is_of(request.user, team.id),
    )  # fmt: skip


@get('/team/{team_id:int}/coach/help', opt=access.SIGNED_IN)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """The call that is open, and those before."""
    return await _page(request, await seen_team(request, team_id, also_hosts=True))


@post('/team/{team_id:int}/coach/help', opt=access.SIGNED_IN)
async def ask(request: Request, team_id: FromPath[int]) -> Response:
    """We need help."""
    team = await seen_team(request, team_id)
    form = await forms.read(Words, request)
    if not form.validate():
        return await _page(request, team, ask=form, status=422)
    await commands.ask(team_id, form.words.data, by=request.user, now=clock.now())
    return go(request, f'/team/{team_id}/coach/help', say=_('Your coach hears of it now.'))


async def _found(request: Request, team_id: int, request_id: int) -> tuple[TeamFacts, HelpThread]:
    team, thread = await seen_team(request, team_id, also_hosts=True), await helping.thread(request_id)
    if thread is None or thread.team_id != team_id:
        raise NotFoundException
    return team, thread


@post('/team/{team_id:int}/coach/help/{call_id:int}/words', opt=access.SIGNED_IN)
async def write(request: Request, team_id: FromPath[int], call_id: FromPath[int]) -> Response:
    """A line more; the first of somebody beside the team is the answer."""
    team, _thread = await _found(request, team_id, call_id)
    form = await forms.read(Answer, request)
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
        await commands.close(call_id, by=request.user, now=clock.now())
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
