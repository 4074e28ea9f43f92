"""The worker: letters go out, and everything that happens by itself happens. Nothing imports it but the programs that start it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator, Mapping, Sequence

import structlog

from coaching.domains import CLOCK, ON_REFUSED, WRITERS
from coaching.kit.jobs import Clockwork, Tick, answer
from coaching.kit.settings import Settings
from coaching.outbox import bell
from coaching.outbox.post import post_of
from coaching.outbox.sending import Postman, Writer

log = structlog.get_logger(__name__)

TICK = 'tick'
DRAIN_SECONDS = 8.0


async def run(
    settings: Settings,
    stop: asyncio.Event | None = None,
    *,
    writers: Mapping[str, Writer] = WRITERS,
    ticks: Sequence[Tick] = CLOCK,
) -> None:
    """Work on the open pool until `stop` is set or the task is cancelled; the letter in hand is finished, within ten seconds."""
    stop = stop or asyncio.Event()
    rung, ticked = asyncio.Event(), asyncio.Event()
    postman = Postman(post_of(settings), writers, ON_REFUSED)
    with bell.BELL.heard(rung), _told_by_signal(stop):
        at_work = [
            asyncio.create_task(postman.work(stop, rung), name='letters'),
            asyncio.create_task(Clockwork(ticks).keep(stop, ticked), name='clock'),
            asyncio.create_task(
                answer(settings.redis_url, {bell.JOB: rung.set, TICK: ticked.set}, stop, each_minute=TICK), name='bell'
            ),
        ]
        try:
            await asyncio.wait([*at_work, told := asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            await _drain([*at_work, told])
    for task in at_work:
        if not task.cancelled() and (error := task.exception()):
            raise error


async def _drain(tasks: Sequence[asyncio.Task[object]]) -> None:
    """Let everything come to its end; what takes too long is cut off."""
    _, late = await asyncio.wait(tasks, timeout=DRAIN_SECONDS)
    for task in late:
        log.warning('cut off while stopping', task=task.get_name())
        task.cancel()
    if late:
        await asyncio.wait(late, timeout=1)


@contextlib.contextmanager
def _told_by_signal(stop: asyncio.Event) -> Iterator[None]:
    """In a process of its own the worker itself hears SIGTERM; inside a server that is the server's part."""
    before = signal.getsignal(signal.SIGTERM)
    if before not in (signal.SIG_DFL, signal.default_int_handler):
        yield
        return
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    try:
        yield
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)
        signal.signal(signal.SIGTERM, before)
