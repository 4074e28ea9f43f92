"""The dates of an offering, or of all, as those who set them up meet them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from coaching.accounts.queries import staff
from coaching.funnel.queries.sessions import COLUMNS, COUNTED, as_session
from coaching.funnel.values import Session
from coaching.kit.database import fetch, fetchrow, fetchval
from coaching.people.queries import cards

OURS = '($3::bigint is null or s.offering_id = $3)'
AHEAD = f'{COLUMNS} {COUNTED} where s.ends_at > $2 and {OURS} order by s.starts_at, s.id limit $4'
OVER = f'{COLUMNS} {COUNTED} where s.ends_at < $2 and {OURS} order by s.starts_at desc, s.id desc limit $4'
TOUCHED = 'select id, edited_at is not null as is_edited, rule_on is null as is_by_hand from session where id = any($1)'
LATER = """
select later.id from session first join session later on later.offering_id = first.offering_id and later.starts_at > first.starts_at
where first.id = $1 and later.state = 'open' and later.starts_at > $2 order by later.id
"""
WHOSE = 'select rule_on, array(select person_id from session_trainer where session_id = $1) as trainer_ids from session where id = $1'
WITHOUT_A_ROOM = """
select count(*) from session where starts_at > $1 and state = 'open' and mode in ('online', 'hybrid') and join_url = ''
"""
MOST = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """A date in a list: whether somebody changed it by hand, and whether somebody set it by hand."""

    session: Session
    is_edited: bool
    is_by_hand: bool


async def ahead(language: str, *, now: datetime.datetime, offering_id: int | None = None, limit: int = 200) -> list[Line]:
    """What is on or to come, also what is off; soonest first."""
    return await _lines(AHEAD, language, now, offering_id, limit)


async def over(language: str, *, before: datetime.datetime, offering_id: int | None = None, limit: int = 25) -> list[Line]:
    """What is over, newest first; `before` is the mark of the next page."""
    return await _lines(OVER, language, before, offering_id, limit)


async def _lines(sql: str, language: str, moment: datetime.datetime, offering_id: int | None, limit: int) -> list[Line]:
    found = [as_session(row) for row in await fetch(sql, language, moment, offering_id, limit)]
    touched = {row['id']: row for row in await fetch(TOUCHED, [one.session_id for one in found])}
    return [Line(one, touched[one.session_id]['is_edited'], touched[one.session_id]['is_by_hand']) for one in found]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a date's own pages need beside its room: its rule's day, who leads it, and the later dates that are on."""

    rule_on: datetime.date | None
    trainer_ids: tuple[int, ...]
    later_ids: tuple[int, ...]


async def without_a_room(*, now: datetime.datetime) -> int:
    """How many coming dates that are held online have no link to their room."""
    bare: int = await fetchval(WITHOUT_A_ROOM, now)
    return bare


async def standing(session_id: int, *, now: datetime.datetime) -> Standing:
    row = await fetchrow(WHOSE, session_id)
    assert row
    later = await fetch(LATER, session_id, now)
    return Standing(row['rule_on'], tuple(row['trainer_ids']), tuple(one['id'] for one in later))


async def trainers(also: tuple[int, ...] = ()) -> list[tuple[int, str]]:
    """Who may be chosen to lead: everybody with the trainer's part, and those who lead now; by name."""
    ids = {grant.person_id for grant in await staff(limit=MOST) if grant.role == 'trainer'}
    found = await cards(ids | set(also))
    return sorted(((one.id, one.name) for one in found.values()), key=lambda pair: pair[1].casefold())
