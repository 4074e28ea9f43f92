"""arq's worker, which ends when Redis goes away, kept going by one that does not."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from arq.connections import ArqRedis
from arq.cron import cron
from arq.worker import Worker, func

from coaching.kit.jobs.queue import AWAY, NAME, connect, pack, unpack
from coaching.kit.jobs.resting import rest

log = structlog.get_logger(__name__)

JOB_SECONDS = 5
LOOK_SECONDS = 0.25
END_SECONDS = 2.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0


async def answer(redis_url: str | None, calls: Mapping[str, Callable[[], None]], stop: asyncio.Event, *, each_minute: str) -> None:
    """Until `stop`: run what the queue calls for by its name; one of the names is called each minute, by one worker for all."""
    pause = FIRST_PAUSE
    while not stop.is_set():
        redis = connect(redis_url)
        try:
            await redis.ping()
            if pause != FIRST_PAUSE:
                log.info('Redis is back')
            pause = FIRST_PAUSE
            await _work(redis, calls, stop, each_minute)
        except AWAY as error:
            if pause == FIRST_PAUSE:
                log.warning('Redis is away; the worker looks for itself', why=type(error).__name__)
            await rest(stop, pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            with contextlib.suppress(*AWAY):
                await redis.aclose(close_connection_pool=True)


async def _work(redis: ArqRedis, calls: Mapping[str, Callable[[], None]], stop: asyncio.Event, each_minute: str) -> None:
    worker = Worker(
        [func(_job(call), name=name) for name, call in calls.items()],
        cron_jobs=[cron(_job(calls[each_minute]), name=f'each minute: {each_minute}', second=0)],
        redis_pool=redis,
        queue_name=NAME,
        job_serializer=pack,
        job_deserializer=unpack,
        handle_signals=False,
        job_timeout=JOB_SECONDS,
        keep_result=0,
        poll_delay=LOOK_SECONDS,
        health_check_interval=30,
        timezone=datetime.UTC,
    )
    main, told = asyncio.ensure_future(worker.main()), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({main, told}, return_when=asyncio.FIRST_COMPLETED)
        if main.done():
            main.result()
    finally:
        ending = [main, told, *worker.tasks.values()]
        for task in ending:
            task.cancel()
        await asyncio.wait(ending, timeout=END_SECONDS)


def _job(call: Callable[[], None]) -> Callable[..., Any]:
    async def job(_: dict[Any, Any]) -> None:
        call()

    return job
