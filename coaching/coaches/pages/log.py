"""The coaching log: a talk in three taps, its record with a way back, changes for a while and lines after."""

from __future__ import annotations

import datetime
import re
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.coaches import policy
from coaching.coaches.commands import logging
from coaching.coaches.forms import STEPS, Line, TalkForm, known
from coaching.coaches.pages.reaching import COACHES, Moves, coached_team, moves
from coaching.coaches.queries import appointments, assignments, contacts
from coaching.coaches.rules.logging import NoContact, begun, why_not_change
from coaching.coaches.rules.planning import NoTalk
from coaching.coaches.rules.taxonomy import HOW, METHODS, MODES, PRESENT, PURPOSES, TAGS
from coaching.coaches.values import Talk
from coaching.kit import access, clock, dates, forms
from coaching.kit.database import one_connection
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams.queries.next_steps import of_contact, owners
from coaching.teams.queries.teams import team as team_of
from coaching.teams.values import TeamFacts, TeamStanding

FIELD_OF: dict[Reason, str] = {
    NoContact.FUTURE: 'happened_on', NoContact.NO_MINUTES: 'minutes', NoContact.NEXT_TOO_EARLY: 'next_on', NoTalk.PAST: 'next_at',
    NoTalk.NO_SUCH_HOUR: 'next_at', NoTalk.CLOSED: 'next_at',
}  # fmt: skip
ID = re.compile(r'[0-9]{1,18}')
WORDS = {'modes': MODES, 'purposes': PURPOSES, 'methods': METHODS, 'tags': TAGS, 'present': PRESENT, 'how': HOW}


async def _blank(request: Request, team: TeamFacts, at_step: int | None, today: datetime.date) -> Any:
    """The form as it begins: today, and everything else as the last talk and the team's step suggest."""
    last = await contacts.last_of_author(request.user.person_id, team.id)
    planned = await appointments.planned(team.id, request.user.person_id)
    at = dates.local(planned.starts_at, _zone(request)) if planned else None
    is_closed = team.standing is TeamStanding.CLOSED
    start = begun(
        last, at_step, planned_on=at.date() if at else None, mode=planned.mode if planned and at and at.date() == today else None,
        today=today,
    )  # fmt: skip
    is_next = bool(at and at.date() > today)
    return TalkForm(
        data={
            'how': 'held', 'happened_on': today, 'mode': start.mode, 'minutes': start.minutes, 'purposes': list(start.purposes),
            'team_ids': [int(one) for one in request.query_params.getall('team_ids', []) if ID.fullmatch(one)],
            'next_on': None if is_closed else start.next_on, 'next_open': is_closed, 'next_at': at.time() if at and is_next else None,
        }
    )  # fmt: skip


async def _offered(
    request: Request, team: TeamFacts, form: Any, *, talk: Talk | None = None, here: Moves | None = None,
    today: datetime.date | None = None,
) -> Any:  # fmt: skip
    choices = list((here or await moves(team.id)).choices)
    choices += [(code, code) for code in (talk.touched if talk else ()) if code not in dict(choices)]
    others = [one for one in policy.coached(request.user) if one != team.id]
    today = today or await network_day(clock.now())
    beside = {one.person_id: one.person for one in await assignments.beside(team.id, today) if one.person_id != request.user.person_id}
    people = [(one.person_id, one.name) for one in await owners(team.id)]
    teams = dict(await assignments.names(others)) if others else {}
    if talk:
        teams = {number: name for number, name in talk.teams if number != team.id} | teams
        beside = dict(talk.coaches) | beside
    return form.offer(touched=choices, teams=list(teams.items()), coaches=list(beside.items()), owners=people)


async def _page(request: Request, team: TeamFacts, form: Any = None, *, talk: Talk | None = None, status: int = 200) -> Response:
    today = await network_day(clock.now())
    here = await moves(team.id)
    form = form or await _blank(request, team, here.step, today)
    also = await contacts.of_that_day(team.id, today, but=request.user.person_id or 0) if talk is None else []
    form = await _offered(request, team, form, talk=talk, here=here, today=today)
    return page(
        request, 'coaches/log/form.html', status=status, team=team, form=form, talk=talk, also=also, today=today, present=list(PRESENT),
        draft=f'/coach/teams/{team.id}/log',
    )  # fmt: skip


@get('/coach/teams/{team_id:int}/log', opt=COACHES)
async def new(request: Request, team_id: FromPath[int]) -> Response:
    """Everything stands there already."""
    async with one_connection():
        return await _page(request, await coached_team(request, team_id))


@post('/coach/teams/{team_id:int}/log', opt=access.SIGNED_IN)
async def create(request: Request, team_id: FromPath[int]) -> Response:
    """Write it down, once; with a time for the next talk, plan that one too."""
    if not policy.may_coach(request.user, team_id):
        return await _too_late(request, team_id)
    team = await coached_team(request, team_id)
    form = await _offered(request, team, await forms.read(TalkForm, request))
    if not form.validate():
        return await _page(request, team, form, status=422)
    try:
        contact_id, _is_new = await logging.log(form.told(team_id, form.key, zone=_zone(request)), by=request.user, now=clock.now())
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'happened_on')].errors = [said(refused)]
        if refused.reason is NoContact.TAKEN_BACK:
            form.draft_key.data = ''
        return await _page(request, team, form, status=409)
    return go(request, f'/coach/teams/{team_id}/log/{contact_id}', say=_('It is written down.'))


