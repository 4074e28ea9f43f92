"""Everybody concerned is told once when a date moves, is called off or comes back."""

from __future__ import annotations

import datetime

from coaching.funnel.commands.reminding import remind_anew
from coaching.kit.database import fetch, fetchrow
from coaching.outbox.commands import reconcile_many
from coaching.outbox.values import Wanted

CONCERNED = """
select id, person_id from registration where session_id = $1 and state in ('registered', 'offered', 'waiting') order by id
"""
TELLINGS = ('session-moved', 'session-cancelled')


async def tell_moved(session_id: int, before: datetime.datetime, *, why: str = '', now: datetime.datetime) -> int:
    """The date moved; how many people are told. Two moves before the first letter has gone are told as one."""
    first = await fetchrow(
        """select facts->>'before' as before from promise where subject_kind = 'registration' and kind = 'session-moved'
        and sent_at is null and cancelled_at is null and failed_at is null
        and subject_id = (select min(id) from registration where session_id = $1 and state in ('registered', 'offered', 'waiting'))""",
        session_id,
    )
    told_before = first['before'] if first else before.isoformat()
    told = await _tell('session-moved', session_id, {'before': told_before, 'words': why}, now=now)
    await remind_anew(session_id, now=now)
    return told


async def tell_cancelled(session_id: int, *, why: str = '', now: datetime.datetime) -> int:
    """The date is off; how many people are told."""
    told = await _tell('session-cancelled', session_id, {'words': why}, now=now)
    await remind_anew(session_id, now=now)
    return told


async def _tell(kind: str, session_id: int, facts: dict[str, str], *, now: datetime.datetime) -> int:
    row = await fetchrow('select sequence, ends_at from session where id = $1', session_id)
    assert row
    concerned = await fetch(CONCERNED, session_id)
    wanted = {
        one['id']: [Wanted(kind, f'{kind}:{one["id"]}:{row["sequence"]}', now, one['person_id'], row['ends_at'], facts)]
        for one in concerned
    }
    await reconcile_many('registration', wanted, kinds=TELLINGS, now=now)
    return len(concerned)
