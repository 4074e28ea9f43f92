"""A team's home: where it is on its path, what it does next, and what it did."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.coaches.queries.appointments import next_talk
from coaching.kit import access, clock, forms
from coaching.kit.database import one_connection
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _
from coaching.path import queries
from coaching.path.commands import bold_steps
from coaching.path.commands.moving import newer
from coaching.path.forms import BoldStep, Day
from coaching.path.pages.reaching import Reached, may_look, reached
from coaching.path.pages.showing import asked_of, road, signed_off
from coaching.path.rules.marking import NoBoldStep
from coaching.path.rules.progress import middle, progress, step_now
from coaching.people.pages.holding import said
from coaching.teams.policy import BESIDE_IT, OF_THE_TEAM, teams_of
from coaching.teams.queries.next_steps import owned_by
from coaching.teams.rules.standing import lacks_parent_leader

FIELD_OF: dict[Reason, str] = {NoBoldStep.NO_WORDS: 'what', NoBoldStep.PAST: 'due_on'}


@get('/team', opt=access.SIGNED_IN)
async def choose(request: Request) -> Response:
    """Of several teams one is chosen; whoever has one is at its home at once."""
    theirs = teams_of(request.user, *OF_THE_TEAM, *BESIDE_IT)
    if len(theirs) == 1:
        return go(request, f'/team/{theirs[0]}')
    steps = [one for one in await owned_by(request.user.person_id or 0) if one.team_id in theirs]
    today = await network_day(clock.now())
    return page(request, 'path/home/choose.html', teams=await queries.names_of(theirs), steps=steps, today=today)


@get('/team/{team_id:int}', opt=access.SIGNED_IN)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """The home as it is, or as it was at the end of a day."""
    async with one_connection():
        found, form = await reached(request, team_id), await forms.read(Day, request)
        if form.is_asked and (not form.validate() or form.on.data > found.today):
            form.on.errors = form.on.errors or [_('Choose a day that is not still to come.')]
            return await _page(request, found, day=form, status=422)
        if form.on.data:
            found = dataclasses.replace(found, walk=await queries.journey_on(team_id, form.on.data))
        return await _page(request, found, day=form, on=form.on.data)


async def _page(
    request: Request, found: Reached, *, day: Day | None = None, on: datetime.date | None = None, bold: BoldStep | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    at, (members, came) = on or found.today, await queries.people(found.team.id)
    here: dict[str, Any] = {
        'found': found, 'team': found.team, 'stood': found.stood, 'day': day or Day(), 'form': bold or BoldStep(), 'on': on,
        'members': members, 'came': came, 'ended': request.query_params.get('ended', ''),
        'talk': await next_talk(found.team.id, clock.now()),
    }  # fmt: skip
    if found.walk is None:
        return page(request, 'path/home/no_path.html', status=status, **here)
    return page(request, 'path/home/show.html', status=status, **here, **await _walk(found, at, members))


async def _walk(found: Reached, at: datetime.date, people: list[Any]) -> dict[str, Any]:
    """What the page says of the walk, as it stood at the end of that day."""
    assert found.walk and found.path
    steps = await queries.steps(found.walk, on=at)
    here = step_now(steps)
    others = await queries.beside(found.walk, here, on=at)
    return {
        'road': road(found.path, steps, now=here, coach=found.coach), 'here': here,
        'far': progress(steps[here - 1], today=at), 'reached': sum(progress(step, today=at).reached for step in steps),
        'in_all': sum(len(step.codes) for step in steps), 'usual_days': middle([one.days for one in others if one.days is not None]),
        'usual_reached': middle([one.reached for one in others]), 'bold': await queries.bold_step_on(found.walk.id, at),
        'asked': [(step.number, fact) for step in steps if (fact := asked_of(step))], 'signed_off': signed_off(steps, today=at),
        'is_old': found.stood.is_coach and newer(found.walk) is not None,
        'before': await queries.before(found.walk.id, on=at), 'lacks': lacks_parent_leader(here, people),
    }  # fmt: skip


@post('/team/{team_id:int}/bold-step', opt=access.SIGNED_IN)
async def set_bold_step(request: Request, team_id: FromPath[int]) -> Response:
    """What the team does next, or the same in other words."""
    found, form = await reached(request, team_id), await forms.read(BoldStep, request)
    if found.walk is None:
        raise NotFoundException
    if not form.validate():
        return await _page(request, found, bold=form, status=422)
    told: dict[str, Any] = {'who': form.who.data or '', 'due_on': form.due_on.data, 'by': request.user, 'now': clock.now()}
    try:
        if form.bold_id.data:
            await bold_steps.change_bold_step(team_id, form.bold_id.data, form.what.data, version=form.version.data, **told)
        else:
            await bold_steps.set_bold_step(team_id, form.what.data, **told)
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'what')].errors = [said(refused)]
        return await _page(request, found, bold=form, status=409)
    return go(request, f'/team/{team_id}', say=_('Your next step is set.'))


@post('/team/{team_id:int}/bold-step/end', opt=access.SIGNED_IN)
async def end_bold_step(request: Request, team_id: FromPath[int]) -> Response:
    """It is done, or let go; then comes the next. Or that was a mistake, and it stands again."""
    may_look(request, team_id)
    form = await forms.read(BoldStep, request)
    is_done, is_back, bold_id = form.outcome.data != 'let_go', form.outcome.data == 'back', form.bold_id.data or 0
    told: dict[str, Any] = {'by': request.user, 'now': clock.now()}
    try:
        if is_back:
            await bold_steps.take_up_again(team_id, bold_id, **told)
        else:
            await bold_steps.end_bold_step(team_id, bold_id, is_done=is_done, **told)
    except Refused as refused:
        found = await reached(request, team_id)
        form = BoldStep()
        form.form_errors.append(said(refused))
        return await _page(request, found, bold=form, status=409)
    if is_back:
        return go(request, f'/team/{team_id}', say=_('Your next step is set.'))
    words = _('Well done. What comes next?') if is_done else _('You let it go. That is fine.')
    return go(request, f'/team/{team_id}?ended={bold_id}', say=words)


ROUTES = [choose, show, set_bold_step, end_bold_step]
