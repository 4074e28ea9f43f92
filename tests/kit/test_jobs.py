"""The clock's ticks run in their turn, by one worker alone; the bell wakes workers and never keeps anybody waiting."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from coaching.kit import clock
from coaching.kit.database import DB, execute
from coaching.kit.embedded.redis import Redis
from coaching.kit.jobs import Bell, Clockwork, Tick, answer, clockwork, rest
from coaching.kit.jobs.queue import connect

NIGHT = datetime.datetime(2026, 11, 18, 3, 0, tzinfo=datetime.UTC)
MINUTE, HOUR, DAY = datetime.timedelta(minutes=1), datetime.timedelta(hours=1), datetime.timedelta(days=1)


def a_tick(ran: list[datetime.datetime], name: str = 'offers', every_seconds: int | None = 60, **more: object) -> Tick:
    async def run(now: datetime.datetime) -> None:
        ran.append(now)

    return Tick(name, run, every_seconds=every_seconds, **more)


@pytest.fixture
async def turns(pool: object) -> AsyncIterator[None]:
    yield
    await execute("delete from rate_window where name = 'tick'")


def test_a_tick_has_an_interval_or_a_time_of_day():
    for wrong in ({'every_seconds': None}, {'every_seconds': 60, 'daily_at_utc': datetime.time(3)}):
        with pytest.raises(ValueError, match='offers happens either so many seconds apart or once a day'):
            a_tick([], **wrong)


def test_turns_follow_each_other_without_a_gap():
    every, daily = a_tick([], every_seconds=300), a_tick([], every_seconds=None, daily_at_utc=datetime.time(3))
    assert [every.turn_ends(NIGHT + minutes * MINUTE) - NIGHT for minutes in (0, 4.9, 5)] == [5 * MINUTE, 5 * MINUTE, 10 * MINUTE]
    assert [daily.turn_ends(NIGHT + hours * HOUR) - NIGHT for hours in (-1, 0, 23.9, 24)] == [0 * DAY, DAY, DAY, 2 * DAY]


async def test_a_tick_runs_once_in_each_turn_whoever_looks(turns):
    ran: list[datetime.datetime] = []
    one, other = Clockwork([a_tick(ran)]), Clockwork([a_tick(ran)])
    later = NIGHT + MINUTE / 2
    assert [await one.run_due(NIGHT), await one.run_due(later), await other.run_due(later)] == [['offers'], [], []]
    assert await other.run_due(NIGHT + MINUTE) == ['offers']
    assert ran == [NIGHT, NIGHT + MINUTE]


async def test_a_day_that_was_slept_through_is_made_up_for_once(turns):
    ran: list[datetime.datetime] = []
    nightly = Clockwork([a_tick(ran, every_seconds=None, daily_at_utc=datetime.time(3))])
    for now in (NIGHT, NIGHT + 12 * HOUR, NIGHT + 5 * DAY + HOUR, NIGHT + 5 * DAY + 2 * HOUR, NIGHT + 6 * DAY):
        await nightly.run_due(now)
    assert ran == [NIGHT, NIGHT + 5 * DAY + HOUR, NIGHT + 6 * DAY]


async def test_of_workers_that_look_at_the_same_moment_one_runs_the_tick(turns):
    ran: list[datetime.datetime] = []

    async def slow(now: datetime.datetime) -> None:
        ran.append(now)
        await asyncio.sleep(0.05)

    workers = [Clockwork([Tick('offers', slow, every_seconds=60)]) for _ in range(5)]
    assert sorted(await asyncio.gather(*(worker.run_due(NIGHT) for worker in workers))) == [[]] * 4 + [['offers']]
    assert ran == [NIGHT]


async def test_a_tick_that_fails_is_tried_again_and_the_others_go_on(turns):
    ran: list[datetime.datetime] = []
    tries: list[datetime.datetime] = []

    async def fails(now: datetime.datetime) -> None:
        tries.append(now)
        if len(tries) < 3:
            raise ZeroDivisionError

    ticks = Clockwork([Tick('retention', fails, daily_at_utc=datetime.time(3)), a_tick(ran)])
    for minutes in (0, 1, 5, 6, 10, 15):
        await ticks.run_due(NIGHT + minutes * MINUTE)
    assert [(at - NIGHT) / MINUTE for at in tries] == [0, 5, 10]
    assert [(at - NIGHT) / MINUTE for at in ran] == [0, 1, 5, 6, 10, 15]


async def test_a_database_that_is_away_fails_no_tick_and_the_next_look_makes_it_good(turns):
    tries: list[datetime.datetime] = []

    async def meets_a_restart(now: datetime.datetime) -> None:
        tries.append(now)
        if len(tries) < 2:
            raise asyncpg.ConnectionDoesNotExistError('gone')

    ticks = Clockwork([Tick('dates', meets_a_restart, every_seconds=3600)])
    with pytest.raises(asyncpg.ConnectionDoesNotExistError):
        await ticks.run_due(NIGHT)
    assert await ticks.run_due(NIGHT + MINUTE / 4) == ['dates']


async def test_a_tick_that_never_ends_is_cut_off(turns, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clockwork, 'LONGEST_SECONDS', 0.05)
    ran: list[datetime.datetime] = []

    async def hangs(now: datetime.datetime) -> None:
        await asyncio.sleep(60)

    assert await Clockwork([Tick('hangs', hangs, every_seconds=60), a_tick(ran)]).run_due(NIGHT) == ['offers']


async def test_a_worker_that_dies_in_the_middle_leaves_the_turn_to_others(turns):
    started, ran = asyncio.Event(), []

    async def dies(now: datetime.datetime) -> None:
        started.set()
        await asyncio.sleep(60)

    dying = asyncio.create_task(Clockwork([Tick('offers', dies, every_seconds=60)]).run_due(NIGHT))
    await started.wait()
    assert await Clockwork([a_tick(ran)]).run_due(NIGHT) == []
    dying.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await dying
    assert await Clockwork([a_tick(ran)]).run_due(NIGHT) == ['offers']


async def test_the_clock_goes_on_while_the_database_is_away_and_ends_when_told(turns, monkeypatch: pytest.MonkeyPatch):
    ran: list[datetime.datetime] = []
    monkeypatch.setattr(clock, 'now', lambda: NIGHT)
    pool, DB.pool = DB.pool, None
    stop, called = asyncio.Event(), asyncio.Event()
    keeping = asyncio.create_task(Clockwork([a_tick(ran)]).keep(stop, called))
    await asyncio.sleep(0.05)
    DB.pool = pool
    called.set()
    while not ran:
        await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(keeping, 1)
    assert (ran, await Clockwork([a_tick(ran, 'more')]).run_due(NIGHT, stop)) == ([NIGHT], [])


async def test_rest_ends_by_time_by_call_and_by_stop():
    stop, called = asyncio.Event(), asyncio.Event()
    began = time.monotonic()
    await rest(stop, 0.02, called)
    assert 0.02 <= time.monotonic() - began < 1
    called.set()
    await rest(stop, 60, called)
    assert not called.is_set()
    stop.set()
    await rest(stop, 60)


class AtWork:
    """A worker that answers the bell until the block ends; counts how often it was called."""

    def __init__(self, redis_url: str | None) -> None:
        self.rung = 0
        self.stop = asyncio.Event()
        self.redis_url = redis_url

    def hear(self) -> None:
        self.rung += 1

    async def __aenter__(self) -> AtWork:
        self.task = asyncio.create_task(answer(self.redis_url, {'ring': self.hear, 'tick': lambda: None}, self.stop, each_minute='tick'))
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop.set()
        await asyncio.wait_for(self.task, 5)

    async def hears(self, more_than: int = 0, within: float = 10) -> bool:
        end = time.monotonic() + within
        while self.rung <= more_than and time.monotonic() < end:
            await asyncio.sleep(0.02)
        return self.rung > more_than


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    server = Redis.find(tmp_path)
    if server is None:
        pytest.skip('no Redis program on this machine')
    server.start()
    yield server
    for process in processes(server):
        process.send_signal(signal.SIGCONT)
    server.stop()


def processes(server: Redis) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if server._is_ours(process)]


@pytest.mark.parametrize('kind', ['a server', 'the stand-in'])
async def test_a_worker_hears_the_bell_once_for_all_who_rang_meanwhile(redis: Redis, kind: str):
    bell, url = Bell('ring'), redis.url if kind == 'a server' else None
    async with AtWork(url) as worker, bell.hung(url):
        for _ in range(100):
            bell.ring()
        assert await worker.hears()
        await asyncio.sleep(0.6)
        assert worker.rung <= 2
        before = worker.rung
        bell.ring()
        assert await worker.hears(before)


async def test_a_worker_in_the_same_process_hears_the_bell_without_redis():
    bell, near = Bell('ring'), asyncio.Event()
    bell.ring()
    async with bell.hung(None):
        await asyncio.sleep(0)
    with bell.heard(near):
        bell.ring()
        await asyncio.wait_for(near.wait(), 1)


async def test_ringing_takes_no_time_and_asks_nothing_while_redis_is_away(tmp_path: Path):
    bell = Bell('ring')
    async with bell.hung(f'unix://{tmp_path}/nobody'):
        began = time.monotonic()
        for _ in range(20):
            bell.ring()
            await asyncio.sleep(0)
        assert time.monotonic() - began < 0.05
        await asyncio.sleep(0.3)
        assert bell._silent_until > time.monotonic()
        for _ in range(5):
            bell._silent_until = 0
            bell.ring()
            await asyncio.sleep(0.1)
        assert bell._pause == 15


async def test_ringing_takes_no_time_while_redis_is_frozen(redis: Redis):
    bell = Bell('ring')
    async with bell.hung(redis.url):
        (frozen,) = processes(redis)
        frozen.suspend()
        began = time.monotonic()
        bell.ring()
        await asyncio.sleep(0)
        assert time.monotonic() - began < 0.05
        await asyncio.sleep(1.3)
        assert bell._silent_until > 0
        frozen.resume()
        bell._silent_until = 0
        async with AtWork(redis.url) as worker:
            bell.ring()
            assert await worker.hears()


async def test_a_worker_comes_back_by_itself_when_redis_was_stopped(redis: Redis):
    bell = Bell('ring')
    async with AtWork(redis.url) as worker, bell.hung(redis.url):
        bell.ring()
        assert await worker.hears()
        redis.stop()
        await asyncio.sleep(1)
        redis.start()
        bell._silent_until = 0
        before = worker.rung
        bell.ring()
        assert await worker.hears(before)


async def test_a_worker_comes_back_by_itself_when_redis_was_frozen_or_emptied(redis: Redis):
    bell = Bell('ring')
    async with AtWork(redis.url) as worker, bell.hung(redis.url):
        bell.ring()
        assert await worker.hears()
        (frozen,) = processes(redis)
        frozen.suspend()
        await asyncio.sleep(4)
        frozen.resume()
        client = connect(redis.url)
        await client.flushall()
        await client.aclose(close_connection_pool=True)
        before = worker.rung
        bell.ring()
        assert await worker.hears(before)


async def test_a_worker_stops_at_once_while_redis_is_frozen(redis: Redis):
    async with AtWork(redis.url) as worker:
        await asyncio.sleep(0.5)
        (frozen,) = processes(redis)
        frozen.suspend()
        began = time.monotonic()
        worker.stop.set()
        await asyncio.wait_for(worker.task, 8)
        assert time.monotonic() - began < 6
        os.kill(frozen.pid, signal.SIGCONT)


async def test_the_queue_holds_no_python_objects(redis: Redis):
    bell = Bell('ring')
    async with bell.hung(redis.url):
        for _ in range(2):
            bell.ring()
            await asyncio.sleep(0.3)
        client = connect(redis.url)
        assert await client.zcard(client.default_queue_name) == 1
        assert b'ring' in await client.get('arq:job:ring')
        assert not (await client.get('arq:job:ring')).startswith(b'\x80\x04')
        await client.aclose(close_connection_pool=True)
