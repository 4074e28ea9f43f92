"""Looking changes nothing: no row, no letter, no try that is counted, no call to Redis, however often a page is asked for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis as Client

from coaching.kit.embedded.redis import Redis
from coaching.kit.settings import settings
from coaching.outbox.bell import BELL
from tests.access import expected
from tests.access.asking import ask, digests, filled, form_of, routes, taken_back
from tests.access.expected import IN
from tests.access.world import ROLES

LOOKED_AT_BY_ITSELF = {'cmdstat_info', 'cmdstat_client|setinfo', 'cmdstat_hello', 'cmdstat_ping'}


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Client]:
    """A Redis through which the bell rings."""
    server = Redis.find(tmp_path)
    if server is None:
        pytest.skip('no Redis program on this machine')
    server.start()
    async with BELL.hung(server.url), Client.from_url(server.url) as client:
        yield client
    server.stop()


async def calls(redis: Client) -> dict[str, int]:
    """How often each command of Redis was given."""
    told = await redis.info('commandstats')
    return {name: one['calls'] for name, one in told.items() if name not in LOOKED_AT_BY_ITSELF}


def letters() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings().letters_dir.rglob('*') if path.is_file()}


async def test_every_page_is_asked_for_twice_and_nothing_changes(client, house, redis):
    wrong, before, kept, called = [], await digests(tries=True), letters(), await calls(redis)
    for route in (route for route in routes() if route.startswith('GET ')):
        async with taken_back():
            fell = []
            let_in = [role for role in ROLES if expected.ROUTES[route][role] == IN]
            for role in {let_in[0], let_in[len(let_in) // 2], let_in[-1]}:
                twice = [(await ask(client, route, filled(route, house, role), house.cookies[role], {})).status_code for _ in range(2)]
                fell += [f'{role}: {route} {twice}'] if twice[0] != twice[1] or twice[0] >= 500 else []
            wrong += fell or ([f'{route} changes something'] if await digests(tries=True) != before else [])
    await asyncio.sleep(0.1)
    assert (wrong, letters() == kept, await calls(redis)) == ([], True, called)


async def test_a_form_changes_what_looking_does_not(client, house, redis):
    before, called = await digests(tries=True), await calls(redis)
    await ask(client, 'POST /my', '/my', '', {**form_of(house), 'email': 'ana.prairie@example.org'})
    ends_at = time.monotonic() + 5
    while await calls(redis) == called and time.monotonic() < ends_at:
        await asyncio.sleep(0.02)
    changed = {name for name, digest in (await digests(tries=True)).items() if digest != before[name]}
    assert (changed, await calls(redis) != called) == ({'promise', 'rate_window'}, True)
