"""A coach's talks to come, their calendar under a secret address, and the sheet of minutes."""

from __future__ import annotations

import contextlib
import datetime
import re

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.coaches.commands import talks
from coaching.coaches.forms import Plan
from coaching.coaches.letters import entry
from coaching.coaches.pages.reaching import COACHES, coached_team
from coaching.coaches.policy import coached
from coaching.coaches.queries import appointments, assignments, dosage
from coaching.coaches.rules.dosage import by_team, month_of, total
from coaching.coaches.rules.planning import NoTalk
from coaching.coaches.rules.taxonomy import HOW, MODES
from coaching.kit import access, calendars, clock, dates, exports, forms
from coaching.kit.links import address
from coaching.kit.pages import go, page
from coaching.kit.refusal import Reason, Refused
from coaching.kit.tokens import link_token, opens, read_row_id
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams.queries import scope_of
from coaching.teams.rules.meetings import moment

FIELD_OF: dict[Reason, str] = {NoTalk.NO_SUCH_HOUR: 'time', NoTalk.CLOSED: 'team_id'}
FEED = 'talks'
PAST_DAYS = datetime.timedelta(days=60)
ID, DAY = re.compile(r'[0-9]{1,18}'), re.compile(r'[0-9]{4}-[0-9]{2}-[0-9]{2}')
A_DAY = datetime.timedelta(days=1)
XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'


async def _page(request: Request, form: Plan | None = None, status: int = 200) -> Response:
    now, by = clock.now(), request.user
    nonce = await appointments.feed_nonce(by.person_id)
    feed = address(f'/talks/{link_token(FEED, by.person_id, nonce)}/calendar.ics') if nonce else ''
    agenda = await appointments.agenda(by.person_id, now - PAST_DAYS)
    teams = await assignments.names(coached(by))
    return page(
        request, 'coaches/talks/index.html', status=status, feed=feed, form=(form or Plan()).offer(teams), is_named=form is not None,
        modes=MODES, teams=teams, now=now, coming=[one for one in agenda if one.starts_at > now - A_DAY],
        unlogged=[one for one in agenda if one.starts_at <= now - A_DAY],
        month=f'{(await network_day(now)):%Y-%m}',
    )  # fmt: skip


@get('/coach/talks', opt=COACHES)
async def index(request: Request) -> Response:
    """What is planned, the soonest first; an address may name a team and a day, to which a time is to be given."""
    return await _page(request, _named(request))


def _named(request: Request) -> Plan | None:
    team_id, day = (request.query_params.get(name, '') for name in ('team_id', 'day'))
    if not (ID.fullmatch(team_id) and DAY.fullmatch(day)):
        return None
    with contextlib.suppress(ValueError):
        return Plan(data={'team_id': int(team_id), 'day': datetime.date.fromisoformat(day), 'minutes': 30, 'mode': 'phone'})
    return None


