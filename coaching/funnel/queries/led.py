"""The dates that somebody leads: today's, the coming ones, and those that wait to be finished."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.funnel.queries.sessions import COLUMNS, COUNTED, as_session
from coaching.funnel.values import Session
from coaching.kit.database import fetch

LED = """
($2::bigint[] is null or s.offering_id = any($2) or exists (select from session_trainer t where t.session_id = s.id and t.person_id = $3))
"""
# What ends after a moment begins at most the longest session's time before it, so that nobody looks through years of sessions.
COMING = COLUMNS + COUNTED + f"""
where s.ends_at > $4 and s.starts_at > $4 - (select max(ends_at - starts_at) from session) and {LED} order by s.starts_at, s.id limit """
OVER = 's.starts_at < $4 and s.ends_at <= $4'
UNFINISHED = COLUMNS + COUNTED + f"where s.state = 'open' and {OVER} and {LED} order by s.starts_at desc, s.id desc limit "
PAST = COLUMNS + COUNTED + f'where {OVER} and {LED} order by s.starts_at desc, s.id desc limit '




async def coming(
    offering_ids: Collection[int] | None, person_id: int, language: str, *, now: datetime.datetime, limit: int = 20
) -> list[Session]:
    """Going on or to come, soonest first; `offering_ids` None for all offerings."""
    return await _sessions(COMING, offering_ids, person_id, language, now, limit)


async def unfinished(
    offering_ids: Collection[int] | None, person_id: int, language: str, *, now: datetime.datetime, limit: int = 10
) -> list[Session]:
    """Over, and not finished yet; newest first."""
    return await _sessions(UNFINISHED, offering_ids, person_id, language, now, limit)


async def past(
    offering_ids: Collection[int] | None, person_id: int, language: str, *, before: datetime.datetime, limit: int = 25
) -> list[Session]:
    """What is over, newest first; `before` is the mark of the next page."""
    return await _sessions(PAST, offering_ids, person_id, language, before, limit)


async def _sessions(
    sql: str, offering_ids: Collection[int] | None, person_id: int, language: str, moment: datetime.datetime, limit: int
) -> list[Session]:
    chosen = None if offering_ids is None else list(offering_ids)
    return [as_session(row) for row in await fetch(f'{sql}{limit:d}', language, chosen, person_id, moment)]


async def trainer_ids(session_id: int) -> frozenset[int]:
    return frozenset(row['person_id'] for row in await fetch('select person_id from session_trainer where session_id = $1', session_id))
