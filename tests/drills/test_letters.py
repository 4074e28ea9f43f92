"""No letter is lost when workers are killed, mail servers misbehave, and Redis or PostgreSQL goes away. Real processes."""

from __future__ import annotations

import asyncio
import collections
import datetime
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator

import psutil
import pytest

from coaching.kit.jobs import Bell
from coaching.kit.jobs.queue import connect
from tests.drills.letters.house import House, a_house, addresses, heal, until
from tests.drills.letters.kills import drill

KILLS, LETTERS = int(os.environ.get('LETTERS_KILLS', '4')), int(os.environ.get('LETTERS_COUNT', '200'))
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)

BAD_MANNERS = (
    '550.5.1.1', '450.4.2.1', '451.data', '554.5.6.0.data', '550.5.7.1', 'close.rcpt', 'close.data', 'hang.rcpt', 'hang.data'
)  # fmt: skip


@pytest.fixture(scope='module')
def built() -> Iterator[House]:
    with a_house() as house:
        yield house


@pytest.fixture
async def usual(built: House) -> AsyncIterator[House]:
    """An empty house in which waits are as long as in life."""
    built.times, built.seconds_a_letter = 1, 0
    yield built
    built.empty()
    await built.forget()


@pytest.fixture
def quick(usual: House) -> House:
    """Waits pass twenty times faster: a lease is 3 s, the longest answer 1 s, the second try comes after 1.5 s."""
    usual.times = 20
    return usual


async def test_a_killed_worker_loses_no_letter_and_repeats_at_most_the_one_in_its_hand(usual: House):
    figures = await drill(usual, KILLS, LETTERS, lease_seconds=3, seed=20261204)
    print('\n'.join(figures.lines()))
    assert (figures.lost, figures.with_two_names) == (0, 0)
    assert figures.copies <= KILLS
    assert figures.waiting_at_last_kill > 0
    assert figures.seconds_after_last_kill < 45


async def all_sent(house: House) -> bool:
    return await house.open_letters() == 0


async def test_one_bad_address_delays_nobody_and_when_the_server_heals_nothing_is_lost(quick: House):
    sink = quick.sink()
    bad = [address for manner in BAD_MANNERS for address in addresses(2, manner)]
    await quick.promise([*bad, *addresses(60)])
    quick.ready_worker('worker')
    good = set(addresses(60))
    assert await until(lambda: good <= {one.to for one in quick.delivered()}, within=30), quick.errors[-3000:]
    assert await until(lambda: min(quick.tries()[address] for address in addresses(2, '450.4.2.1')) >= 2, within=20)
    heal(sink)
    assert await until(lambda: all_sent(quick), within=60), quick.errors[-3000:]
    failed = await quick.fetchval('select array_agg(facts) from promise where failed_at is not null')
    reasons = await quick.fetchval('select array_agg(distinct failure order by failure) from promise where failed_at is not null')
    once = addresses(2, '550.5.1.1') + addresses(2, '554.5.6.0.data')
    assert ([quick.tries()[address] for address in once], failed, reasons) == (
        [1] * 4, ['{}'] * 4, ['letter 554 5.6.0', 'recipient 550 5.1.1'],
    )  # fmt: skip
    arrived = collections.Counter(one.to for one in quick.delivered())
    assert set(addresses(60) + bad) - arrived.keys() == set(once)
    assert {address for address, copies in arrived.items() if copies > 1} <= set(addresses(2, 'close.data'))
    names = {(one.to, one.message_id) for one in quick.delivered()}
    assert len(names) == len(arrived)


async def test_a_mail_server_that_is_down_gets_every_letter_when_it_is_back(quick: House):
    await quick.promise(addresses(100))
    quick.ready_worker('worker')
    await asyncio.sleep(3)
    assert await quick.fetchval('select max(tries) from promise') == 0
    assert await quick.fetchval('select count(*) from promise where next_try_at is not null') == 0
    sink = quick.sink()
    began = time.monotonic()
    assert await until(lambda: all_sent(quick), within=15), quick.errors[-3000:]
    assert 100 / (time.monotonic() - began) >= 10
    assert sorted(one.to for one in quick.delivered()) == sorted(addresses(100))
    sink.terminate()


