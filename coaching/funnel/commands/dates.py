"""One date, changed by hand: its details, its time, skipped, called off and brought back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from coaching.funnel.commands.dating import Done, NoOffering, set_time
from coaching.funnel.commands.locking import lock_place
from coaching.funnel.commands.progress import follow
from coaching.funnel.commands.telling import tell
from coaching.funnel.commands.waiting import fill_seats
from coaching.funnel.queries.rooms import parts
from coaching.funnel.queries.telling import stands
from coaching.funnel.rules import sessions as rules
from coaching.funnel.rules.recurrence import shifted
from coaching.funnel.values import Place, SessionState
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow
from coaching.kit.refusal import Refused
from coaching.outbox.commands import reconcile_many

FIELDS = ('mode', 'location', 'join_url', 'join_by_phone', 'capacity', 'languages')
OF_THE_PLACE = frozenset({'mode', 'location'})
CALL_OFF = 'update session set state = $2, sequence = sequence + 1, version = version + 1, edited_at = $3 where id = $1'
BACK_IN_LINE = """
update registration set state = 'waiting', offered_until = null, version = version + 1 where session_id = $1 and state = 'offered'
returning id
"""


async def change(
    session_id: int, fields: Mapping[str, Any], trainer_ids: Sequence[int], *, version: int, by: Actor, now: datetime.datetime
) -> Done:
    """Change details of one date, which from then on no rule touches; seats that come free are offered at once.

    :raises Refused: where somebody else changed it meanwhile, or it is finished or off
    """
    async with atomic():
        if reason := rules.why_not_edit(await lock_place(session_id)):
            raise Refused(reason)
        row = await fetchrow('select * from session where id = $1', session_id)
        assert row
        if row['version'] != version:
            raise Refused(NoOffering.CHANGED_MEANWHILE)
        before = await stands([session_id])
        names = await change_fields(session_id, {name: fields[name] for name in FIELDS if name in fields and fields[name] != row[name]})
        if await set_trainers(session_id, trainer_ids):
            names.append('trainers')
        if not names:
            return Done()
        await execute('update session set edited_at = $2, version = version + 1 where id = $1', session_id, now)
        await record('session_changed', by=by, subject=('session', session_id), now=now, fields=names)
        told = await tell(before, now=now)
        await fill_seats(session_id, now=now)
        return Done(1, len(told))


async def change_fields(session_id: int, changed: Mapping[str, Any]) -> list[str]:
    """Write what differs; another place goes into calendars. The names, in order."""
    if changed:
        sets = ', '.join(f'{name} = ${number}' for number, name in enumerate(changed, start=3))
        steps = int(bool(OF_THE_PLACE & changed.keys()))
        await execute(f'update session set {sets}, sequence = sequence + $2 where id = $1', session_id, steps, *changed.values())
    return sorted(changed)


async def set_trainers(session_id: int, trainer_ids: Sequence[int]) -> bool:
    """Let these lead one date and nobody else; False where they do."""
    old = {row['person_id'] for row in await fetch('select person_id from session_trainer where session_id = $1', session_id)}
    if old == set(trainer_ids):
        return False
    await execute('delete from session_trainer where session_id = $1', session_id)
    await execute(
        'insert into session_trainer (session_id, person_id) select $1, unnest($2::bigint[])', session_id, sorted(set(trainer_ids))
    )
    return True


async def move(session_id: int, starts_at: datetime.datetime, *, why: str = '', by: Actor, now: datetime.datetime) -> Done:
    """Move one date with all its parts and its people.

    :raises Refused: with the reason of `rules.sessions`
    """
    async with atomic():
        place = await lock_place(session_id)
        if reason := rules.why_not_move(place, starts_at, now=now):
            raise Refused(reason)
        return Done(1, len(await move_held(place, starts_at, why=why, by=by, now=now)))


async def move_held(
    place: Place, starts_at: datetime.datetime, *, following: bool = False, why: str, by: Actor, now: datetime.datetime
) -> frozenset[int]:
    """Move a date that the caller's transaction holds and has asked the rules about; who is told."""
    session_id = place.session_id
    before = await stands([session_id])
    await set_time(session_id, shifted(await parts(session_id), starts_at, place.zone), place.zone)
    await execute('update session set edited_at = $2 where id = $1', session_id, now)
    await record(
        'session_moved', by=by, subject=('session', session_id), now=now, why=why,
        before=place.starts_at, after=starts_at, following=following,
    )  # fmt: skip
    return await tell(before, why=why, now=now)


async def skip(session_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> Done:
    """Leave one date out, as for a holiday; it stays to be seen."""
    async with atomic():
        place = await lock_place(session_id)
        if reason := rules.why_not_skip(place, now=now):
            raise Refused(reason)
        return await call_off([session_id], SessionState.SKIPPED, why=why, by=by, now=now)


async def cancel(session_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> Done:
    """Call one date off, also minutes before it or while it runs."""
    async with atomic():
        place = await lock_place(session_id)
        if reason := rules.why_not_cancel(place, now=now):
            raise Refused(reason)
        return await call_off([session_id], SessionState.CANCELLED, why=why, by=by, now=now)


async def call_off(
    session_ids: Sequence[int], state: SessionState, *, following: bool = False, why: str, by: Actor, now: datetime.datetime
) -> Done:
    """Call dates off that the caller's transaction holds and has asked the rules about; offered seats go back into the line."""
    before = await stands(session_ids)
    for session_id in session_ids:
        await execute(CALL_OFF, session_id, state, now)
        back = [row['id'] for row in await fetch(BACK_IN_LINE, session_id)]
        await reconcile_many('registration', dict.fromkeys(back, ()), kinds=('seat-offered',), now=now)
    told = {session_id: await tell({session_id: before[session_id]}, why=why, now=now) for session_id in session_ids}
    for session_id in session_ids:
        subject = ('session', session_id)
        if state is SessionState.SKIPPED:
            await record('session_skipped', by=by, subject=subject, now=now, why=why, following=following)
        else:
            await record('session_cancelled', by=by, subject=subject, now=now, why=why, following=following, told=len(told[session_id]))
    await _follow_everybody(session_ids)
    return Done(len(session_ids), len(frozenset().union(*told.values())))


async def bring_back(session_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> Done:
    """Let a date take place after all; letters that have not gone are taken back, and who has one is told."""
    async with atomic():
        place = await lock_place(session_id)
        if reason := rules.why_not_bring_back(place, now=now):
            raise Refused(reason)
        before = await stands([session_id])
        await execute(CALL_OFF, session_id, SessionState.OPEN, now)
        await record('session_unskipped', by=by, subject=('session', session_id), now=now, why=why)
        told = await tell(before, why=why, now=now)
        await fill_seats(session_id, now=now)
        return Done(1, len(told))


async def _follow_everybody(session_ids: Sequence[int]) -> None:
    """Marks of a session that is off count no more."""
    people = await fetch('select distinct person_id from registration where session_id = any($1)', list(session_ids))
    await follow([row['person_id'] for row in people])
