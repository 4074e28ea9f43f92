"""A file is brought in, or that is undone: what it did stands beside it, and nothing of what stood in it is kept."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable, Mapping

import asyncpg

from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import NoImport, why_not_make
from coaching.funnel.values.imports import Batch
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused

TRIES = 3
SAME_FILE = 'select exists (select from import_batch where digest = $1 and made_at is not null and undone_at is null)'


async def bring_in(batch_id: int, do: Callable[[Batch], Awaitable[None]]) -> None:
    """Do what brings a file in, in one transaction; once more where somebody signed up in the same moment and is known by then.

    :raises Refused: it was brought in before, is no longer here, its columns are not known, or `do` refuses
    """
    batch = await imports.batch(batch_id)
    if reason := why_not_make(batch):
        raise Refused(reason)
    assert batch
    for _ in range(TRIES):
        try:
            async with atomic():
                await imports.batch(batch.id, lock=True)
                if await fetchval(SAME_FILE, batch.digest):
                    raise Refused(NoImport.AGAIN)
                await do(batch)
            return
        except asyncpg.UniqueViolationError:
            continue
    raise Refused(NoImport.BUSY)


async def settle(batch: Batch, counts: Mapping[str, int], *, by: Actor, now: datetime.datetime) -> None:
    """It is brought in; `counts` have at least its rows and the people who are new."""
    await execute('update import_batch set made_at = $2, content = null, counts = $3 where id = $1', batch.id, now, dict(counts))
    subject = 'import_batch', batch.id
    await record('import_made', by=by, subject=subject, now=now, tool=batch.tool, rows=counts['rows'], people=counts['people'])


async def settle_undone(batch: Batch, counts: Mapping[str, int], *, people: int, by: Actor, now: datetime.datetime) -> None:
    """It is undone; so many people are no longer here."""
    await execute('update import_batch set undone_at = $2, counts = $3 where id = $1', batch.id, now, {**batch.counts, **counts})
    await record('import_undone', by=by, subject=('import_batch', batch.id), now=now, people=people)
