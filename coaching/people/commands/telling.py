"""Whoever is written to at another address hears of it at the old one."""

from __future__ import annotations

import datetime

from coaching.kit.tokens import keyed
from coaching.outbox.commands import promise


async def tell_old_address(kind: str, person_id: int, old: str, *, language: str, now: datetime.datetime) -> None:
    """Promise the letter to the old address, at most one a day; when it is over, the address is gone."""
    which = keyed('old address', old.encode())[:8].hex()
    await promise(
        kind, person_id=person_id, subject_kind='person', subject_id=person_id, key=f'{kind}:{person_id}:{now.date()}:{which}',
        due_at=now, useful_until=now + datetime.timedelta(days=7), facts={'to': old, 'language': language}, now=now,
    )  # fmt: skip
