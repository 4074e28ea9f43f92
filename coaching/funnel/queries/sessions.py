"""Sessions as anybody may see them: what is coming, one date, and the next ones."""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Sequence

from asyncpg import Record

from coaching.funnel.queries.places import SEATS
from coaching.funnel.queries.rooms import as_part
from coaching.funnel.rules.sessions import MOST_TOLD
from coaching.funnel.values import Kind, Mode, Offered, Session, SessionState
from coaching.kit.database import fetch, fetchrow

REMEMBERED = 512
COLUMNS = """
select s.id as session_id, s.offering_id, o.kind, s.state, s.starts_at, s.ends_at, s.zone, s.capacity, o.prerequisite, o.slug, o.fee,
       coalesce(w.title, o.slug) as title, coalesce(w.summary, '') as summary, s.mode, s.location,
       array_to_string(s.languages, ' ') as languages,
       s.moved_from, s.uid, s.sequence, seats.taken, seats.offered, seats.waiting,
       (select jsonb_agg(jsonb_build_array(number, starts_at, ends_at) order by number)::text from session_part where session_id = s.id)
       as parts
from session s join offering o on o.id = s.offering_id
left join lateral (
    select title, summary from offering_words where offering_id = o.id order by language <> $1, language <> 'en', id limit 1
) as w on true
"""
# Limits, and conditions that are not asked for, are no parameters: with them PostgreSQL's plan for all requests is a bad one, and it
# plans for each anew.
COUNTED = f'cross join lateral ({SEATS}) as seats '
COMING = (
    COLUMNS
    + COUNTED
    + "where s.starts_at > $2 and s.state in ('open', 'skipped', 'cancelled') and o.archived_at is null"
)
SOONEST_FIRST = 'order by s.starts_at, s.id limit '
# With the dates comes, the same in each row, what there is to come to: the page that everybody reads asks one question. Of a kind
# that is offered in more ways than a sentence can tell, one more comes than is told.
FRONT = f"""
select found.*, (select jsonb_agg(jsonb_build_array(kind, minutes, parts, mode, rule) order by id)::text
                 from unnest('{{taste,intro,training}}'::text[]) as asked (kind_asked) cross join lateral (
                     select * from offering where kind = kind_asked and archived_at is null order by id limit {MOST_TOLD + 1}
                 ) as few) as offerings
from ({COMING} {SOONEST_FIRST} 24) as found order by found.starts_at, found.session_id
"""
NEXT_FREE = (
    COLUMNS
    + COUNTED
    + """where s.starts_at > $2 and s.state = 'open' and s.offering_id = $3 and s.id <> $4
      and (s.capacity is null or (seats.taken + seats.offered < s.capacity and seats.waiting = 0)) order by s.starts_at, s.id limit """
)


async def coming(
    language: str, *, now: datetime.datetime, offering_id: int | None = None, kind: Kind | None = None, limit: int = 24
) -> list[Session]:
    """The next dates, soonest first; a date that is off stays to be seen until it would have begun."""
    wished = {'s.offering_id': offering_id, 'o.kind': kind}
    given = {column: value for column, value in wished.items() if value is not None}
    more = ''.join(f' and {column} = ${number}' for number, column in enumerate(given, 3))
    rows = await fetch(f'{COMING}{more} {SOONEST_FIRST}{limit:d}', language, now, *given.values())
    return [as_session(row) for row in rows]


async def front(language: str, *, now: datetime.datetime) -> tuple[list[Session], tuple[Offered, ...]]:
    """The next dates of everything, and what they are dates of, at most `MOST_TOLD` + 1 of a kind; nothing at all where no date is set."""
    rows = await fetch(FRONT, language, now)
    return [as_session(row) for row in rows], as_offered(rows[0]['offerings']) if rows else ()


async def next_free(session: Session, language: str, *, now: datetime.datetime, limit: int = 3) -> list[Session]:
    """Further dates of the same offering that have a seat."""
    rows = await fetch(f'{NEXT_FREE}{limit:d}', language, now, session.offering_id, session.session_id)
    return [as_session(row) for row in rows]


@functools.lru_cache(REMEMBERED)
def as_offered(told: str) -> tuple[Offered, ...]:
    return tuple(Offered(Kind(kind), minutes, parts, Mode(mode), rule) for kind, minutes, parts, mode, rule in json.loads(told))


async def session(session_id: int, language: str) -> Session | None:
    row = await fetchrow(COLUMNS + COUNTED + 'where s.id = $2', language, session_id)
    return as_session(row) if row else None


async def sessions(session_ids: Sequence[int], language: str) -> dict[int, Session]:
    rows = await fetch(COLUMNS + COUNTED + 'where s.id = any($2)', language, list(session_ids))
    return {row['session_id']: as_session(row) for row in rows}


@functools.lru_cache(REMEMBERED)
def as_session(row: Record) -> Session:
    """The session that a row of these columns tells of; equal rows give the very same one."""
    return Session(
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
        slug=row['slug'],
        title=row['title'],
        summary=row['summary'],
        mode=Mode(row['mode']),
        location=row['location'],
        languages=tuple(row['languages'].split()),
        parts=tuple(as_part(part) for part in json.loads(row['parts'] or '[]')),
        fee=row['fee'],
        moved_from=row['moved_from'],
        uid=row['uid'],
        sequence=row['sequence'],
    )
