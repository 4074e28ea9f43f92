"""Letters that are promised, and what is left of them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from email.message import EmailMessage
from typing import Any

from coaching.kit.database import execute, fetchrow
from coaching.outbox.commands import promise, reconcile_many
from coaching.outbox.kinds import KINDS
from coaching.outbox.letters import Letter
from coaching.outbox.values import Changes, Promise, Wanted
from tests.conftest import NOW
from tests.journal.world import a_person

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
HERE = 'http://localhost:8000/sign-ups/abc'

__all__ = ['a_person']


async def a_promise(
    person_id: int | None, *, kind: str = 'spot-saved', key: str = '', due_in: datetime.timedelta = -MINUTE, **more: Any
) -> int:
    """A letter about registration 7 that is due a minute ago; its id."""
    more = {'subject_kind': 'registration', 'subject_id': 7, 'now': NOW, **more}
    return await promise(kind, person_id=person_id, key=key or f'{kind}:7:{person_id}', due_at=NOW + due_in, **more)


def a_reminder(due_in: datetime.timedelta, *, kind: str = 'reminder-day', subject_id: int = 7, **more: Any) -> Wanted:
    """What is wanted for somebody who comes to a session an hour after the letter."""
    return Wanted(kind=kind, key=f'{kind}:{subject_id}', due_at=NOW + due_in, useful_until=NOW + due_in + HOUR, **more)


async def reconciled(subject: tuple[str, int], wanted: Sequence[Wanted], *, kinds: Collection[str], now: datetime.datetime) -> Changes:
    """What becomes of the letters about one thing."""
    subject_kind, subject_id = subject
    return (await reconcile_many(subject_kind, {subject_id: wanted}, kinds=kinds, now=now))[subject_id]


async def the_promise(promise_id: int) -> dict[str, Any]:
    """The row as it stands, without what never changes."""
    row = await fetchrow('select * from promise where id = $1', promise_id)
    return dict(row)


async def run_out_of_lease(promise_id: int) -> None:
    """As if the worker who holds it had been gone for longer than its lease."""
    await execute("update promise set claimed_until = clock_timestamp() - interval '1 second' where id = $1", promise_id)


def a_letter(promise: Promise, *, to: str = 'ana@example.org', name: str = 'Ana Duarte') -> Letter:
    """A letter of the promise's kind in which every placeholder says Friday."""
    kind = KINDS[promise.kind]
    return Letter(
        kind.name, 'en', name, to, 'filled in by the postman',
        facts=dict.fromkeys(kind.facts, 'Friday'), links=dict.fromkeys(kind.links, HERE), button=HERE if kind.button else '',
    )  # fmt: skip


class Kept:
    """A post that takes every letter, or does to some what it is told; remembers what it took."""

    def __init__(self, *troubles: BaseException | None) -> None:
        self.letters: list[EmailMessage] = []
        self.troubles = list(troubles)
        self.taken_back: list[int] = []
        self.closed = 0

    async def hand_over(self, letter: EmailMessage, promise_id: int, person_id: int | None) -> None:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble:
            raise trouble
        self.letters.append(letter)

    async def take_back(self, promise_id: int) -> None:
        self.taken_back.append(promise_id)

    async def close(self) -> None:
        self.closed += 1
