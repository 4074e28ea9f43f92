"""So many tries and not one more, however many processes count."""

import asyncio
import datetime
import json
import os
import pathlib
import sys

import pytest
from litestar import Request

from coaching.kit import clock, limits
from coaching.kit.database import DB, atomic, fetch
from coaching.kit.limits import Limit, TooMany, caller, hold, hold_each, sweep

QUARTER = datetime.timedelta(minutes=15)
NOON = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
ROOT = pathlib.Path(__file__).parents[2]

TRIER = """
import asyncio, datetime, json, sys
from coaching.kit.database import close_pool, execute, fetchval, open_pool
from coaching.kit.limits import TooMany, hold

async def read_then_write(name, key, *, limit, per):
    counted = await fetchval('select coalesce(sum(count), 0) from rate_window where name = $1', name)
    if counted >= limit:
        raise TooMany(1)
    await execute("insert into rate_window values ($1, decode(md5(random()::text), 'hex'), now(), 1)", name)

async def one(way, name):
    try:
        await way(name, 'dana@example.org', limit=20, per=datetime.timedelta(days=1))
    except TooMany:
        return 0
    return 1

async def main(arguments, way, name):
    await open_pool(json.loads(arguments), size=6)
    print('ready', flush=True)
    sys.stdin.readline()
    passed = await asyncio.gather(*(one({'hold': hold, 'read': read_then_write}[way], name) for _ in range(50)))
    print(sum(passed), flush=True)
    await close_pool()

asyncio.run(main(*sys.argv[1:]))
"""


async def passed_in_four_processes(postgres, way, name):
    """How many of 4 × 50 tries pass when four processes begin at the same moment."""
    told = [sys.executable, '-c', TRIER, json.dumps(postgres), way, name]
    pipes = {'stdin': asyncio.subprocess.PIPE, 'stdout': asyncio.subprocess.PIPE}
    triers = [await asyncio.create_subprocess_exec(*told, cwd=ROOT, env={**os.environ, 'PYTHONPATH': str(ROOT)}, **pipes) for _ in range(4)]
    for trier in triers:
        assert await trier.stdout.readline() == b'ready\n'
    for trier in triers:
        trier.stdin.write(b'go\n')
    ends = [await trier.communicate() for trier in triers]
    return sum(int(out) for out, _ in ends)


@pytest.fixture
async def windows(pool, monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOON)
    yield
    await DB.pool.execute('truncate rate_window')


async def tries(count, key='dana@example.org', limit=5, per=QUARTER, name='sign-in-letter'):
    """How many of so many tries pass, one after the other."""
    passed = 0
    for _ in range(count):
        try:
            await hold(name, key, limit=limit, per=per)
            passed += 1
        except TooMany:
            pass
    return passed


async def test_twenty_of_two_hundred_tries_pass_in_four_processes(windows, postgres):
    assert await passed_in_four_processes(postgres, 'hold', 'exact') == 20


async def test_a_limit_that_reads_before_it_writes_lets_more_through(windows, postgres):
    """The control: the same race is lost without the one statement."""
    assert await passed_in_four_processes(postgres, 'read', 'control') > 20


async def test_each_key_and_each_kind_has_tries_of_its_own(windows):
    assert await tries(9) == 5
    assert await tries(9, key='ana@example.org') == 5
    assert await tries(9, name='code') == 5


async def test_of_two_limits_the_one_that_is_reached_first_refuses_whichever_comes_first_by_name(windows):
    house, mailbox, day = Limit('b', '203.0.113.9', 3, QUARTER), Limit('a', 'dana@example.org', 2, QUARTER), datetime.timedelta(days=1)
    for _ in range(2):
        await hold_each(house, mailbox)
    with pytest.raises(TooMany) as refused:
        await hold_each(house, mailbox)
    assert refused.value.seconds == QUARTER.total_seconds()
    await hold('a', 'ana@example.org', limit=2, per=QUARTER)
    with pytest.raises(TooMany) as refused:
        await hold_each(Limit('b', '203.0.113.9', 3, QUARTER), Limit('c', '203.0.113.9', 3, day))
    assert refused.value.seconds == QUARTER.total_seconds()
    assert {row['name']: row['count'] for row in await fetch('select name, max(count) as count from rate_window group by name')} == {
        'a': 2, 'b': 3, 'c': 1,
    }  # fmt: skip


async def test_the_next_window_has_tries_again_and_until_then_the_wait_is_told(windows, monkeypatch):
    early = NOON + datetime.timedelta(minutes=4, seconds=30)
    monkeypatch.setattr(clock, 'now', lambda: early)
    assert await tries(9) == 5
    with pytest.raises(TooMany) as refused:
        await hold('sign-in-letter', 'dana@example.org', limit=5, per=QUARTER)
    assert refused.value.seconds == 630
    monkeypatch.setattr(clock, 'now', lambda: early + datetime.timedelta(seconds=630))
    assert await tries(9) == 5


async def test_what_is_rolled_back_was_tried_all_the_same(windows):
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            async with atomic():
                await hold('sign-in-letter', 'dana@example.org', limit=5, per=QUARTER)
                raise ZeroDivisionError
    assert await tries(1) == 0


async def test_nobodys_address_is_stored(windows):
    await tries(1)
    rows = await fetch('select name, key from rate_window')
    assert [(row['name'], len(row['key']), b'dana' in row['key']) for row in rows] == [('sign-in-letter', 32, False)]


async def test_old_windows_are_swept_and_a_window_is_never_longer_than_that(windows):
    await tries(1)
    assert await sweep(clock.now() + datetime.timedelta(hours=47)) == 0
    assert await sweep(clock.now() + datetime.timedelta(hours=73)) == 1
    for wrong in (datetime.timedelta(days=2), datetime.timedelta(0)):
        with pytest.raises(ValueError, match='is not swept'):
            await hold('x', 'y', limit=1, per=wrong)


@pytest.mark.parametrize(
    ('address', 'household'),
    [('203.0.113.9', '203.0.113.9'), ('2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'), ('somewhere', 'somewhere')],
)
def test_a_caller_is_as_coarse_as_a_household(address, household):
    assert caller(Request({'type': 'http', 'client': (address, 1), 'headers': []})) == household
    assert caller(Request({'type': 'http', 'client': None, 'headers': []})) == ''


def test_redis_is_not_asked():
    assert 'import redis' not in pathlib.Path(limits.__file__).read_text()
