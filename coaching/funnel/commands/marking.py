"""Who is here: one mark for one part, set, taken off and put right. A person's stage follows in the same transaction."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from asyncpg import Record

from coaching.funnel.commands.locking import Gone, lock_place
from coaching.funnel.commands.progress import follow
from coaching.funnel.queries.rooms import as_part, parts
from coaching.funnel.rules.attendance import why_not_mark
from coaching.funnel.values import Kind, Mark, Part, Place, RegistrationState, SessionState
from coaching.journal.commands import record, record_each
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow
from coaching.kit.refusal import Refused

HOLD = 'select id from registration where id = any($1) order by id for no key update'
TAPPED = """
select r.id, r.person_id, r.state as registration_state, s.id as session_id, s.offering_id, o.kind, s.state, s.starts_at, s.ends_at, s.zone,
       a.mark, a.made_up_in_id,
       exists (select from attendance where registration_id = r.id and part <> $2 and mark in ('here', 'partly')) as seen_before,
       (select jsonb_agg(jsonb_build_array(number, starts_at, ends_at) order by number) from session_part where session_id = s.id) as parts
from registration r join session s on s.id = r.session_id join offering o on o.id = s.offering_id
left join attendance a on a.registration_id = r.id and a.part = $2
where r.id = $1
"""
SET = """
insert into attendance (registration_id, session_id, part, mark, minutes, how, made_up_in_id, by_person_id, marked_at)
values ($1, $9, $2, $3, $4, $5, $6, $7, $8)
on conflict (registration_id, part) do update set mark = excluded.mark, minutes = excluded.minutes, how = excluded.how,
    made_up_in_id = excluded.made_up_in_id, by_person_id = excluded.by_person_id, marked_at = excluded.marked_at
"""
OPENED = """
with marked as (
    insert into attendance (registration_id, session_id, part, mark, how, by_person_id, marked_at)
    select id, $1, $2, 'here', 'opened', $3, $4 from registration
    where session_id = $1 and opened_join_at is not null and state in ('registered', 'offered', 'waiting', 'walk_in')
    on conflict (registration_id, part) do nothing returning registration_id
)
select r.id, r.person_id from marked join registration r on r.id = marked.registration_id order by r.id
"""
TAKE_BACK = """
with gone as (
    delete from attendance where session_id = $1 and part = $2 and mark = 'here' and how = 'opened' and marked_at = $3
    returning registration_id
)
select r.id, r.person_id from gone join registration r on r.id = gone.registration_id order by r.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """One wish for one part; `mark` is None where the mark is to be taken off."""

    registration_id: int
    mark: Mark | None
    part: int = 1
    how: str = 'tap'
    minutes: int | None = None
    made_up_in: int | None = None
    why: str = ''


async def mark(
    registration_id: int,
    mark: Mark | None,
    *,
    part: int = 1,
    how: str = 'tap',
    minutes: int | None = None,
    made_up_in: int | None = None,
    why: str = '',
    by: Actor,
    now: datetime.datetime,
) -> Mark | None:
    """Set one mark, or take it off with None; the mark that stood before.

    The wish is the state itself, not its change: two trainers who tap the same name agree.

    :raises Refused: before the part begins, and after the session was finished without saying why
    """
    tap = Tap(registration_id=registration_id, mark=mark, part=part, how=how, minutes=minutes, made_up_in=made_up_in, why=why)
    [before] = await mark_each([tap], by=by, now=now)
    return before


async def mark_each(taps: Sequence[Tap], *, by: Actor, now: datetime.datetime) -> list[Mark | None]:
    """The same for several, whose stages follow once, when all are marked; the marks that stood before.

    :raises Refused: where one of them may not be marked so; then nobody is
    """
    async with atomic():
        await fetch(HOLD, [tap.registration_id for tap in taps])
        done = [await _set(tap, by=by, now=now) for tap in taps]
        await follow(person_id for _, person_id in done)
        return [before for before, _ in done]


