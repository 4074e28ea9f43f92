"""Looking on while seats change hands: at snapshots of the database, and at the journal, which is told again from its beginning."""

from __future__ import annotations

import asyncio
import collections
import dataclasses
import time

from coaching.kit.database import fetch, fetchval

LOOK_SECONDS = 0.02
SNAPSHOT = """
select s.id, s.capacity, count(*) filter (where r.state in ('registered', 'walk_in')) as taken,
       count(*) filter (where r.state = 'offered') as offered, count(*) filter (where r.state = 'waiting') as waiting,
       max(r.id) filter (where r.state = 'offered') as last_offered, min(r.id) filter (where r.state = 'waiting') as first_waiting
from session s left join registration r on r.session_id = s.id where s.id = any($1) group by s.id
"""
NOTEBOOK = 'create table if not exists drill_capacity (entry_id bigint, session_id bigint, capacity integer)'
WRITE_DOWN = """
insert into drill_capacity select max(id), $1, $2::integer from entry
where subject_kind = 'session' and subject_id = $1 and kind = 'session_changed'
"""
ENTRIES = """
select e.id, e.kind, r.id as registration_id, r.session_id, (e.facts ->> 'before_id')::bigint as before_id, null::integer as capacity
from entry e join registration r on e.subject_kind = 'registration' and r.id = e.subject_id
where r.session_id = any($1) and e.kind = any($2)
union all select entry_id, 'resized', null, session_id, null, capacity from drill_capacity where session_id = any($1)
order by id
"""
DEEDS = (
    'registered', 'put_in_line', 'offered', 'offer_accepted', 'promoted', 'cancelled', 'cancellation_undone', 'moved_date', 'offer_ran_out',
    'resized',
)  # fmt: skip
STATES = """
select id, session_id, case when state like 'cancelled%' then 'cancelled' else state end as state
from registration where session_id = any($1)
"""
DOUBLES = """
select count(*) from (select 1 from registration where session_id = any($1) and state in ('registered', 'offered', 'waiting', 'walk_in')
                      group by session_id, person_id having count(*) > 1) as doubles
"""
WITHOUT_LETTER = """
select count(*) from registration r where session_id = any($1) and state in ('registered', 'offered') and not exists (
    select from promise where subject_kind = 'registration' and subject_id = r.id and cancelled_at is null
    and kind = any(case r.state when 'offered' then array['seat-offered'] else array['spot-saved', 'seat-confirmed'] end))
"""


@dataclasses.dataclass(slots=True)
class Watcher:
    """Looks at all dates in one snapshot after the other; on the calm ones nobody lowers the seats or makes exceptions."""

    sessions: list[int]
    calm: list[int]
    snapshots: int = 0
    breaks: list[str] = dataclasses.field(default_factory=list)

    async def watch(self, end: float) -> None:
        while time.monotonic() < end:
            for row in await fetch(SNAPSHOT, self.sessions):
                self._look(dict(row))
            self.snapshots += 1
            await asyncio.sleep(LOOK_SECONDS)

    def _look(self, row: dict) -> None:
        free = row['capacity'] - row['taken'] - row['offered']
        if free < 0 and row['id'] in self.calm:
            self.breaks.append(f'more seats than there are: {row}')
        if free > 0 and row['waiting']:
            self.breaks.append(f'somebody waits beside a free seat: {row}')
        if row['last_offered'] and row['first_waiting'] and row['last_offered'] > row['first_waiting']:
            self.breaks.append(f'an offer went past the line: {row}')


@dataclasses.dataclass(slots=True)
class Date:
    """One date as the journal has told it so far: the state of each registration, in the order of their ids."""

    capacity: int
    states: dict[int, str] = dataclasses.field(default_factory=dict)

    def those(self, *states: str) -> list[int]:
        return sorted(number for number, state in self.states.items() if state in states)

    @property
    def free(self) -> int:
        return self.capacity - len(self.those('registered', 'offered'))

    @property
    def for_a_newcomer(self) -> str:
        return 'registered' if self.free > 0 and not self.those('waiting') else 'waiting'


@dataclasses.dataclass(slots=True)
class Retold:
    """What came out when the journal was told again."""

    breaks: list[str]
    different: list[str]
    deeds: collections.Counter[str]


async def retold(capacities: dict[int, int]) -> Retold:
    """Tell the journal again, entry by entry, and hold every deed against the rules; then hold the end against the rows."""
    held = {session_id: Date(seats) for session_id, seats in capacities.items()}
    told = Retold([], [], collections.Counter())
    last: dict[int, str] = {}
    for entry in await fetch(ENTRIES, list(held), list(DEEDS)):
        one = held[entry['session_id']]
        goes_on = entry['kind'] == 'offered' or entry['kind'] == last.get(entry['session_id']) == 'offer_ran_out'
        if not goes_on and one.free > 0 and one.those('waiting'):
            told.breaks.append(f'before {dict(entry)} somebody waited beside {one.free} free seats')
        if wrong := _happened(dict(entry), one, held):
            told.breaks.append(f'{dict(entry)}: {wrong}')
        told.deeds[entry['kind']] += 1
        last[entry['session_id']] = entry['kind']
    for row in await fetch(STATES, list(held)):
        if held[row['session_id']].states.get(row['id']) != row['state']:
            told.different.append(f'{dict(row)}, told {held[row["session_id"]].states.get(row["id"])}')
    return told


def _happened(entry: dict, one: Date, held: dict[int, Date]) -> str:
    """Let one entry happen; what is wrong with it, or ''."""
    number, kind = entry['registration_id'], entry['kind']
    before = one.states.get(number, '')
    wrong = ''
    if kind in ('registered', 'put_in_line', 'cancellation_undone'):
        state = 'waiting' if kind == 'put_in_line' else 'registered'
        if one.for_a_newcomer != state:
            wrong = f'{one.free} seats were free and {len(one.those("waiting"))} waited'
        if kind != 'cancellation_undone' and one.states and number < max(one.states):
            wrong = 'somebody who came later stood in front'
        one.states[number] = state
    elif kind == 'offered':
        if one.free < 1 or one.those('waiting')[:1] != [number]:
            wrong = f'{one.free} seats were free and {one.those("waiting")[:1]} was first in line'
        one.states[number] = 'offered'
    elif kind in ('offer_accepted', 'promoted'):
        if before not in (('offered',) if kind == 'offer_accepted' else ('offered', 'waiting')):
            wrong = f'was {before}'
        one.states[number] = 'registered'
    elif kind in ('cancelled', 'offer_ran_out'):
        if before not in ('registered', 'offered', 'waiting'):
            wrong = f'was {before}'
        one.states[number] = 'cancelled'
    elif kind == 'moved_date':
        one.states[number] = one.for_a_newcomer
        wrong = _left(entry['before_id'], held)
    else:
        one.capacity = entry['capacity']
    return wrong


def _left(number: int, held: dict[int, Date]) -> str:
    """Somebody who moved is gone from the date that was left."""
    there = next((one for one in held.values() if number in one.states), None)
    if there is None or there.states[number] not in ('registered', 'offered', 'waiting'):
        return 'moved from where nothing was'
    there.states[number] = 'cancelled'
    return ''


async def doubles(sessions: list[int]) -> int:
    return await fetchval(DOUBLES, sessions)


async def without_letter(sessions: list[int]) -> int:
    """Seats and offers about which nobody is written to."""
    return await fetchval(WITHOUT_LETTER, sessions)
