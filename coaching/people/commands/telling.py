"""Whoever is written to at another address hears of it at the old one, and finds the way to their spots at the new one."""

from __future__ import annotations

import datetime

from coaching.kit.tokens import keyed
from coaching.outbox.commands import promise


async def tell_old_address(kind: str, person_id: int, old: str, *, language: str, now: datetime.datetime) -> None:
    """Promise the letter to the old address, at most one a day; when it is over, the address is gone."""
    await promise(
        kind, person_id=person_id, subject_kind='person', subject_id=person_id, key=f'{kind}:{person_id}:{now.date()}:{_which(old)}',
        due_at=now, useful_until=now + datetime.timedelta(days=7), facts={'to': old, 'language': language}, now=now,
    )  # fmt: skip


async def send_links(person_id: int, new: str, *, now: datetime.datetime) -> None:
    """Promise one's own links to the new address, at most once a day; there is no letter where nothing is to come."""
    await promise(
        'my-links', person_id=person_id, subject_kind='person', subject_id=person_id,
        key=f'my-links:{person_id}:{now.date()}:{_which(new)}', due_at=now, useful_until=now + datetime.timedelta(days=7), now=now,
    )  # fmt: skip


def _which(address: str) -> str:
    """The address in a key, so that nobody reads it there."""
    return keyed('old address', address.encode())[:8].hex()
