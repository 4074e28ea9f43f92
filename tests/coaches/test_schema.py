"""What the database itself holds about coaches, whatever anybody writes: CO1, days that stay equal, plans that stay as they were agreed."""

import asyncpg
import pytest

from coaching.kit.database import atomic, execute, fetchrow, fetchval
from tests.coaches.world import DAY, NOW, TODAY, a_team, somebody, stands_beside

CONTACT = """
insert into contact (author_id, draft_key, happened_on, how, mode, minutes, recorded_at)
values ($1, $2, $3, 'held', 'phone', 30, $4) returning id
"""


async def refused(doing, error=asyncpg.IntegrityConstraintViolationError) -> str:
    with pytest.raises(error) as raised:
        async with atomic():
            await doing
    return raised.value.constraint_name or str(raised.value)


async def test_co1_a_team_has_one_lead_coach_at_any_moment(database):
    team_id, other_id = await a_team(), await a_team('Casa Familia', 'Lucía Vega')
    rosa, efrain = await somebody('Rosa Delgado'), await somebody('Efraín Solís')
    await stands_beside(team_id, rosa.person_id, ended_on=TODAY + 9 * DAY)
    assert await refused(stands_beside(team_id, efrain.person_id, began_on=TODAY + 8 * DAY)) == 'assignment_one_lead'
    await stands_beside(team_id, efrain.person_id, began_on=TODAY + 9 * DAY)
    await stands_beside(other_id, rosa.person_id)
    assert await refused(stands_beside(other_id, efrain.person_id, began_on=TODAY - DAY, ended_on=TODAY + DAY)) == 'assignment_one_lead'


async def test_somebody_stands_beside_a_team_once_at_a_time(database):
    team_id, rosa = await a_team(), await somebody('Rosa Delgado')
    await stands_beside(team_id, rosa.person_id, 'apprentice')
    assert await refused(stands_beside(team_id, rosa.person_id, 'co_coach')) == 'assignment_once_at_a_time'
    await stands_beside(team_id, rosa.person_id, 'co_coach', began_on=TODAY - 9 * DAY, ended_on=TODAY)


async def test_the_day_of_a_talk_is_its_teams_day_too(database):
    team_id, rosa = await a_team(), await somebody('Rosa Delgado')
    contact_id = await fetchval(CONTACT, rosa.person_id, 'draft-0001', TODAY, NOW)
    await execute(
        "insert into contact_team (contact_id, team_id, happened_on, how) values ($1, $2, $3, 'held')", contact_id, team_id, TODAY
    )
    await execute("update contact set happened_on = $2, how = 'attempted' where id = $1", contact_id, TODAY - DAY)
    row = await fetchrow('select happened_on, how from contact_team where contact_id = $1', contact_id)
    assert dict(row) == {'happened_on': TODAY - DAY, 'how': 'attempted'}
    assert await refused(fetchval(CONTACT, rosa.person_id, 'draft-0001', TODAY, NOW)) == 'contact_once'


async def test_a_version_of_a_plan_is_never_changed(database):
    team_id, rosa = await a_team(), await somebody('Rosa Delgado')
    plan = "insert into coaching_plan (team_id, number, parts, review_on, made_at) values ($1, 1, '{}', '2027-02-01', $2) returning id"
    plan_id = await fetchval(plan, team_id, NOW)
    changed = execute("update coaching_plan set review_on = '2027-01-01' where id = $1", plan_id)
    assert 'never changed' in await refused(changed, asyncpg.RestrictViolationError)
    alone = execute('update coaching_plan set agreed_by_team_on = $2 where id = $1', plan_id, TODAY)
    assert await refused(alone) == 'coaching_plan_team_is_somebody'
    both = """update coaching_plan set agreed_by_team_on = $2, agreed_by_team_id = $3, agreed_by_coach_on = $2, agreed_by_coach_id = $3
              where id = $1"""
    assert await refused(execute(both, plan_id, TODAY, rosa.person_id)) == 'coaching_plan_two_sides'
