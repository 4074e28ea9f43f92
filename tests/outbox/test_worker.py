"""The worker as a whole, in one process: bell, clock and letters, from the first look to the last letter in hand."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime
import signal
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from coaching import worker
from coaching.kit import clock
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.jobs import Bell, Tick
from coaching.kit.settings import Settings, settings
from coaching.outbox import bell, sending
from coaching.outbox.letters import Letter
from coaching.outbox.mailbox import Mailbox
from coaching.outbox.values import Promise
from tests.outbox.mail_server import HOST, Taken, mail_server
from tests.outbox.world import a_letter, a_person, a_promise


@pytest.fixture
async def ours(pool: object) -> AsyncIterator[Settings]:
    """The settings of this run; whatever a test has committed goes afterwards."""
    yield dataclasses.replace(settings(), redis_url=None, smtp_url=None)
    async with atomic():
        await execute("set local session_replication_role = 'replica'")  # the journal lets nobody else delete
        await execute("delete from entry where subject_id in (select id from person where name = 'Ana Duarte')")
        await execute("delete from promise; delete from rate_window where name = 'tick'; delete from person where name = 'Ana Duarte'")
    await Mailbox.ours().sweep(clock.now() + datetime.timedelta(days=1))


async def write(promise: Promise, now: datetime.datetime) -> Letter:
    return a_letter(promise)


def at_work(ours: Settings, stop: asyncio.Event | None = None, *ticks: Tick) -> asyncio.Task[None]:
    return asyncio.create_task(worker.run(ours, stop, writers={'spot-saved': write}, ticks=ticks))


async def until(holds: Any, within: float = 5) -> bool:
    end = time.monotonic() + within
    while not await holds() and time.monotonic() < end:
        await asyncio.sleep(0.02)
    return bool(await holds())


async def nothing_waits() -> bool:
    return await fetchval('select count(*) from promise where sent_at is null and cancelled_at is null and failed_at is null') == 0


async def test_a_letter_leaves_within_a_moment_of_the_transaction_that_promised_it(ours: Settings):
    stop = asyncio.Event()
    working = at_work(ours, stop)
    await asyncio.sleep(0.5)
    async with atomic():
        promise_id = await a_promise(None, kind='sign-in', now=clock.now())
        await execute("update promise set kind = 'spot-saved', person_id = $1", await a_person('Ana Duarte'))
        assert await Mailbox.ours().find(promise_id) is None
    began = time.monotonic()
    assert await until(nothing_waits)
    assert time.monotonic() - began < 2
    assert (await Mailbox.ours().find(promise_id)).to == 'Ana Duarte <ana@example.org>'
    stop.set()
    await asyncio.wait_for(working, 5)


async def test_what_happens_by_itself_happens(ours: Settings):
    ran, stop = [], asyncio.Event()

    async def tick(now: datetime.datetime) -> None:
        ran.append(now)
        stop.set()

    await asyncio.wait_for(at_work(ours, stop, Tick('offers', tick, every_seconds=60)), 5)
    assert len(ran) == 1


async def test_an_address_that_is_refused_stands_beside_the_name(ours: Settings):
    ana = await a_person('Ana Duarte')
    await execute("update person set email = 'ana+550.5.1.1@example.org' where id = $1", ana)

    async def writes(promise: Promise, now: datetime.datetime) -> Letter:
        return a_letter(promise, to='ana+550.5.1.1@example.org')

    stop = asyncio.Event()
    await a_promise(ana, kind='spot-saved', now=clock.now())
    async with mail_server(Taken()) as port:
        smtp = dataclasses.replace(ours, smtp_url=f'smtp://{HOST}:{port}')
        working = asyncio.create_task(worker.run(smtp, stop, writers={'spot-saved': writes}, ticks=()))
        assert await until(nothing_waits)
        stop.set()
        await asyncio.wait_for(working, 5)
    assert await fetchval('select email_refused_at is not null from person where id = $1', ana)
    assert await fetchval("select count(*) from entry where kind = 'email_refused' and subject_id = $1", ana) == 1


async def test_a_worker_whose_task_is_cancelled_ends_as_if_it_were_told_to_stop(ours: Settings):
    working = at_work(ours)
    await asyncio.sleep(0.3)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(working, 5)


async def test_sigterm_ends_a_worker_in_a_process_of_its_own_and_is_given_back(ours: Settings):
    before = signal.getsignal(signal.SIGTERM)
    working = at_work(ours)
    await asyncio.sleep(0.3)
    signal.raise_signal(signal.SIGTERM)
    await asyncio.wait_for(working, 5)
    assert signal.getsignal(signal.SIGTERM) is before


async def test_inside_a_server_signals_are_the_servers(ours: Settings):
    heard = []
    before = signal.signal(signal.SIGTERM, lambda *_: heard.append('SIGTERM'))
    stop = asyncio.Event()
    try:
        working = at_work(ours, stop)
        await asyncio.sleep(0.3)
        signal.raise_signal(signal.SIGTERM)
        await asyncio.sleep(0.1)
        assert (heard, working.done()) == (['SIGTERM'], False)
    finally:
        signal.signal(signal.SIGTERM, before)
        stop.set()
        await asyncio.wait_for(working, 5)


async def test_what_takes_too_long_while_stopping_is_cut_off(ours: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, 'DRAIN_SECONDS', 0.2)
    started = asyncio.Event()

    async def hangs(promise: Promise, now: datetime.datetime) -> Letter:
        started.set()
        await asyncio.sleep(60)
        return a_letter(promise)

    await a_promise(await a_person('Ana Duarte'), kind='spot-saved', now=clock.now())
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(ours, stop, writers={'spot-saved': hangs}, ticks=()))
    await asyncio.wait_for(started.wait(), 5)
    stop.set()
    await asyncio.wait_for(working, 3)


async def test_a_loop_that_breaks_ends_the_worker_with_its_error(ours: Settings, monkeypatch: pytest.MonkeyPatch):
    async def breaks(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sending.Postman, 'work', breaks)
    with pytest.raises(ZeroDivisionError), contextlib.suppress(asyncio.CancelledError):
        await asyncio.wait_for(at_work(ours), 5)


async def test_an_application_without_a_worker_calls_one_through_redis(ours: Settings, monkeypatch: pytest.MonkeyPatch):
    sounded = []

    async def call(self: Bell, redis: object) -> None:
        sounded.append(redis)

    monkeypatch.setattr(Bell, '_call', call)
    async with bell.lifespan(None):
        await a_promise(None, kind='sign-in', now=clock.now())
        await asyncio.sleep(0.2)
    assert len(sounded) == 1
