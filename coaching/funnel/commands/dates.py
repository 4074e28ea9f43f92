"""One date, changed by hand: its details, its time, skipped, called off and brought back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from coaching.funnel.commands.dating import NoOffering, set_time
from coaching.funnel.commands.locking import lock_place
from coaching.funnel.commands.progress import follow
from coaching.funnel.commands.telling import tell_cancelled, tell_moved
from coaching.funnel.commands.waiting import fill_seats
from coaching.funnel.queries.rooms import parts
from coaching.funnel.rules import sessions as rules
from coaching.funnel.values import Part
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow
from coaching.kit.refusal import Refused

FIELDS = ('mode', 'location', 'join_url', 'join_by_phone', 'capacity', 'languages')
CALL_OFF = """
update session set state = $2, sequence = sequence + 1, version = version + 1, edited_at = coalesce(edited_at, $3) where id = $1
"""


async def change(
    session_id: int, fields: Mapping[str, Any], trainer_ids: list[int], *, version: int, by: Actor, now: datetime.datetime
) -> None:
    """Change details of one date, which from then on no rule touches; seats that come free are offered at once.

    :raises Refused: where somebody else changed it meanwhile
    """
    async with atomic():
        await lock_place(session_id)
        row = await fetchrow('select * from session where id = $1', session_id)
        assert row
        if row['version'] != version:
            raise Refused(NoOffering.CHANGED_MEANWHILE)
        changed = {name: fields[name] for name in FIELDS if name in fields and fields[name] != row[name]}
        names = sorted(changed)
        if changed:
            sets = ', '.join(f'{name} = ${number}' for number, name in enumerate(changed, start=3))
            await execute(
                f'update session set {sets}, edited_at = $2, version = version + 1 where id = $1', session_id, now, *changed.values()
            )
        if await _set_trainers(session_id, trainer_ids):
            names.append('trainers')
        if names:
            await record('session_changed', by=by, subject=('session', session_id), now=now, fields=names)
        await fill_seats(session_id, now=now)


async def _set_trainers(session_id: int, trainer_ids: list[int]) -> bool:
    old = {row['person_id'] for row in await fetch('select person_id from session_trainer where session_id = $1', session_id)}
    if old == set(trainer_ids):
        return False
    await execute('delete from session_trainer where session_id = $1', session_id)
    await execute(
        'insert into session_trainer (session_id, person_id) select $1, unnest($2::bigint[])', session_id, sorted(set(trainer_ids))
    )
    return True


async def move(session_id: int, starts_at: datetime.datetime, *, why: str = '', by: Actor, now: datetime.datetime) -> int:
    """Move one date; every part moves with it, everybody concerned is told once. How many were told.

    :raises Refused: with the reason of `rules.sessions`
    """
    async with atomic():
        place = await lock_place(session_id)
        if reason := rules.why_not_move(place, starts_at, now=now):
            raise Refused(reason)
        moved = tuple(_shifted(part, starts_at - place.starts_at) for part in await parts(session_id))
        await set_time(session_id, moved, is_move=True)
        await execute('update session set edited_at = $2 where id = $1', session_id, now)
        await record(
            'session_moved', by=by, subject=('session', session_id), now=now, why=why,
            before=place.starts_at, after=starts_at, following=False,
        )  # fmt: skip
        return await tell_moved(session_id, place.starts_at, why=why, now=now)


def _shifted(part: Part, by: datetime.timedelta) -> Part:
    return Part(part.number, part.starts_at + by, part.ends_at + by)


async def skip(session_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> int:
    """Leave one date out, as for a holiday; it stays to be seen. How many people were told."""
    async with atomic():
        place = await lock_place(session_id)
        if reason := rules.why_not_skip(place, now=now):
            raise Refused(reason)
        await execute(CALL_OFF, session_id, 'skipped', now)
        await record('session_skipped', by=by, subject=('session', session_id), now=now, why=why, following=False)
        return await tell_cancelled(session_id, why=why, now=now)


async def cancel(session_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> int:
    """Call one date off, also minutes before it or while it runs. How many people were told."""
    async with atomic():
        place = await lock_place(session_id)
        if reason := rules.why_not_cancel(place, now=now):
            raise Refused(reason)
        await execute(CALL_OFF, session_id, 'cancelled', now)
        told = await tell_cancelled(session_id, why=why, now=now)
        await record('session_cancelled', by=by, subject=('session', session_id), now=now, why=why, following=False, told=told)
        await _follow_everybody(session_id)
        return told


async def bring_back(session_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> int:
    """Let a date take place after all; letters that have not gone are taken back, who has one is told. How many were told."""
    async with atomic():
        place = await lock_place(session_id)
        if reason := rules.why_not_bring_back(place, now=now):
            raise Refused(reason)
        await execute(CALL_OFF, session_id, 'open', now)
        await record('session_unskipped', by=by, subject=('session', session_id), now=now, why=why)
        told = await tell_moved(session_id, place.starts_at, why=why, now=now)
        await fill_seats(session_id, now=now)
        return told


async def cancel_following(
    session_id: int, *, skip_only: bool = False, why: str = '', by: Actor, now: datetime.datetime
) -> tuple[int, int]:
    """This date and all later ones of its offering that are still on; how many dates, how many people were told."""
    async with atomic():
        first = await lock_place(session_id)
        later = await fetch(
            "select id from session where offering_id = $1 and starts_at >= $2 and state = 'open' and starts_at > $3 order by id",
            first.offering_id, first.starts_at, now,
        )  # fmt: skip
        act = skip if skip_only else cancel
        told = [await act(row['id'], why=why, by=by, now=now) for row in later]
        return len(told), sum(told)


async def _follow_everybody(session_id: int) -> None:
    """Marks of a session that is off count no more."""
    await follow([row['person_id'] for row in await fetch('select person_id from registration where session_id = $1', session_id)])