async def _set(tap: Tap, *, by: Actor, now: datetime.datetime) -> tuple[Mark | None, int]:
    """The mark that stood before, and the person whose it is."""
    row = await fetchrow(TAPPED, tap.registration_id, tap.part)
    if row is None:
        raise Refused(Gone.NO_REGISTRATION)
    before = Mark(row['mark']) if row['mark'] else None
    is_elsewhere = tap.mark is not None and tap.made_up_in not in (None, row['made_up_in_id'])
    if before is not tap.mark or is_elsewhere:
        state, all_parts = RegistrationState(row['registration_state']), [as_part(part) for part in row['parts'] or ()]
        if reason := why_not_mark(
            _place(row), all_parts, tap.part, state, tap.mark, why=tap.why, seen_before=row['seen_before'], now=now
        ):
            raise Refused(reason)
        if tap.mark is None:
            await execute('delete from attendance where registration_id = $1 and part = $2', tap.registration_id, tap.part)
        else:
            what = (tap.registration_id, tap.part, tap.mark, tap.minutes, tap.how, tap.made_up_in)
            await execute(SET, *what, by.person_id, now, row['session_id'])
        await _write_down(tap, _worth_saying(tap.part, all_parts), before, by=by, now=now)
    return before, row['person_id']


def _place(row: Record) -> Place:
    return Place(
        session_id=row['session_id'],
        offering_id=row['offering_id'],
        kind=Kind(row['kind']),
        state=SessionState(row['state']),
        starts_at=row['starts_at'],
        ends_at=row['ends_at'],
        zone=row['zone'],
    )


def _worth_saying(part: int, parts: Sequence[Part]) -> int | None:
    """The part as the journal has it: none where there is one part only."""
    return part if len(parts) > 1 else None


async def _write_down(tap: Tap, part: int | None, before: Mark | None, *, by: Actor, now: datetime.datetime) -> None:
    about = ('registration', tap.registration_id)
    if tap.mark is None:
        await record('mark_undone', by=by, subject=about, now=now, why=tap.why, part=part, before=str(before))
    elif before in (None, tap.mark):
        await record('marked', by=by, subject=about, now=now, why=tap.why, part=part, mark=str(tap.mark), how=tap.how)
    else:
        facts = {'before': str(before), 'after': str(tap.mark)}
        await record('mark_corrected', by=by, subject=about, now=now, why=tap.why, part=part, **facts)


async def mark_all_who_opened(session_id: int, *, part: int = 1, by: Actor, now: datetime.datetime) -> list[int]:
    """Mark everybody here who opened the join link and has no mark; the registrations that were marked.

    :raises Refused: as a tap on one of them would be
    """
    async with atomic():
        place = await lock_place(session_id)
        all_parts = await parts(session_id)
        if reason := why_not_mark(place, all_parts, part, RegistrationState.REGISTERED, Mark.HERE, now=now):
            raise Refused(reason)
        chosen = await fetch(OPENED, session_id, part, by.person_id, now)
        facts = {'part': _worth_saying(part, all_parts), 'mark': str(Mark.HERE), 'how': 'opened'}
        await record_each('marked', 'registration', [(row['id'], facts) for row in chosen], by=by, now=now)
        await follow(row['person_id'] for row in chosen)
        return [row['id'] for row in chosen]


async def take_back(
    session_id: int, marked_at: datetime.datetime, *, part: int = 1, by: Actor, now: datetime.datetime
) -> list[int]:
    """Take back what one tap marked at that moment for all who opened the link; a mark that somebody changed since stays as it is.

    :raises Refused: as taking back one of them would be
    """
    async with atomic():
        place = await lock_place(session_id)
        all_parts = await parts(session_id)
        if reason := why_not_mark(place, all_parts, part, RegistrationState.REGISTERED, None, now=now):
            raise Refused(reason)
        chosen = await fetch(TAKE_BACK, session_id, part, marked_at)
        facts = {'part': _worth_saying(part, all_parts), 'before': str(Mark.HERE)}
        await record_each('mark_undone', 'registration', [(row['id'], facts) for row in chosen], by=by, now=now)
        await follow(row['person_id'] for row in chosen)
        return [row['id'] for row in chosen]