@post('/coach/talks', opt=COACHES)
async def plan(request: Request) -> Response:
    """Plan the next talk with a team, or move the one that is planned."""
    form = (await forms.read(Plan, request)).offer(await assignments.names(coached(request.user)))
    if not form.validate():
        return await _page(request, form, status=422)
    zone, by = request.user.zone or 'UTC', request.user
    starts_at = moment(form.day.data, form.time.data, zone)
    was = await appointments.planned(form.team_id.data, by.person_id)
    try:
        if starts_at is None:
            raise Refused(NoTalk.NO_SUCH_HOUR)
        await talks.plan(
            form.team_id.data, by.person_id, starts_at, minutes=form.minutes.data, zone=zone, mode=form.mode.data,
            where_words=form.where_words.data or '', by=by, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form[FIELD_OF.get(refused.reason, 'day')].errors = [said(refused)]
        return await _page(request, form, status=409)
    moved = _('The talk is moved. Everybody gets an email with the new date.')
    new = _('The talk is planned. Everybody gets an email with the date.')
    return go(request, '/coach/talks', say=moved if was else new)


@get('/coach/teams/{team_id:int}/talks/{appointment_id:int}', opt=COACHES)
async def show(request: Request, team_id: FromPath[int], appointment_id: FromPath[int]) -> Response:
    """One planned talk, to move it or take it off."""
    await coached_team(request, team_id)
    one = await _own(request, team_id, appointment_id)
    at = dates.local(one.starts_at, request.user.zone or 'UTC')  # what is sent is read so, too
    known = {name: getattr(one, name) for name in ('team_id', 'minutes', 'mode', 'where_words')} | {'day': at.date(), 'time': at.time()}
    form = Plan(data=known).offer([(team_id, one.team)])
    return page(request, 'coaches/talks/show.html', talk=one, form=form, now=clock.now())


async def _own(request: Request, team_id: int, appointment_id: int) -> appointments.NextTalk:
    one = await appointments.appointment(appointment_id)
    if one is None or one.team_id != team_id or one.coach_id != request.user.person_id:
        raise NotFoundException
    return one


@post('/coach/teams/{team_id:int}/talks/{appointment_id:int}/cancellation', opt=COACHES)
async def cancel(request: Request, team_id: FromPath[int], appointment_id: FromPath[int]) -> Response:
    """It does not take place."""
    await coached_team(request, team_id)
    await _own(request, team_id, appointment_id)
    try:
        await talks.cancel(appointment_id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, '/coach/talks', say=said(refused))
    return go(request, '/coach/talks', say=_('The talk is taken off. Everybody gets an email.'))


@post('/coach/talks/feed', opt=COACHES)
async def renew(request: Request) -> Response:
    """A new secret address."""
    await talks.new_feed(request.user.person_id, by=request.user, now=clock.now())
    return go(request, '/coach/talks', say=_('Here is the new address. The one before opens nothing any more.'))


@get('/talks/{token:str}/calendar.ics', opt=access.LINK)
async def feed(token: FromPath[str]) -> Response:
    """The calendar behind the secret address.

    :raises NotFoundException: it was renewed since, or never was one
    """
    person_id = read_row_id(token)
    nonce = await appointments.feed_nonce(person_id) if person_id is not None else None
    if person_id is None or nonce is None or not opens(token, FEED, person_id, nonce):
        raise NotFoundException
    found = await appointments.calendar_of(person_id, clock.now() - PAST_DAYS)
    entries = [entry(one, path='/coach/talks') for one in found]
    return Response(calendars.feed(_('My talks'), entries), media_type='text/calendar')


@get('/coach/minutes.xlsx', opt=access.roles('coach', 'apprentice', 'coordinator'))
async def minutes(request: Request) -> Response:
    """Minutes and travel of a month: a coach's own; a coordinator's places with all coaches. Days and lengths, never words."""
    first, end = month_of(request.query_params.get('month', ''), today=await network_day(clock.now()))
    is_coordinator = request.user.has('coordinator')
    author_id = None if is_coordinator else request.user.person_id
    place_ids = await scope_of(request.user) if is_coordinator else None
    found = await dosage.given(first, end, author_id=author_id, place_ids=place_ids)
    heads = [_('Team'), _('Grant'), _('Talks'), _('Tries'), _('Minutes'), _('Minutes together with other teams'), _('Travel')]
    teams: list[list[exports.Cell]] = [
        [row.team, row.grants, row.talks, row.tries, row.minutes, row.joint, row.travel] for row in by_team(found)
    ]  # fmt: skip
    teams.append([_('All, each minute once'), '', None, None, total(found)[0], None, total(found)[1]])
    one_by_one: list[list[exports.Cell]] = [
        [
            one.happened_on, one.coach, ', '.join(name for _id, name, _grants in one.teams), str(HOW[one.how]), str(MODES[one.mode]),
            one.minutes, one.travel_minutes,
        ]
        for one in found
    ]  # fmt: skip
    columns = [_('Day'), _('Coach'), _('Team'), _('What happened'), _('How'), _('Minutes'), _('Travel')]
    book = exports.xlsx_bytes([(_('By team'), heads, teams), (_('Talks'), columns, one_by_one)])
    headers = {'content-disposition': f'attachment; filename="minutes-{first:%Y-%m}.xlsx"'}
    return Response(book, media_type=XLSX, headers=headers)


ROUTES = [index, plan, show, cancel, renew, feed, minutes]
