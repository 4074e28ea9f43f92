"""Letters that wait after a restore: a person lets them go, or says that they shall not be sent."""

from __future__ import annotations

import datetime

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic
from coaching.outbox.commands import cancel_held
from coaching.outbox.commands import release as let_go

ALL = 'all'


async def release(kind: str, *, by: Actor, now: datetime.datetime) -> int:
    """Let the held letters of one kind go, or `ALL` of them; how many. What came too late by now is not sent."""
    async with atomic():
        count = await let_go(None if kind == ALL else [kind])
        if count:
            await record('letters_released', by=by, subject=('network', 1), now=now, letters=kind, count=count)
    return count


async def do_not_send(kind: str, *, by: Actor, now: datetime.datetime) -> int:
    """Take the held letters of one kind back, or `ALL` of them; how many."""
    async with atomic():
        count = await cancel_held(None if kind == ALL else [kind], now=now)
        if count:
            await record('held_letters_cancelled', by=by, subject=('network', 1), now=now, letters=kind, count=count)
    return count