async def test_whoever_is_told_to_stop_ends_in_time_and_leaves_nothing_half_done(usual: House):
    usual.seconds_a_letter = 0.02
    usual.sink()
    await usual.promise(addresses(120))
    worker = usual.ready_worker('worker')
    assert await until(lambda: len(usual.delivered()) > 5, within=20, each=0.01)
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(worker.wait, 10) == 0
    assert time.monotonic() - began < 10
    assert 0 < await usual.open_letters() < 115
    assert await usual.fetchval('select count(*) from promise where claimed_until is not null') == 0
    usual.ready_worker('another')
    assert await until(lambda: all_sent(usual), within=20)
    assert collections.Counter(one.to for one in usual.delivered()).most_common(1)[0][1] == 1


async def test_a_worker_that_slept_for_five_days_sends_only_what_is_still_useful(usual: House):
    usual.sink()
    ago = [-days * DAY for days in range(1, 6)]
    for number, due_in in enumerate(ago):
        await usual.promise([f'reminder-{number}@example.org'], kind='reminder-day', due_in=due_in, useful_for=due_in + HOUR)
        await usual.promise([f'still-{number}@example.org'], due_in=due_in, useful_for=HOUR)
        await usual.promise([f'always-{number}@example.org'], due_in=due_in)
    await usual.promise(['tomorrow@example.org'], due_in=DAY)
    usual.ready_worker('worker')
    assert await until(lambda: len(usual.delivered()) >= 10, within=20)
    await asyncio.sleep(0.5)
    expected = [f'{name}-{number}@example.org' for number in reversed(range(5)) for name in ('still', 'always')]
    assert sorted(one.to for one in usual.delivered()) == sorted(expected)
    assert await usual.fetchval("select count(*) from promise where failure = 'too late' and cancelled_at is not null") == 5
    assert await usual.open_letters() == 1


async def test_without_redis_letters_leave_a_little_later_and_the_worker_comes_back_by_itself(usual: House):
    usual.times = 2
    usual.sink()
    worker, bell = usual.ready_worker('worker'), Bell('ring')
    async with bell.hung(usual.redis.url):
        assert await seconds_until_sent(usual, bell, 'first@example.org') < 5
        for what in ('stopped', 'frozen', 'flushed'):
            await harm(usual, what)
            assert await seconds_until_sent(usual, bell, f'while-{what}@example.org') < 15 / usual.times + 5
            repair(usual, what)
            await asyncio.sleep(5.5)  # the longest pause between two looks after Redis
            bell._silent_until = 0
            assert await seconds_until_sent(usual, bell, f'after-{what}@example.org') < 5
    assert worker.poll() is None


async def seconds_until_sent(house: House, bell: Bell, to: str) -> float:
    await asyncio.sleep(0.3)  # just after a look of its own, the worker would need the bell
    began = time.monotonic()
    await house.promise([to])
    bell.ring()
    assert await until(lambda: to in {one.to for one in house.delivered()}, within=20, each=0.02), house.errors[-3000:]
    return time.monotonic() - began


def redis_process(house: House) -> psutil.Process:
    (found,) = [process for process in psutil.process_iter() if house.redis._is_ours(process)]
    return found


async def harm(house: House, what: str) -> None:
    if what == 'stopped':
        house.redis.stop()
    elif what == 'frozen':
        redis_process(house).suspend()
    else:
        client = connect(house.redis.url)
        await client.flushall()
        await client.aclose(close_connection_pool=True)


def repair(house: House, what: str) -> None:
    if what == 'stopped':
        house.redis.start()
    elif what == 'frozen':
        redis_process(house).resume()


async def test_a_database_that_restarts_while_letters_leave_costs_neither_letters_nor_copies(quick: House):
    quick.seconds_a_letter = 0.01
    quick.sink()
    await quick.promise(addresses(200))
    worker = quick.ready_worker('worker')
    for seen in (10, 40, 70):
        assert await until(lambda seen=seen: len(quick.delivered()) > seen, within=30, each=0.01)
        await quick.restart_postgres()
    assert await until(lambda: all_sent(quick), within=40), quick.errors[-3000:]
    assert worker.poll() is None
    assert sorted(one.to for one in quick.delivered()) == sorted(addresses(200))
