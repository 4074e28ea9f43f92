"""Two wishes of one coach at once: one reminder stands, and without what holds that, there would be several."""

from __future__ import annotations

import asyncio

import pytest

from coaching.caseload.commands.snoozing import pause
from coaching.kit.database import execute, fetchval
from tests.another_database import another_database
from tests.caseload.world import DAY, NOW, TODAY, rosas_team, somebody

COUNT = 'select count(*) from snooze where team_id = $1'


@pytest.fixture(scope='module', autouse=True)
async def town(pool, postgres):
    """A database of this module's own, where several connections see what the others committed."""
    async with another_database(postgres):
        await execute("insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())")
        yield


async def test_of_several_wishes_at_once_one_reminder_stands(town):
    rosa = await somebody('Rosa Delgado')
    team_id = await rosas_team(rosa)
    came = await asyncio.gather(
        *(pause(team_id, TODAY + ahead * DAY, by=rosa, now=NOW) for ahead in range(1, 7)), return_exceptions=True
    )
    assert (came, await fetchval(COUNT, team_id)) == ([None] * 6, 1)


async def test_the_control_without_the_constraint_has_several(town):
    rosa = await somebody('Nora Fox')
    team_id = await rosas_team(rosa, 'Maple Library team', lead='Mila Hart')
    await execute('alter table snooze drop constraint snooze_once')
    bare = 'insert into snooze (team_id, person_id, until_on, made_at) values ($1, $2, $3, $4)'
    await asyncio.gather(*(execute(bare, team_id, rosa.person_id, TODAY + ahead * DAY, NOW) for ahead in range(1, 7)))
    assert await fetchval(COUNT, team_id) == 6
