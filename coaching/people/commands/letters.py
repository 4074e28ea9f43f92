"""People say which letters they do not want, and may change their minds."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic
from coaching.outbox import commands as outbox
from coaching.outbox.commands import EVERY_KIND
from coaching.outbox.queries import stops


async def stop_letters(person_id: int, kind: str, *, by: Actor, now: datetime.datetime) -> bool:
    """No more letters of this kind, `EVERY_KIND` for all; False where that was said before.

    :raises KeyError: no letter of that kind leaves this house
    """
    async with atomic():
        if not await outbox.stop(person_id, kind, now=now):
            return False
        await record('letters_stopped', by=by, subject=('person', person_id), now=now, letter=_word(kind))
    return True


async def resume_letters(person_id: int, kind: str, *, by: Actor, now: datetime.datetime) -> bool:
    """These letters are wanted again; False where they were not stopped."""
    async with atomic():
        if not await outbox.resume(person_id, kind):
            return False
        await record('letters_resumed', by=by, subject=('person', person_id), now=now, letter=_word(kind))
    return True


async def want_letters(person_id: int, wanted: Collection[str], *, among: Collection[str], by: Actor, now: datetime.datetime) -> None:
    """Of the kinds `among`, send those that are wanted and no others."""
    async with atomic():
        stopped = await stops(person_id)
        for kind in among:
            if kind in wanted and kind in stopped:
                await resume_letters(person_id, kind, by=by, now=now)
            elif kind not in wanted and kind not in stopped:
                await stop_letters(person_id, kind, by=by, now=now)


def _word(kind: str) -> str:
    return 'all' if kind == EVERY_KIND else kind
