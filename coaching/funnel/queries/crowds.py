"""The people of a session as its list shows them: all of a room, and of a crowd one page, found by name and counted by the database."""

from __future__ import annotations

from dataclasses import dataclass

from asyncpg import Record

from coaching.funnel.queries.rooms import LISTED, roster
from coaching.funnel.rules.attendance import IN_LINE
from coaching.funnel.values import Mark, Place, RosterRow
from coaching.kit.database import fetch, fetchrow
from coaching.kit.words import fold

PAGE = 100  # rows that a phone shows at once (experience.md 6); more people than that are a crowd
PAGE_OF = f"""
select r.id from registration r join person p on p.id = r.person_id join session s on s.id = r.session_id
cross join lateral (select r.state in ('waiting', 'offered')
    and not exists (select from attendance where registration_id = r.id and part = $4) as is_in_line) as so
where r.session_id = $1 and {LISTED}
  and not exists (select from unnest($2::text[]) as word where strpos(p.folded_name || ' ' || coalesce(p.email, ''), word) = 0)
order by so.is_in_line, case when so.is_in_line then r.state = 'waiting' end, case when not so.is_in_line then p.folded_name end, r.id
offset $3
"""
COUNTS = f"""
select count(*) filter (where a.mark in ('here', 'partly')) as here,
       count(*) filter (where a.id is null and r.state in ('waiting', 'offered')) as waiting,
       count(*) filter (where a.id is null and r.opened_join_at is not null) as opened,
       count(*) as everybody
from registration r join session s on s.id = r.session_id
left join attendance a on a.session_id = $1 and a.registration_id = r.id and a.part = $2
where r.session_id = $1 and {LISTED}
"""
NAME = f"""
select p.name from registration r join person p on p.id = r.person_id join session s on s.id = r.session_id
where r.id = $2 and r.session_id = $1 and {LISTED}
"""

MISTAKE = """
select p.name, r.cancelled_from = 'walk_in' as is_mistake from registration r join person p on p.id = r.person_id
where r.id = $2 and r.session_id = $1
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Those who are shown, and how many there are in all: marked here, expected, in line, and with the link opened but no mark."""

    expected: tuple[RosterRow, ...]
    line: tuple[RosterRow, ...]
    here: int
    signed_up: int
    waiting: int
    opened: int
    has_more: bool = False


def is_crowded(place: Place) -> bool:
    """Whether a session has more people than a page."""
    return place.taken + place.offered + place.waiting > PAGE


async def one_of_a_crowd(place: Place, part: int, registration_id: int) -> Crowd | None:
    """Only this row of a crowd, with all the counts; None where its place on the list depends on the mark."""
    rows = [row for row in await roster(place, [registration_id]) if row.state not in IN_LINE]
    return _counted(tuple(rows), (), await _counts(place, part)) if rows else None


async def crowd(place: Place, part: int, *, find: str = '', page: int = 1) -> Crowd:
    """The list of one part; in a crowd the people with these words in their name or address, by the page, which counts from 1."""
    if not is_crowded(place):
        return _whole(await roster(place), part)
    found = await fetch(f'{PAGE_OF} limit {PAGE + 1}', place.session_id, fold(find).split(), (page - 1) * PAGE, part)
    rows = await roster(place, [row['id'] for row in found[:PAGE]])
    return _counted(*_in_two(rows, part), await _counts(place, part), has_more=len(found) > PAGE)


async def _counts(place: Place, part: int) -> Record:
    found = await fetchrow(COUNTS, place.session_id, part)
    assert found
    return found


def _counted(expected: tuple[RosterRow, ...], line: tuple[RosterRow, ...], counts: Record, *, has_more: bool = False) -> Crowd:
    everybody, waiting = counts['everybody'], counts['waiting']
    return Crowd(expected, line, counts['here'], everybody - waiting, waiting, counts['opened'], has_more=has_more)


def _whole(rows: list[RosterRow], part: int) -> Crowd:
    expected, line = _in_two(rows, part)
    here = sum(row.marks.get(part) in (Mark.HERE, Mark.PARTLY) for row in rows)
    opened = sum(row.opened_join_at is not None and part not in row.marks for row in rows)
    return Crowd(expected, line, here, len(expected), len(line), opened)


def _in_two(rows: list[RosterRow], part: int) -> tuple[tuple[RosterRow, ...], tuple[RosterRow, ...]]:
    """Who is expected, or was seen, by name; and who waits, in the order of the line after those with an offer."""
    expected = tuple(row for row in rows if row.state not in IN_LINE or part in row.marks)
    line = [row for row in rows if row.state in IN_LINE and part not in row.marks]
    return expected, tuple(sorted(line, key=lambda row: (row.place_in_line or 0, row.registration_id)))


async def listed_name(session_id: int, registration_id: int) -> str | None:
    """Whose name stands on a session's list under this registration; None where it does not stand there."""
    row = await fetchrow(NAME, session_id, registration_id)
    return row['name'] if row else None


async def taken_off(session_id: int, registration_id: int) -> tuple[str, bool] | None:
    """Whose registration this is, and whether it is a walk-in that was taken off the list; None where the session has no such one."""
    row = await fetchrow(MISTAKE, session_id, registration_id)
    return (row['name'], row['is_mistake']) if row else None
