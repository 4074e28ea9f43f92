"""Dates are proposed, answered and chosen; the chosen one stands in everybody's calendar, moves with one stroke, and is called off."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence

from coaching.journal.commands import record
from coaching.kit import tokens
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, executemany, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.outbox.commands import cancel_about, promise_new
from coaching.outbox.values import Wanted
from coaching.teams.queries.meetings import poll
from coaching.teams.queries.next_steps import owners
from coaching.teams.queries.teams import team
from coaching.teams.rules.meetings import NoPoll, why_not_answer, why_not_call_off, why_not_choose, why_not_move, why_not_propose
from coaching.teams.values import Answer, PollFacts, TeamStanding

PROPOSE = """
insert into meeting_poll (team_id, title, zone, place_words, made_by_id, made_at, uid) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (uid) do nothing returning id
"""
DATE = 'insert into meeting_date (poll_id, number, starts_at, minutes) values ($1, $2, $3, $4)'
ASKED = 'insert into meeting_asked (poll_id, person_id, nonce) values ($1, $2, $3) returning id'
ANSWER = """
insert into meeting_answer (date_id, person_id, answer, answered_at) values ($1, $2, $3, $4)
on conflict (date_id, person_id) do update set answer = excluded.answer, answered_at = excluded.answered_at
"""
ABOUT = 'meeting_poll'


async def propose(
    team_id: int,
    dates: Sequence[datetime.datetime],
    *,
    minutes: int,
    zone: str,
    title: str = '',
    place_words: str = '',
    nonce: str = '',
    by: Actor,
    now: datetime.datetime,
) -> int:
    """Ask everybody of the team and beside it about these dates, by letter too; the poll's id. The same form sent again asks nobody again.

    :raises Refused: no date, too many, one twice, one that is over, or the team has closed
    """
    if reason := why_not_propose(dates, now):
        raise Refused(reason)
    async with atomic():
        found = await team(team_id)
        if found is None or found.standing is TeamStanding.CLOSED:
            raise Refused(NoPoll.CLOSED)
        row = (team_id, title.strip()[:120], zone, place_words.strip()[:200], by.person_id, now, _uid(team_id, dates, nonce, by))
        poll_id: int | None = await fetchval(PROPOSE, *row)
        if poll_id is None:
            sent: int = await fetchval('select id from meeting_poll where uid = $1', row[-1])
            return sent
        await executemany(DATE, [(poll_id, number, at, minutes) for number, at in enumerate(sorted(dates), 1)])
        wanted = []
        for one in await owners(team_id):
            await fetchval(ASKED, poll_id, one.person_id, tokens.random_nonce())
            if one.person_id != by.person_id:
                wanted.append(Wanted('meeting-dates', f'meeting-dates {poll_id} {one.person_id}', now, one.person_id, max(dates), {}))
        await promise_new((ABOUT, poll_id), wanted, now=now)
        await record('dates_proposed', by=by, subject=('team', team_id), now=now, poll_id=poll_id)
    return poll_id


def _uid(team_id: int, dates: Sequence[datetime.datetime], nonce: str, by: Actor) -> str:
    told = ' '.join([str(team_id), str(by.person_id), nonce or tokens.random_token(), *(at.isoformat() for at in sorted(dates))])
    return str(uuid.UUID(bytes=tokens.digest(told)[:16]))


async def answer(poll_id: int, person_id: int, answers: Mapping[int, Answer], *, now: datetime.datetime) -> None:
    """Whether a person can come, by date; said again, the newer word stands.

    :raises Refused: called off, or chosen
    """
    async with atomic():
        found = await _locked(poll_id)
        if reason := why_not_answer(found):
            raise Refused(reason)
        assert found is not None
        known = {date.id for date in found.dates}
        rows = [(date_id, person_id, said, now) for date_id, said in answers.items() if date_id in known]
        await executemany(ANSWER, rows)


async def choose(poll_id: int, date_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """This date it is: everybody gets it for the calendar.

    :raises Refused: chosen already, called off, over, or no date of these
    """
    async with atomic():
        found = await _locked(poll_id)
        if reason := why_not_choose(found, date_id, now):
            raise Refused(reason)
        assert found is not None
        await execute('update meeting_poll set chosen_id = $2 where id = $1', poll_id, date_id)
        await cancel_about(ABOUT, poll_id, ['meeting-dates'], now=now)
        await _tell('meeting-set', found, 0, now)
        await record('date_chosen', by=by, subject=('team', found.team_id), now=now, poll_id=poll_id)


async def move(
    poll_id: int, starts_at: datetime.datetime, *, minutes: int, place_words: str, sequence: int, by: Actor, now: datetime.datetime
) -> None:
    """The chosen date is at another time or place, in everybody's calendar too.

    :raises Refused: none is chosen, it is called off, the time is over, or somebody else moved it meanwhile
    """
    async with atomic():
        found = await _locked(poll_id)
        if reason := why_not_move(found, starts_at, sequence=sequence, now=now):
            raise Refused(reason)
        assert found is not None
        await execute('update meeting_date set starts_at = $2, minutes = $3 where id = $1', found.chosen_id, starts_at, minutes)
        moved = 'update meeting_poll set sequence = sequence + 1, place_words = $2 where id = $1'
        await execute(moved, poll_id, place_words.strip()[:200])
        await _tell('meeting-moved', found, found.sequence + 1, now)
        await record('meeting_moved', by=by, subject=('team', found.team_id), now=now, poll_id=poll_id)


async def call_off(poll_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """It is off, and out of everybody's calendar.

    :raises Refused: it was
    """
    async with atomic():
        found = await _locked(poll_id)
        if reason := why_not_call_off(found):
            raise Refused(reason)
        assert found is not None
        await execute('update meeting_poll set cancelled_at = $2, sequence = sequence + 1 where id = $1', poll_id, now)
        await cancel_about(ABOUT, poll_id, now=now)
        if found.chosen_id:
            await _tell('meeting-off', found, found.sequence + 1, now)
        await record('meeting_cancelled', by=by, subject=('team', found.team_id), now=now, poll_id=poll_id)


async def _tell(kind: str, about: PollFacts, sequence: int, now: datetime.datetime) -> None:
    """A letter to everybody who is of the team or beside it now; that it is off, also to whoever has it in a calendar from before."""
    rows = await fetch('select person_id from meeting_asked where poll_id = $1', about.id) if kind == 'meeting-off' else []
    people = {one.person_id for one in await owners(about.team_id)} | {row['person_id'] for row in rows}
    facts = {'sequence': sequence}
    wanted = [Wanted(kind, f'{kind} {about.id} {number} {sequence}', now, number, None, facts) for number in sorted(people)]
    await promise_new((ABOUT, about.id), wanted, now=now)


async def _locked(poll_id: int) -> PollFacts | None:
    if await fetchval('select id from meeting_poll where id = $1 for update', poll_id) is None:
        return None
    return await poll(poll_id)
