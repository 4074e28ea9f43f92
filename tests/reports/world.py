"""A small network in which a year has happened by chance, the same for a seed; and its story, for counting by hand."""

from __future__ import annotations

import datetime
import random

from coaching.funnel.commands.progress import rebuild
from coaching.funnel.queries.rooms import SeenPerson, seen_people
from coaching.funnel.rules.attendance import Counts, outcome, tally, was_a_mistake
from coaching.funnel.rules.funnel import Walk
from coaching.funnel.rules.stages import Came, History, SignedUp, came_at, first_reached, last_active_at, stops_at
from coaching.funnel.values import Kind, Mark, SessionState
from coaching.kit.access import PUBLIC
from coaching.kit.database import execute, fetch, fetchval
from coaching.people.commands import find_or_add
from tests.funnel.world import a_session

BEGAN = datetime.datetime(2026, 1, 9, 18, tzinfo=datetime.UTC)
WEEK, DAY, HOUR = datetime.timedelta(weeks=1), datetime.timedelta(days=1), datetime.timedelta(hours=1)
END = BEGAN + 50 * WEEK
MARKS = ('here', 'here', 'here', 'partly', 'not_here', 'excused', None)
REGISTER = """
insert into registration (session_id, person_id, state, source, registered_at, cancelled_at, cancelled_from, nonce)
values ($1, $2, $3, 'self', $4, $5, $6, '') returning id
"""
MARK = "insert into attendance (registration_id, part, mark, how, marked_at) values ($1, $2, $3, 'tap', $4)"


async def a_year(seed: int, people: int = 40) -> None:
    """Tastes every week, Intros every month, trainings of two parts; people come, miss, let go and stop their letters by chance."""
    chance = random.Random(seed)
    sessions = [(await a_session(starts_at=BEGAN + week * WEEK, capacity=None), BEGAN + week * WEEK, 1) for week in range(0, 46, 2)]
    for month in range(1, 11):
        at = BEGAN + month * 4 * WEEK + 2 * DAY
        sessions.append((await a_session('intro', starts_at=at, capacity=None), at, 1))
    for quarter in range(1, 4):
        at = BEGAN + quarter * 13 * WEEK + 3 * DAY
        sessions.append((await a_session('training', starts_at=at, capacity=None, parts=2, min_parts=2), at, 2))
    await execute("update session set state = 'cancelled' where id = $1", sessions[3][0])
    for number in range(people):
        person_id, _ = await find_or_add(
            f'Person {number}', f'p{number}@mail.example', language=chance.choice(('en', 'es')),
            how_heard=chance.choice(('', 'A friend', 'A flyer')), by=PUBLIC, now=BEGAN,
        )  # fmt: skip
        for session_id, at, parts in chance.sample(sessions, chance.randint(1, 6)):
            await _comes(chance, session_id, person_id, at, parts)
        if chance.random() < 0.15:
            stopped = BEGAN + chance.randint(0, 330) * DAY
            kind = chance.choice(('*', 'invite-next'))
            await execute('insert into letter_stop (person_id, kind, stopped_at) values ($1, $2, $3)', person_id, kind, stopped)
    await rebuild()


async def _comes(chance: random.Random, session_id: int, person_id: int, at: datetime.datetime, parts: int) -> None:
    signed_up = at - chance.randint(1, 30) * DAY
    state = chance.choices(('registered', 'walk_in', 'waiting', 'cancelled_by_person', 'cancelled_by_us'), (8, 1, 1, 2, 1))[0]
    is_over = state.startswith('cancelled')
    cancelled_at = (at + chance.choice((-DAY, HOUR / 4))) if is_over else None
    was = chance.choice(('registered', 'registered', 'waiting', *(['walk_in'] * (state == 'cancelled_by_us')))) if is_over else ''
    registration_id = await fetchval(REGISTER, session_id, person_id, state, signed_up, cancelled_at, was)
    for part in range(1, parts + 1):
        mark = chance.choice(MARKS)
        if mark and (state in ('registered', 'walk_in') or chance.random() < 0.2):
            await execute(MARK, registration_id, part, mark, at + (part - 1) * WEEK + HOUR / 2)


async def walks() -> dict[int, Walk]:
    """Everybody's way by the pure rules, from the rows themselves."""
    rows = await fetch(
        """select r.id, r.person_id, r.registered_at, r.cancelled_at, s.id as session_id, s.starts_at, s.ends_at, s.state, o.kind,
        (select array_agg(p.starts_at order by p.starts_at) from attendance a join session_part p
         on p.session_id = s.id and p.number = a.part where a.registration_id = r.id and a.mark = 'here') as here
        from registration r join session s on s.id = r.session_id join offering o on o.id = s.offering_id order by r.id"""
    )
    seen: dict[int, SeenPerson] = {}
    for session_id in {row['session_id'] for row in rows}:
        seen |= {one.registration_id: one for one in await seen_people(session_id)}
    signed, came = {}, {}
    for row in rows:
        one = seen[row['id']].seen
        if was_a_mistake(one):
            continue
        stopped = stops_at(outcome(one, now=END), ends_at=row['ends_at'], cancelled_at=row['cancelled_at'], finished=True)
        signed.setdefault(row['person_id'], []).append(SignedUp(Kind(row['kind']), row['registered_at'], row['starts_at'], stopped))
        at = came_at(row['here'] or (), one.rule)
        if at and SessionState(row['state']) is not SessionState.CANCELLED:
            came.setdefault(row['person_id'], []).append(Came(Kind(row['kind']), at))
    stopped_at = {row['person_id']: row['stopped_at'] for row in await fetch('select * from letter_stop')}
    return {
        person: Walk(first_reached(history := History(tuple(ups), tuple(came.get(person, ())))), last_active_at(history, as_of=END),
                     stopped_at.get(person))
        for person, ups in signed.items()
    }  # fmt: skip


async def counts(begins_at: datetime.datetime, ends_at: datetime.datetime, as_of: datetime.datetime) -> dict[str, Counts]:
    """The tally of the sessions of a time, by kind."""
    found: dict[str, list[SeenPerson]] = {}
    for row in await fetch(
        """select s.id, o.kind from session s join offering o on o.id = s.offering_id
        where s.starts_at >= $1 and s.starts_at < $2 and s.ends_at <= $3 and s.state in ('open', 'closed')""",
        begins_at, ends_at, as_of,
    ):  # fmt: skip
        found.setdefault(row['kind'], []).extend(await seen_people(row['id']))
    return {kind: tally((one.seen for one in people), now=END) for kind, people in found.items()}


__all__ = ['BEGAN', 'END', 'WEEK', 'Mark', 'a_year', 'counts', 'walks']
