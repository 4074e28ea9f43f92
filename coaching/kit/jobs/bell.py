"""The bell at the workers' door."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import time
from collections.abc import AsyncIterator, Iterator

import structlog
from arq.connections import ArqRedis

from coaching.kit.jobs.queue import AWAY, connect

log = structlog.get_logger(__name__)

COMMIT_SECONDS = 0.05  # whoever rings is about to commit what should be found
RING_SECONDS = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0


class Bell:
    """Wakes the workers. Ringing costs the caller nothing, waits for nothing, and is left alone while Redis is away."""

    def __init__(self, job: str) -> None:
        self._job = job
        self._redis: ArqRedis | None = None
        self._near: asyncio.Event | None = None
        self._wanted = False
        self._ringing: asyncio.Task[None] | None = None
        self._silent_until = 0.0
        self._pause = FIRST_PAUSE

    @contextlib.asynccontextmanager
    async def hung(self, redis_url: str | None) -> AsyncIterator[None]:
        """Inside the block the bell rings through this Redis."""
        self._redis = connect(redis_url)
        try:
            yield
        finally:
            redis, self._redis = self._redis, None
            if self._ringing:
                self._ringing.cancel()
            with contextlib.suppress(*AWAY):
                await redis.aclose(close_connection_pool=True)

    @contextlib.contextmanager
    def heard(self, near: asyncio.Event) -> Iterator[None]:
        """Inside the block a worker in this very process hears the bell, and Redis need not be asked."""
        self._near = near
        try:
            yield
        finally:
            self._near = None

    def ring(self) -> None:
        """Say that there is something to do. It sounds a moment later, once for all who rang meanwhile."""
        self._wanted = True
        if (self._near or self._redis) and (self._ringing is None or self._ringing.done()):
            # a context of its own: the transaction of whoever rings is not the bell's
            self._ringing = asyncio.get_running_loop().create_task(self._sound(), context=contextvars.Context())

    async def _sound(self) -> None:
        while self._wanted:
            self._wanted = False
            await asyncio.sleep(COMMIT_SECONDS)
            if self._near:
                self._near.set()
            elif self._redis and time.monotonic() >= self._silent_until:
                await self._call(self._redis)

    async def _call(self, redis: ArqRedis) -> None:
        try:
            async with asyncio.timeout(RING_SECONDS):
                if await redis.enqueue_job(self._job, _job_id=self._job) is None:
                    await asyncio.sleep(COMMIT_SECONDS)  # a call is waiting, or was answered just before there was something to find
                    await redis.enqueue_job(self._job, _job_id=self._job)
        except AWAY as error:
            if self._pause == FIRST_PAUSE:
                log.warning('the bell is silent until Redis is back', why=type(error).__name__)
            self._silent_until = time.monotonic() + self._pause
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        else:
            self._pause = FIRST_PAUSE
