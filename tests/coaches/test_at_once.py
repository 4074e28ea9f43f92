"""Two at once: one lead coach and one record of a draft stand, and without what holds that, two would."""

import asyncio

import asyncpg
import pytest

from coaching.coaches.commands import assigning, covering, logging
from coaching.coaches.rules.assigning import NoAssignment, NoCover
from coaching.coaches.values import Logged
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetchval
from coaching.kit.refusal import Refused
from tests.another_database import another_database
from tests.coaches.world import BY, DAY, NOW, TODAY, a_team, somebody, stands_beside

LEADS = "select count(*) from assignment where team_id = $1 and role = 'lead' and ended_on is null"


@pytest.fixture(scope='module', autouse=True)
async def town(pool, postgres):
    """A database of this module's own, where several connections see what the others committed."""
    async with another_database(postgres):
        await execute("insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())")
        yield


async def all_at_once(*doing) -> list[object]:
    return await asyncio.gather(*doing, return_exceptions=True)


async def coaches() -> list[Actor]:
    return [await somebody(f'{name} Coach') for name in ('Rosa', 'Efraín', 'Nora', 'Maya', 'Ines', 'Otto')]


async def test_of_several_who_are_made_lead_at_once_one_is(town):
    team_id, people = await a_team(), await coaches()
    came = await all_at_once(*(assigning.assign(team_id, one.person_id, **BY) for one in people))
    refused = [one.reason for one in came if isinstance(one, Refused)]
    assert (await fetchval(LEADS, team_id), refused) == (1, [NoAssignment.LEAD_TAKEN] * 5)


async def test_of_several_hand_overs_at_once_one_lead_is_left(town):
    team_id, (rosa, *others) = await a_team('Casa Familia', 'Lucía Vega'), await coaches()
    await assigning.assign(team_id, rosa.person_id, **BY)
    came = await all_at_once(*(assigning.hand_over(team_id, one.person_id, **BY) for one in others))
    assert [one for one in came if isinstance(one, Exception) and not isinstance(one, Refused)] == []
    assert await fetchval(LEADS, team_id) == 1
    granted = "select count(*) from role_grant where scope_kind = 'team' and scope_id = $1 and role = 'coach' and ended_at is null"
    assert await fetchval(granted, team_id) == 1


async def test_the_database_holds_it_where_nobody_asks_first(town):
    team_id, people = await a_team('Maple Library team', 'Inez Mora'), await coaches()
    came = await all_at_once(*(stands_beside(team_id, one.person_id) for one in people))
    kinds = {type(one) for one in came if not isinstance(one, int)}
    assert (await fetchval(LEADS, team_id), kinds <= {asyncpg.ExclusionViolationError, asyncpg.DeadlockDetectedError}) == (1, True)


async def test_the_control_without_the_constraint_has_several_leads(town):
    team_id, people = await a_team('Westgate team', 'Uma Reyes'), await coaches()
    await execute('alter table assignment drop constraint assignment_one_lead')
    try:
        await all_at_once(*(stands_beside(team_id, one.person_id) for one in people))
        assert await fetchval(LEADS, team_id) > 1
    finally:
        await execute('delete from assignment where team_id = $1', team_id)
        await execute("""alter table assignment add constraint assignment_one_lead exclude using gist (
            int8range(team_id, team_id, '[]') with &&, daterange(began_on, ended_on) with &&) where (role = 'lead')""")


async def test_the_same_draft_sent_many_times_at_once_is_one_talk(town):
    team_id, (rosa, *_others) = await a_team('Riverside team', 'Vera Luz'), await coaches()
    told = Logged('draft-at-once', (team_id,), TODAY, minutes=30)
    came = await all_at_once(*(logging.log(told, by=rosa, now=NOW) for _time in range(8)))
    assert sorted(is_new for _id, is_new in came) == [False] * 7 + [True]
    assert len({contact_id for contact_id, _is_new in came}) == 1
    counted = 'select sum(c.minutes) from contact c join contact_team k on k.contact_id = c.id where k.team_id = $1'
    assert await fetchval(counted, team_id) == 30


async def test_the_control_with_a_key_of_its_own_each_time_is_several_talks(town):
    team_id, (rosa, *_others) = await a_team('Lakes team', 'Wanda Pine'), await coaches()
    drafts = [Logged(f'draft-{number:04d}', (team_id,), TODAY, minutes=30) for number in range(8)]
    came = await all_at_once(*(logging.log(told, by=rosa, now=NOW) for told in drafts))
    assert len({contact_id for contact_id, _is_new in came}) == 8


async def test_of_several_covers_at_once_one_stands_and_the_others_are_told_so(town):
    team_id, (rosa, *others) = await a_team('Harbor team', 'Xenia Roth'), await coaches()
    await assigning.assign(team_id, rosa.person_id, **BY)
    came = await all_at_once(*(covering.cover(rosa.person_id, one.person_id, TODAY, TODAY + 9 * DAY, **BY) for one in others))
    assert [type(one) for one in came if not isinstance(one, int)] == [Refused] * 4
    assert {one.reason for one in came if isinstance(one, Refused)} == {NoCover.TWICE}
    assert await fetchval('select count(*) from cover where coach_id = $1 and ended_at is null', rosa.person_id) == 1
