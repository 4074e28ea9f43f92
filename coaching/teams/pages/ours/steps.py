"""What a team will do next: written, changed, done, let go and taken up again."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams.commands import next_steps as commands
from coaching.teams.forms.meetings import Ending, Step
from coaching.teams.pages.ours.meetings import overview
from coaching.teams.pages.ours.reaching import OURS, own_team
from coaching.teams.queries.next_steps import next_step, owners
from coaching.teams.values import DroppedWhy, NextState, NextStepFacts

WHERE = '/team/{team_id:int}/meetings/next-steps'


def _back(request: Request, team_id: int, say: str) -> Response:
    return go(request, f'/team/{team_id}/meetings', say=say)


async def _step(team_id: int, step_id: int) -> NextStepFacts:
    """A next step of this team.

    :raises NotFoundException: of another one
    """
    one = await next_step(step_id)
    if one is None or one.team_id != team_id:
        raise NotFoundException
    return one


@post(WHERE, opt=OURS)
async def add(request: Request, team_id: FromPath[int]) -> Response:
    """One thing more."""
    found = await own_team(request, team_id)
    form = (await forms.read(Step, request)).offer(await owners(team_id))
    if not form.validate():
        return await overview(request, found, step=form, status=422)
    await commands.add(
        team_id, form.what.data, owner_id=form.owner_id.data or None, due_on=form.due_on.data, by=request.user, now=clock.now()
    )  # fmt: skip
    return _back(request, team_id, _('It is on the list.'))


@get(f'{WHERE}/{{step_id:int}}', opt=OURS)
async def edit(request: Request, team_id: FromPath[int], step_id: FromPath[int]) -> Response:
    found, one = await own_team(request, team_id), await _step(team_id, step_id)
    known = {'what': one.what, 'owner_id': one.owner_id or 0, 'due_on': one.due_on, 'version': one.version}
    form = Step(data=known).offer(await owners(team_id), one)
    return page(request, 'teams/ours/step.html', team=found, one=one, form=form)


@post(f'{WHERE}/{{step_id:int}}', opt=OURS)
async def save(request: Request, team_id: FromPath[int], step_id: FromPath[int]) -> Response:
    """Say it differently, give it to somebody else, or move its day."""
    found, one = await own_team(request, team_id), await _step(team_id, step_id)
    form = (await forms.read(Step, request)).offer(await owners(team_id), one)
    if not form.validate():
        return page(request, 'teams/ours/step.html', team=found, one=one, form=form, status=422)
    owner_id = form.owner_id.data or None
    try:
        await commands.change(
            step_id, version=form.version.data, what=form.what.data, owner_id=owner_id, due_on=form.due_on.data,
            owner_words='' if owner_id or one.owner_id else one.owner, by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form.what.errors = [said(refused)]
        form.version.raw_data, form.version.data = None, one.version
        return page(request, 'teams/ours/step.html', team=found, one=one, form=form, status=409)
    return _back(request, team_id, _('Saved.'))


@post(f'{WHERE}/{{step_id:int}}/done', opt=OURS)
async def done(request: Request, team_id: FromPath[int], step_id: FromPath[int]) -> Response:
    """It is done."""
    await own_team(request, team_id)
    await _step(team_id, step_id)
    return await _ended(request, team_id, step_id, NextState.DONE, None, _('Done. Well done!'))


@post(f'{WHERE}/{{step_id:int}}/let-go', opt=OURS)
async def let_go(request: Request, team_id: FromPath[int], step_id: FromPath[int]) -> Response:
    """It is let go, with a reason in one tap."""
    await own_team(request, team_id)
    await _step(team_id, step_id)
    form = await forms.read(Ending, request)
    why = DroppedWhy(form.why.data) if form.validate() and form.why.data else None
    return await _ended(request, team_id, step_id, NextState.DROPPED, why, _('Let go. That is fine.'))


async def _ended(request: Request, team_id: int, step_id: int, then: NextState, why: DroppedWhy | None, words: str) -> Response:
    try:
        await commands.end(step_id, then, why=why, by=request.user, now=clock.now())
    except Refused as refused:
        return _back(request, team_id, said(refused))
    return _back(request, team_id, words)


@post(f'{WHERE}/{{step_id:int}}/reopen', opt=OURS)
async def reopen(request: Request, team_id: FromPath[int], step_id: FromPath[int]) -> Response:
    """It is to be done after all."""
    await own_team(request, team_id)
    await _step(team_id, step_id)
    try:
        await commands.reopen(step_id, by=request.user, now=clock.now())
    except Refused as refused:
        return _back(request, team_id, said(refused))
    return _back(request, team_id, _('It is on the list again.'))


ROUTES = [add, edit, save, done, let_go, reopen]
