"""A team's meetings: the next one, what the last ones decided, and what comes of them."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.kit import clock, forms
from coaching.kit.forms.reading import sent
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams.commands import meetings as commands
from coaching.teams.forms.meetings import ANSWERS, Meeting, Step, named
from coaching.teams.pages.ours.reaching import OURS, our_team, own_team
from coaching.teams.policy import OF_THE_TEAM, holds
from coaching.teams.queries.meetings import meeting, meetings, polls_to_come
from coaching.teams.queries.next_steps import of, of_meetings, owners
from coaching.teams.rules.meetings import NoMeeting, both
from coaching.teams.rules.next_steps import WHY_DROPPED
from coaching.teams.values import MeetingFacts, NextState, TeamFacts

WHERE = '/team/{team_id:int}/meetings'
FIELD_OF: dict[Reason, str] = {NoMeeting.TO_COME: 'held_on', NoMeeting.NOTHING_SAID: 'decided', NoMeeting.TOO_LONG: 'decided'}


async def overview(request: Request, found: TeamFacts, *, step: Step | None = None, status: int = 200) -> Response:
    """All that is to come and that was."""
    now, people = clock.now(), await owners(found.id)
    steps, were = await of(found.id), await meetings(found.id)
    return page(
        request, 'teams/ours/meetings.html', team=found, status=status, polls=await polls_to_come(found.id, now), meetings=were,
        is_of_team=holds(request.user, found.id, *OF_THE_TEAM), people={one.person_id: named(one) for one in people}, answers=ANSWERS,
        open_steps=[one for one in steps if one.state is NextState.OPEN], ended=[one for one in steps if one.state is not NextState.OPEN],
        step=(step or Step()).offer(people), why_dropped=WHY_DROPPED, today=await network_day(now),
        of_meetings=await of_meetings([one.id for one in were]),
    )  # fmt: skip


@get(WHERE, opt=OURS)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """The next meeting first, then what is to be done, then what was."""
    return await overview(request, await our_team(request, team_id))


async def _form(request: Request, found: TeamFacts, there: MeetingFacts | None = None) -> Meeting:
    form = await forms.read(Meeting, request)
    return form.offer(await owners(found.id), there.people if there else ())


def _paper(request: Request, found: TeamFacts, form: Meeting, *, status: int = 200, **more: Any) -> Response:
    return page(request, 'teams/ours/meeting.html', team=found, form=form, status=status, **more)


@get(f'{WHERE}/new', opt=OURS)
async def new(request: Request, team_id: FromPath[int]) -> Response:
    """What was it, and who was there?"""
    found = await own_team(request, team_id)
    form = await _form(request, found)
    form.held_on.data = await network_day(clock.now())
    return _paper(request, found, form)


@post(WHERE, opt=OURS)
async def add(request: Request, team_id: FromPath[int]) -> Response:
    """Write a meeting down."""
    found = await own_team(request, team_id)
    form = await _form(request, found)
    if not form.validate():
        return _paper(request, found, form, status=422)
    try:
        await commands.write_down(
            team_id, form.held_on.data, title=form.title.data or '', decided=form.decided.data or '', people=form.people.data or (),
            steps=form.steps, by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'step')].errors = [said(refused)]
        return _paper(request, found, form, status=422)
    return go(request, f'/team/{team_id}/meetings', say=_('The meeting is written down.'))


async def _meeting(team_id: int, meeting_id: int) -> MeetingFacts:
    """A meeting of this team.

    :raises NotFoundException: of another one
    """
    one = await meeting(meeting_id)
    if one is None or one.team_id != team_id:
        raise NotFoundException
    return one


@get(f'{WHERE}/{{meeting_id:int}}', opt=OURS)
async def edit(request: Request, team_id: FromPath[int], meeting_id: FromPath[int]) -> Response:
    found, one = await own_team(request, team_id), await _meeting(team_id, meeting_id)
    known = {'held_on': one.held_on, 'title': one.title, 'decided': one.decided, 'version': one.version}
    form = Meeting(data=known | {'people': [person_id for person_id, _name in one.people], 'owner_id': 0})
    return _paper(request, found, form.offer(await owners(team_id), one.people), meeting=one)


@post(f'{WHERE}/{{meeting_id:int}}', opt=OURS)
async def save(request: Request, team_id: FromPath[int], meeting_id: FromPath[int]) -> Response:
    """Put it right; where somebody else wrote meanwhile, both texts are shown and both can be kept."""
    found, one = await own_team(request, team_id), await _meeting(team_id, meeting_id)
    form = await _form(request, found, one)
    if not form.validate():
        return _paper(request, found, form, meeting=one, status=422)
    keeps_both = (await sent(request)).getlist('keep') == ['both']
    decided = both(one.decided, form.decided.data or '') if keeps_both else form.decided.data or ''
    try:
        await commands.change(
            meeting_id, version=form.version.data, held_on=form.held_on.data, title=form.title.data or '', decided=decided,
            people=form.people.data or (), steps=form.steps, by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        if refused.reason is not NoMeeting.CHANGED_MEANWHILE:
            form[FIELD_OF.get(refused.reason, 'step')].errors = [said(refused)]
            differs = {'differs': True} if refused.reason is NoMeeting.TOO_LONG else {}
            return _paper(request, found, form, meeting=one, status=422, **differs)
        form.decided.errors = [said(refused)]
        form.version.raw_data, form.version.data = None, one.version
        return _paper(request, found, form, meeting=one, differs=True, status=409)
    return go(request, f'/team/{team_id}/meetings', say=_('Saved.'))


ROUTES = [show, new, add, edit, save]
