"""The facts of many teams in one read, beside what the tables hold."""

import dataclasses
import datetime

import pytest

from coaching.caseload.commands import snoozing
from coaching.caseload.queries import pace
from coaching.caseload.queries.facts import teams_now
from coaching.caseload.rules.needs import needs
from coaching.caseload.values import Kind, TeamNow
from coaching.coaches.commands import assigning, covering
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import execute, fetch
from coaching.kit.refusal import Refused
from coaching.path.commands import walking
from coaching.path.values import StepState
from coaching.teams.commands import cohorts
from coaching.teams.values import CohortKind, TeamStanding
from tests.caseload.world import BY, DAY, LONG_AGO, NOW, TODAY, appointed, called, claimed, confirmed, rosas_team, somebody, talked
from tests.coaches.world import a_team

HOUR = datetime.timedelta(hours=1)
DONE, OPEN = StepState.CONFIRMED, StepState.NOT_STARTED


@pytest.fixture
async def rosa(database):
    return await somebody('Rosa Delgado', Grant('coach', 'network', None))


async def now_of(*team_ids: int, person_id: int | None = None) -> list[TeamNow]:
    return await teams_now(team_ids, today=TODAY, now=NOW, zone='America/Chicago', person_id=person_id)


async def test_no_team_asks_for_nothing(database):
    assert await now_of() == []


async def test_a_team_that_walks_by_no_path_and_has_no_coach(database):
    team_id = await a_team()
    await execute('update team set began_on = $1', TODAY - 9 * DAY)
    [found] = await now_of(team_id)
    assert found == TeamNow(
        team_id, 'Willow Street School team', TeamStanding.FORMING, TODAY - 9 * DAY, without_since=TODAY - 9 * DAY
    )  # fmt: skip


async def test_everything_of_a_team_is_read_at_once(rosa):
    team_id, efrain = await rosas_team(rosa), await somebody('Efraín Soto', Grant('coach', 'network', None))
    await confirmed(team_id, rosa, 40)
    await claimed(team_id, 5, 2)
    await talked(team_id, rosa, TODAY - 30 * DAY)
    await talked(team_id, rosa, TODAY - 12 * DAY)
    await appointed(team_id, rosa, NOW + HOUR)
    await called(team_id, 'Nobody can host Thursday')
    await show(team_id, 2, 50, 20)
    for what, due in (('Find a room', TODAY - 3 * DAY), ('Call the library', TODAY - 8 * DAY), ('Today', TODAY)):
        await execute('insert into next_step (team_id, what, due_on, made_at) values ($1, $2, $3, $4)', team_id, what, due, NOW)
    await covering.cover(rosa.person_id, efrain.person_id, TODAY, TODAY + 7 * DAY, **BY)
    await snoozing.pause(team_id, TODAY + DAY, by=rosa, now=NOW)
    [found] = await now_of(team_id, person_id=rosa.person_id)
    [(lead_id,)] = await fetch("select person_id from team_member where team_id = $1 and role = 'lead'", team_id)
    assert found == TeamNow(
        team_id, 'Westgate Early Learning', TeamStanding.FORMING, LONG_AGO, path=('community-cafe', 1), step=2,
        states=(DONE, StepState.CLAIMED, OPEN, OPEN, OPEN, OPEN, StepState.LIVING), claimed=((2, TODAY - 5 * DAY, lead_id),),
        confirmed=((1, TODAY - 40 * DAY),), step_days=50, last_talk_on=TODAY - 12 * DAY, next_talk_at=NOW + HOUR,
        next_talk_zone='America/Chicago', next_talk_with=rosa.person_id, helped_since=TODAY, help_words='Nobody can host Thursday',
        late=2, late_since=TODAY - 8 * DAY, late_words='Call the library', lead_id=rosa.person_id, lead='Rosa Delgado',
        cover_id=efrain.person_id, cover='Efraín Soto', cover_until=TODAY + 7 * DAY, paused_until=TODAY + DAY,
    )  # fmt: skip
    [others] = await now_of(team_id, person_id=efrain.person_id)
    assert others == dataclasses.replace(found, paused_until=None)


async def show(team_id: int, step: int, *days: int) -> None:
    """Something shows the step, so many days ago."""
    for day in days:
        await execute(
            """insert into evidence (journey_id, step, happened_on, words, recorded_at)
               select id, $2, $3, 'We met.', $4 from journey where team_id = $1""",
            team_id, step, TODAY - day * DAY, NOW,
        )  # fmt: skip


async def test_a_talk_that_did_not_take_place_and_one_long_ago_planned_count_for_nothing(rosa):
    team_id = await rosas_team(rosa)
    await talked(team_id, rosa, TODAY - 70 * DAY)
    await execute("update contact set how = 'attempted'")
    await appointed(team_id, rosa, NOW - 2 * DAY)
    [found] = await now_of(team_id)
    assert (found.last_talk_on, found.next_talk_at) == (None, None)


