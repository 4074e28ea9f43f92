"""A spot behind the link in a letter: whose it is, where it stands, and what may be done with it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from asyncpg import Record

from coaching.funnel.queries.standing import COLUMNS, as_registration, done
from coaching.funnel.values import Kind, Registration
from coaching.kit.database import fetch, fetchrow

SPOT = f"""
select {COLUMNS}, r.nonce, r.moved_to_id, r.access_needs, r.intro_question, r.opened_join_at, r.group_words, r.pulsed_on,
       p.name, p.email, p.email_refused_at is not null as came_back, p.language, p.zone as their_zone,
       s.join_url, s.join_by_phone, g.tasted_at, g.introduced_at, g.trained_at,
       case when r.state = 'waiting' then (
           select count(*) + 1 from registration b where b.session_id = r.session_id and b.state = 'waiting' and b.id < r.id) end as line
from registration r join person p on p.id = r.person_id join session s on s.id = r.session_id
left join progress g on g.person_id = r.person_id
"""
TO_COME = """
where r.person_id = $1 and s.ends_at > $2 and r.state in ('registered', 'offered', 'waiting') order by s.starts_at, r.id limit 20
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One person's spot with everything that its own page needs; `nonce` proves the link, `done` is what was attended."""

    registration: Registration
    nonce: bytes
    name: str
    email: str | None
    came_back: bool
    language: str
    zone: str
    group: str
    join_url: str
    join_by_phone: str
    access_needs: str
    intro_question: str
    opened_join_at: datetime.datetime | None
    pulsed_on: datetime.date | None
    moved_to_id: int | None
    done: frozenset[Kind]


async def spot(registration_id: int) -> Spot | None:
    """One spot; None where there is none, or where it is of somebody who asked to be forgotten."""
    row = await fetchrow(SPOT + 'where r.id = $1 and p.erased_at is null', registration_id)
    return as_spot(row) if row else None


async def spots_of(person_id: int, *, now: datetime.datetime) -> list[Spot]:
    """What is still to come for one person; soonest first."""
    rows = await fetch(SPOT + TO_COME, person_id, now)
    return [as_spot(row) for row in rows]


def as_spot(row: Record) -> Spot:
    return Spot(
        registration=as_registration(row, place_in_line=row['line']),
        nonce=row['nonce'],
        name=row['name'],
        email=row['email'],
        came_back=row['came_back'],
        language=row['language'],
        zone=row['their_zone'],
        group=row['group_words'],
        join_url=row['join_url'],
        join_by_phone=row['join_by_phone'],
        access_needs=row['access_needs'] or '',
        intro_question=row['intro_question'] or '',
        opened_join_at=row['opened_join_at'],
        pulsed_on=row['pulsed_on'],
        moved_to_id=row['moved_to_id'],
        done=done(row),
    )
