"""The next talk of a coach and a team: planned, moved with its SEQUENCE, taken off; each change goes out by letter."""

from __future__ import annotations

import datetime
import uuid

from coaching.coaches.queries.appointments import appointment, planned
from coaching.coaches.queries.assignments import closed_on
from coaching.coaches.rules.planning import NoTalk, why_not_plan_talk
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.tokens import random_nonce
from coaching.outbox.commands import promise_new
from coaching.outbox.values import Wanted

ADD = """
insert into appointment (team_id, coach_id, uid, starts_at, minutes, zone, mode, where_words, made_by_id, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id
"""
MOVE = """
update appointment set starts_at = $2, minutes = $3, zone = $4, mode = $5, where_words = $6, changed_at = $7, sequence = sequence + 1
where id = $1 returning sequence
"""
CANCEL = """
update appointment set state = 'cancelled', changed_at = $2, sequence = sequence + 1 where id = $1 and state = 'planned' returning sequence
"""
TO_COME = """
select id from appointment where team_id = $1 and coach_id = $2 and state = 'planned' and starts_at > $4
  and (starts_at at time zone zone)::date >= $3
"""
PASS = 'update appointment set coach_id = $2, changed_at = $3, sequence = sequence + 1 where id = $1 returning sequence, starts_at'
OF_CLOSED = """
select a.id from appointment a join team_state s on s.team_id = a.team_id and s.ended_at is null
where a.state = 'planned' and a.starts_at > $1 and s.state = 'closed' order by a.id
"""
READERS = """
select p.id from team_member m join person p on p.id = m.person_id where m.team_id = $1 and m.ended_on is null
  and p.email is not null and p.erased_at is null and p.merged_into_id is null
union select p.id from person p where p.id = $2 and p.email is not null and p.erased_at is null order by 1
"""
USEFUL = datetime.timedelta(days=1)


async def plan(
    team_id: int,
    coach_id: int,
    starts_at: datetime.datetime,
    *,
    minutes: int = 30,
    zone: str,
    mode: str = 'phone',
    where_words: str = '',
    by: Actor,
    now: datetime.datetime,
) -> int:
    """A coach and a team talk then; what they had planned before moves there, in everybody's calendar too. The appointment's id.

    :raises Refused: it is not still to come, or the team has closed
    """
    async with atomic():
        if reason := why_not_plan_talk(starts_at, now=now):
            raise Refused(reason)
        await fetchval('select id from team where id = $1 for update', team_id)
        if await closed_on([team_id]):
            raise Refused(NoTalk.CLOSED)
        before, words = await planned(team_id, coach_id), where_words.strip()[:300]
        if before is None:
            uid = f'talk-{uuid.uuid4()}@cafe-path'
            appointment_id: int = await fetchval(ADD, team_id, coach_id, uid, starts_at, minutes, zone, mode, words, by.person_id, now)
            await _write('talk-planned', appointment_id, 0, team_id, coach_id, starts_at, now=now)
            await record('talk_planned', by=by, subject=('team', team_id), now=now, appointment_id=appointment_id)
            return appointment_id
        stood = (before.starts_at, before.minutes, before.mode, before.where_words)
        if stood != (starts_at, minutes, mode, words):
            sequence = await fetchval(MOVE, before.id, starts_at, minutes, zone, mode, words, now)
            await _write('talk-moved', before.id, sequence, team_id, coach_id, starts_at, now=now)
            await record('talk_moved', by=by, subject=('team', team_id), now=now, appointment_id=before.id)
    return before.id


async def cancel(appointment_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """It does not take place; it goes out of everybody's calendar.

    :raises Refused: it is not planned any more
    """
    async with atomic():
        one = await appointment(appointment_id)
        sequence = await fetchval(CANCEL, appointment_id, now) if one else None
        if one is None or sequence is None:
            raise Refused(NoTalk.GONE)
        await _write('talk-cancelled', appointment_id, sequence, one.team_id, one.coach_id, one.starts_at, now=now)
        await record('talk_cancelled', by=by, subject=('team', one.team_id), now=now, appointment_id=appointment_id)


async def take_off(team_id: int, coach_id: int, on: datetime.date, *, by: Actor, now: datetime.datetime) -> None:
    """From a day on this coach and this team talk no more; what they have planned goes out of everybody's calendar."""
    async with atomic():
        for row in await fetch(TO_COME, team_id, coach_id, on, now):
            await cancel(row['id'], by=by, now=now)


async def pass_on(team_id: int, coach_id: int, to_id: int, on: datetime.date, *, by: Actor, now: datetime.datetime) -> None:
    """From a day on somebody else has this talk; it is taken off where the two have planned one of their own."""
    async with atomic():
        if await planned(team_id, to_id):
            return await take_off(team_id, coach_id, on, by=by, now=now)
        for row in await fetch(TO_COME, team_id, coach_id, on, now):
            passed = await fetchrow(PASS, row['id'], to_id, now)
            assert passed
            sequence, starts_at = passed['sequence'], passed['starts_at']
            await _write('talk-passed', row['id'], sequence, team_id, to_id, starts_at, was_coach_id=coach_id, now=now)
            await record('talk_moved', by=by, subject=('team', team_id), now=now, appointment_id=row['id'])


async def take_off_closed(*, by: Actor, now: datetime.datetime) -> None:
    """A team that has closed talks with nobody."""
    async with atomic():
        for row in await fetch(OF_CLOSED, now):
            await cancel(row['id'], by=by, now=now)


async def new_feed(person_id: int, *, by: Actor, now: datetime.datetime) -> bytes:
    """A new secret address for the calendar of one's talks; the one before opens nothing any more. What the address is made of."""
    nonce = random_nonce()
    async with atomic():
        await execute(
            """insert into coach (person_id, languages, feed_nonce) select id, array[language], $2 from person where id = $1
               on conflict (person_id) do update set feed_nonce = excluded.feed_nonce""",
            person_id, nonce,
        )  # fmt: skip
        await record('feed_renewed', by=by, subject=('person', person_id), now=now)
    return nonce


async def _write(
    kind: str, appointment_id: int, sequence: int, team_id: int, coach_id: int, starts_at: datetime.datetime, *,
    was_coach_id: int | None = None, now: datetime.datetime,
) -> None:  # fmt: skip
    """A letter to the coach and to everybody of the team who can be written to, and to whoever was the coach of this talk."""
    facts: dict[int, dict[str, object]] = {row['id']: {'sequence': sequence} for row in await fetch(READERS, team_id, coach_id)}
    if was_coach_id:
        facts[was_coach_id] = {'sequence': sequence, 'was_coach': True}
    wanted = [
        Wanted(kind, f'{kind}:{appointment_id}:{sequence}:{person_id}', now, person_id, starts_at + USEFUL, told)
        for person_id, told in facts.items()
    ]  # fmt: skip
    await promise_new(('appointment', appointment_id), wanted, now=now)
