"""A session as somebody who wants a spot meets it: the only place where seats are counted."""

from __future__ import annotations

from asyncpg import Record

from coaching.funnel.values import Kind, Place, SessionState
from coaching.kit.database import fetch, fetchrow

# Three counts, each by its index alone: where one count looks at the state of every row, a session with 5,000 takes twice as long.
SEATS = """
select (select count(*) from registration where session_id = s.id and state in ('registered', 'walk_in')) as taken,
       (select count(*) from registration where session_id = s.id and state = 'offered') as offered,
       (select count(*) from registration where session_id = s.id and state = 'waiting') as waiting
"""
PLACE = f"""
select s.id as session_id, s.offering_id, o.kind, s.state, s.starts_at, s.ends_at, s.zone, s.capacity, o.prerequisite, seats.*
from session s join offering o on o.id = s.offering_id cross join lateral ({SEATS}) as seats
"""


def as_place(row: Record) -> Place:
    return Place(
        session_id=row['session_id'],
        offering_id=row['offering_id'],
        kind=Kind(row['kind']),
        state=SessionState(row['state']),
        starts_at=row['starts_at'],
        ends_at=row['ends_at'],
        zone=row['zone'],
        capacity=row['capacity'],
        taken=row['taken'],
        offered=row['offered'],
        waiting=row['waiting'],
        prerequisite=Kind(row['prerequisite']) if row['prerequisite'] else None,
    )


async def place(session_id: int) -> Place | None:
    """The session and its seats as they are now; who will change them locks first (`commands.locking`)."""
    row = await fetchrow(PLACE + 'where s.id = $1', session_id)
    return as_place(row) if row else None


async def places(session_ids: list[int]) -> dict[int, Place]:
    return {row['session_id']: as_place(row) for row in await fetch(PLACE + 'where s.id = any($1)', session_ids)}
