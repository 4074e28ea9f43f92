"""The next talk of a coach and a team: planned, moved with its SEQUENCE, taken off; each change goes out by letter."""

from __future__ import annotations

import datetime
import uuid

from coaching.coaches.queries.appointments import appointment, planned
from coaching.coaches.rules.planning import NoTalk, why_not_plan_talk
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchval
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

    :raises Refused: it is not still to come
    """
    async with atomic():
        if reason := why_not_plan_talk(starts_at, now=now):
            raise Refused(reason)
        await fetchval('select id from team where id = $1 for update', team_id)
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
    kind: str, appointment_id: int, sequence: int, team_id: int, coach_id: int, starts_at: datetime.datetime, *, now: datetime.datetime
) -> None:
    """A letter to the coach and to everybody of the team who can be written to."""
    wanted = [
        Wanted(kind, f'{kind}:{appointment_id}:{sequence}:{row["id"]}', now, row['id'], starts_at + USEFUL, {'sequence': sequence})
        for row in await fetch(READERS, team_id, coach_id)
    ]
    await promise_new(('appointment', appointment_id), wanted, now=now)