async def _too_late(request: Request, team_id: int) -> Response:
    """What somebody typed for a team that is somebody else's by now, shown to whoever typed it and kept nowhere.

    :raises NotFoundException: they never stood beside that team
    """
    stood = await assignments.stood_beside(request.user.person_id, team_id)
    found = await team_of(team_id) if stood else None
    if found is None:
        raise NotFoundException
    form = (await forms.read(TalkForm, request)).offer()
    texts = ('going_well', 'in_the_way', 'for_coaches', *(f'step_{number}_what' for number in range(STEPS)))
    written = [(form[name].label.text, form[name].data) for name in texts if form[name].data]
    return page(request, 'coaches/log/late.html', status=409, team=found, written=written)


def _zone(request: Request) -> str:
    return request.user.zone or 'UTC'


async def _found(request: Request, team_id: int, contact_id: int) -> tuple[TeamFacts, Talk]:
    team, talk = await coached_team(request, team_id), await contacts.talk(contact_id)
    if talk is None or talk.removed_at is not None or team_id not in talk.team_ids:
        raise NotFoundException
    return team, talk


@get('/coach/teams/{team_id:int}/log/{contact_id:int}', opt=COACHES)
async def show(request: Request, team_id: FromPath[int], contact_id: FromPath[int]) -> Response:
    """One talk with all its words, for coaches of the team."""
    team, talk = await _found(request, team_id, contact_id)
    return await _record(request, team, talk, Line())


async def _record(request: Request, team: TeamFacts, talk: Talk, form: Line, status: int = 200) -> Response:
    may_change = why_not_change(talk, request.user.person_id, now=clock.now()) is None
    return page(
        request, 'coaches/log/show.html', status=status, team=team, talk=talk, form=form, may_change=may_change, words=WORDS,
        steps=await of_contact(talk.id), draft=f'/coach/teams/{team.id}/log',
    )  # fmt: skip


@get('/coach/teams/{team_id:int}/log/{contact_id:int}/edit', opt=COACHES)
async def edit(request: Request, team_id: FromPath[int], contact_id: FromPath[int]) -> Response:
    """The author's own words, once more in the form."""
    team, talk = await _found(request, team_id, contact_id)
    if reason := why_not_change(talk, request.user.person_id, now=clock.now()):
        return go(request, f'/coach/teams/{team_id}/log/{contact_id}', say=_(reason.value))
    return await _page(request, team, TalkForm(data=known(talk)), talk=talk)


@post('/coach/teams/{team_id:int}/log/{contact_id:int}/edit', opt=access.SIGNED_IN)
async def change(request: Request, team_id: FromPath[int], contact_id: FromPath[int]) -> Response:
    """What the author says now."""
    if not policy.may_coach(request.user, team_id):
        return await _too_late(request, team_id)
    team, talk = await _found(request, team_id, contact_id)
    form = await _offered(request, team, await forms.read(TalkForm, request), talk=talk)
    if not form.validate():
        return await _page(request, team, form, talk=talk, status=422)
    try:
        told = form.told(team_id, talk.draft_key, zone=_zone(request))
        await logging.change(contact_id, told, version=form.version.data, by=request.user, now=clock.now())
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'happened_on')].errors = [said(refused)]
        return await _page(request, team, form, talk=talk, status=409)
    return go(request, f'/coach/teams/{team_id}/log/{contact_id}', say=_('It is changed.'))


@post('/coach/teams/{team_id:int}/log/{contact_id:int}/lines', opt=COACHES)
async def add_line(request: Request, team_id: FromPath[int], contact_id: FromPath[int]) -> Response:
    """A dated line below it."""
    team, talk = await _found(request, team_id, contact_id)
    form = await forms.read(Line, request)
    if not form.validate():
        return await _record(request, team, talk, form, status=422)
    alone = bool(form.for_coaches.data)
    await logging.add_line(contact_id, form.words.data, for_coaches=alone, by=request.user, now=clock.now())
    return go(request, f'/coach/teams/{team_id}/log/{contact_id}', say=_('Your line is added.'))


@post('/coach/teams/{team_id:int}/log/{contact_id:int}/removal', opt=COACHES)
async def take_back(request: Request, team_id: FromPath[int], contact_id: FromPath[int]) -> Response:
    """It was not so."""
    await _found(request, team_id, contact_id)
    try:
        await logging.take_back(contact_id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, f'/coach/teams/{team_id}/log/{contact_id}', say=said(refused))
    return go(request, f'/coach/teams/{team_id}/log', say=_('It is taken back.'))


ROUTES = [new, create, show, edit, change, add_line, take_back]
