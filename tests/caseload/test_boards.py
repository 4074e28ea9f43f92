"""The board's reads: the same steps as a team's own page draws, for all teams at once."""

import datetime

from coaching.caseload.queries import boards
from coaching.kit.access import SYSTEM
from coaching.path.commands import telling, walking
from coaching.path.queries import journey, steps
from coaching.path.values import Marked
from coaching.teams.commands import cohorts
from coaching.teams.commands.teams import form
from coaching.teams.values import CohortKind, TeamStanding
from tests.caseload.cohort_world import teams as many
from tests.conftest import NOW
from tests.path.world import a_team, reach, somebody
from tests.queries import counted

TODAY = datetime.date(2026, 11, 18)
DAY = datetime.timedelta(days=1)


async def a_cohort(*team_ids: int) -> int:
    cohort_id = await cohorts.make('Autumn teams', CohortKind.START, began_on=TODAY, by=SYSTEM, now=NOW)
    await cohorts.add_teams(cohort_id, team_ids, by=SYSTEM, now=NOW)
    return cohort_id


async def test_what_is_drawn_for_all_is_what_is_drawn_for_each_on_any_day(database):
    team_id, alma, _grace, rosa = await a_team()
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    await telling.mark(team_id, '2.a', Marked.PARTLY, seen=0, by=alma, now=NOW)
    other = await form('Maple Library team', lead_id=(await somebody('Noor Haddad')).person_id, by=SYSTEM, now=NOW)
    there = await boards.teams_of_board(await a_cohort(team_id, other))
    assert [(one.name, one.standing, one.members) for one in there] == [
        ('Maple Library team', TeamStanding.FORMING, 1), ('Willow Street School team', TeamStanding.FORMING, 2),
    ]  # fmt: skip
    drawn = await boards.ways(there, TODAY, TODAY - DAY)
    assert list(drawn) == [team_id]
    for way, day in zip(drawn[team_id], (TODAY, TODAY - DAY), strict=True):
        alone = await steps(await journey(team_id), on=day)
        for here, there in zip(way, alone, strict=True):
            assert (here.number, here.codes, here.marks, here.excepted, here.evidence_on, here.is_living) == (
                there.number, there.codes, there.marks, there.excepted, there.evidence_on, there.is_living,
            )  # fmt: skip
            assert [(one.did, one.happened_on) for one in here.history] == [(one.did, one.happened_on) for one in there.history]
            assert not any(one.why or one.by for one in here.history)


async def test_sixty_teams_cost_as_many_questions_as_two(database):
    asked = []
    for count in (2, 60):
        cohort_id = await a_cohort(*await many(count))
        async with counted() as statements:
            assert len(await boards.ways(await boards.teams_of_board(cohort_id), TODAY, TODAY - DAY)) == count
        asked.append(len(statements))
    assert asked == [4, 4]