async def test_an_answered_call_and_steps_that_were_let_go_are_not_open(rosa):
    team_id = await rosas_team(rosa)
    await called(team_id, 'Nobody can host Thursday')
    await execute('update help_request set answered_at = asked_at')
    await execute(
        """insert into next_step (team_id, what, due_on, made_at, state, ended_on, dropped_why)
           values ($1, 'Call', $2, $3, 'dropped', $2, 'changed')""",
        team_id, TODAY - DAY, NOW,
    )  # fmt: skip
    [found] = await now_of(team_id)
    assert (found.helped_since, found.late) == (None, 0)


async def test_since_when_a_team_has_no_coach(rosa):
    team_id = await rosas_team(rosa)
    [assignment] = await fetch('select id from assignment')
    await assigning.end(assignment['id'], on=TODAY - 9 * DAY, why='left', **BY)
    [found] = await now_of(team_id)
    assert (found.lead_id, found.without_since) == (None, TODAY - 9 * DAY)
    assert [need.kind for need in needs(found, TODAY)] == [Kind.QUIET, Kind.NO_COACH]


async def test_a_step_that_was_set_aside_or_opened_again(rosa):
    team_id = await rosas_team(rosa)
    await claimed(team_id, 9, 1, did='set_aside', by_id=rosa.person_id)
    await confirmed(team_id, rosa, 8, 2)
    await claimed(team_id, 7, 2, did='reopened', by_id=rosa.person_id)
    [found] = await now_of(team_id)
    assert (found.step, found.states[:2]) == (2, (StepState.NOT_APPLICABLE, StepState.WORKING))


async def test_a_team_on_its_living_step_has_no_days_there(rosa):
    team_id = await rosas_team(rosa)
    for step in range(1, 7):
        await confirmed(team_id, rosa, 8, step)
    await show(team_id, 7, 200)
    [found] = await now_of(team_id)
    assert (found.step, found.states[-1], found.step_days) == (7, StepState.LIVING, None)


async def in_cohort(*team_ids: int) -> None:
    cohort_id = await cohorts.make('Spring', CohortKind.START, began_on=LONG_AGO, **BY)
    await cohorts.add_teams(cohort_id, team_ids, **BY)


async def test_a_step_is_slow_beside_the_middle_of_those_who_began_together(rosa):
    slow = await rosas_team(rosa)
    others = [await rosas_team(rosa, f'Team {days}', lead=f'Lead{days} Cruz') for days in (10, 20, 40)]
    await show(slow, 1, 60)
    for team_id, days in zip(others[:2], (10, 20), strict=True):
        await show(team_id, 1, days)
        await confirmed(team_id, rosa, 0)
    await in_cohort(slow, *others)
    [found] = await now_of(slow)
    assert (found.step_days, found.usual_days) == (60, None), 'two teams have no middle'
    await show(others[2], 1, 40)
    await confirmed(others[2], rosa, 0)
    [found] = await now_of(slow)
    assert found.usual_days is None, 'a middle moves slowly and is remembered for a while'
    pace.forget()
    [found] = await now_of(slow)
    assert found.usual_days == 20
    assert [need.kind for need in needs(found, TODAY)] == [Kind.PACE, Kind.QUIET]


async def test_paces_of_many_cohorts_are_not_remembered_for_ever(database, monkeypatch):
    monkeypatch.setattr(pace, 'COHORTS_AT_MOST', 1)
    for number in range(1, 5):
        await pace.paces({number})
    assert len(pace._known) <= 2


async def test_two_coaches_pause_a_team_each_for_themselves(rosa):
    team_id, efrain = await rosas_team(rosa), await somebody('Efraín Soto', Grant('coach', 'network', None))
    await snoozing.pause(team_id, TODAY + DAY, by=rosa, now=NOW)
    await snoozing.pause(team_id, TODAY + 3 * DAY, by=efrain, now=NOW)
    await snoozing.pause(team_id, TODAY + 2 * DAY, by=rosa, now=NOW)
    kept = {row['person_id']: row['until_on'] for row in await fetch('select person_id, until_on from snooze')}
    assert kept == {rosa.person_id: TODAY + 2 * DAY, efrain.person_id: TODAY + 3 * DAY}
    with pytest.raises(Refused):
        await snoozing.pause(team_id, TODAY, by=rosa, now=NOW)


async def test_a_path_of_another_model_is_read_in_the_same_way(rosa):
    team_id = await rosas_team(rosa, path='')
    await walking.begin(team_id, 'parent-cafe', 1, by=SYSTEM, now=NOW)
    [found] = await now_of(team_id)
    assert found.path == ('parent-cafe', 1) and found.step == 1 and found.states
