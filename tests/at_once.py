"""Two connections at once, where the one has done something that the other cannot see yet."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from typing import Any

from coaching.kit.database import DB, atomic

Act = Callable[[], Awaitable[Any]]
WAITING = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
TRIES = 500


async def beside(first: Act, other: Act, then: Act | None = None) -> Any:
    """`other` begins when `first` is done; `then` follows `first` in one transaction when `other` waits for it, or is done.

    The answer is what `other` came to.
    """
    outside = contextvars.copy_context()
    async with atomic():
        await first()
        task = asyncio.get_running_loop().create_task(_only(other), context=outside)
        await _until_it_waits(task)
        if then:
            await then()
    return await task


async def _only(other: Act) -> Any:
    return await other()


async def _until_it_waits(task: asyncio.Task[Any]) -> None:
    async with DB.pool.acquire() as looking:
        for _try in range(TRIES):
            if task.done() or await looking.fetchval(WAITING):
                return
            await asyncio.sleep(0.01)
    raise AssertionError('it neither waits nor ends')
