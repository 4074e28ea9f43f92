"""Two coordinators bring in the same teams at the same moment: each team once, whoever is first."""

from __future__ import annotations

import asyncio

import pytest

from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import NoImport
from coaching.kit.access import Actor, Grant, How
from coaching.kit.database import execute, fetchval
from coaching.kit.refusal import Refused
from coaching.sheets import commands
from tests.another_database import another_database
from tests.at_once import beside
from tests.conftest import NOW
from tests.sheets.world import ELLEN, HOUR, TEAMS, everything, teams, uploaded

NETWORK = "insert into network (name, set_up_nonce, set_up_at) values ('Prairie', decode('00', 'hex'), now())"
OLGA = Actor(How.ACCOUNT, name='Olga Stern', grants=(Grant('coordinator', 'network', None),))


@pytest.fixture
async def apart(pool):
    async with another_database(pool):
        await execute(NETWORK)
        yield


async def test_the_same_file_comes_in_once_and_the_second_is_told(apart):
    batch_id = await uploaded()
    with pytest.raises(Refused) as refused:
        await beside(
            lambda: commands.make(batch_id, by=ELLEN, now=NOW),
            lambda: commands.make(batch_id, by=OLGA, now=NOW),
        )
    assert refused.value.reason is NoImport.AGAIN
    assert len(await teams()) == 2


async def test_another_file_with_the_same_teams_sees_those_of_the_first(apart):
    first, second = await uploaded(), await uploaded(TEAMS + '\n', by=OLGA)
    await beside(lambda: commands.make(first, by=ELLEN, now=NOW), lambda: commands.make(second, by=OLGA, now=NOW))
    assert len(await teams()) == 2
    assert (await imports.batch(second)).counts['same'] == 2


async def test_while_one_is_undone_another_waits_and_brings_all_of_it_in_anew(apart):
    first, second = await uploaded(), await uploaded(TEAMS + '\n', by=OLGA)
    await commands.make(first, by=ELLEN, now=NOW)
    await beside(lambda: commands.undo(first, by=ELLEN, now=NOW + HOUR), lambda: commands.make(second, by=OLGA, now=NOW + HOUR))
    assert len(await teams()) == 2
    assert (await imports.batch(second)).counts['new'] == 2


async def test_whoever_is_cut_off_half_way_leaves_nothing_and_no_lock(apart):
    batch_id, before = await uploaded(), await everything()
    task = asyncio.create_task(commands.make(batch_id, by=ELLEN, now=NOW))
    for _moment in range(400):
        await asyncio.sleep(0.005)
        if await fetchval("select count(*) from pg_locks where locktype = 'advisory'"):
            break
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await everything() == before
    await commands.make(batch_id, by=ELLEN, now=NOW)
    assert len(await teams()) == 2
