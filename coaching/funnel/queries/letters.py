"""All that a letter about one registration, or about one session to one person, may need: one query."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from asyncpg import Record

from coaching.funnel.queries.sessions import COLUMNS, COUNTED, as_session
from coaching.funnel.values import RegistrationState, Session
from coaching.kit.database import fetch, fetchrow

READER = """
select p.name, p.email, p.language, p.zone, by.name as by_name from person p left join person by on by.id = $2
where p.id = $1 and p.erased_at is null and p.merged_into_id is null and p.email is not null
"""
ABOUT = """
select r.id, r.session_id, r.person_id, r.state, r.nonce, r.by_person_id, r.moved_to_id, r.offered_until, r.cancelled_at, r.version,
       coalesce(s.edited_at, s.made_at) as changed_at,
       (select count(*) + 1 from registration b where b.session_id = r.session_id and b.state = 'waiting' and b.id < r.id) as line
from registration r join session s on s.id = r.session_id where r.id = $1
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a letter; `email` is there, or there is no letter. `zone` may be empty: then the session's is used."""

    name: str
    email: str
    language: str
    zone: str
    by_name: str


@dataclass(frozen=True, slots=True)
class About:
    """The registration that a letter is about."""

    registration_id: int
    session_id: int
    person_id: int
    state: RegistrationState
    nonce: bytes
    by_person_id: int | None
    is_moved_on: bool
    offered_until: datetime.datetime | None
    changed_at: datetime.datetime
    place_in_line: int
    version: int


async def reader(person_id: int, by_person_id: int | None = None) -> Reader | None:
    """Somebody who can be written to; None for somebody erased, merged or without an address."""
    row = await fetchrow(READER, person_id, by_person_id)
    return Reader(row['name'], row['email'], row['language'], row['zone'], row['by_name'] or '') if row else None


async def about(registration_id: int) -> About | None:
    row = await fetchrow(ABOUT, registration_id)
    return _as_about(row) if row else None


def _as_about(row: Record) -> About:
    return About(
        registration_id=row['id'],
        session_id=row['session_id'],
        person_id=row['person_id'],
        state=RegistrationState(row['state']),
        nonce=row['nonce'],
        by_person_id=row['by_person_id'],
        is_moved_on=row['moved_to_id'] is not None,
        offered_until=row['offered_until'],
        changed_at=max(row['changed_at'], row['cancelled_at'] or row['changed_at']),
        place_in_line=row['line'],
        version=row['version'],
    )


async def further_dates(kind: str, language: str, *, now: datetime.datetime, except_for: int = 0, limit: int = 3) -> list[Session]:
    """The next open dates of a kind that have a seat, for a letter that offers them."""
    rows = await fetch(
        COLUMNS
        + COUNTED
        + """where s.starts_at > $2 and s.state = 'open' and o.kind = $3 and o.archived_at is null and s.id <> $4
        and (s.capacity is null or seats.taken + seats.offered < s.capacity and seats.waiting = 0) order by s.starts_at, s.id limit $5""",
        language, now, kind, except_for, limit,
    )  # fmt: skip
    return [as_session(row) for row in rows]
