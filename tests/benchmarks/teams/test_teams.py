"""The benchmarks of teams in short: every figure comes out, every floor stands, and a world keeps the rules that were off while it came."""

import pytest

from coaching.kit.database import atomic, execute, fetchval
from tests.benchmarks.teams import world
from tests.benchmarks.teams.__main__ import FLOORS
from tests.benchmarks.teams.figures import FIGURES
from tests.benchmarks.teams.kept import KeptTeams
from tests.benchmarks.teams.town import town
from tests.benchmarks.teams.writing import clean
from tests.benchmarks.turns import Place, head, in_turns, row, served
from tests.drills.starting import open_folder

TEAMS, SECONDS = 50, 0.1


@pytest.fixture(scope='module')
async def place(anyio_backend):
    """A small world, served."""
    kept = KeptTeams(TEAMS, open_folder())
    try:
        kept.start()
        loaded = await kept.fill()
        async with kept.inside():
            ids = await town(loaded)
        with served(kept, ids, FLOORS) as place:
            yield place
    finally:
        kept.forget()


@pytest.mark.parametrize('figure', FIGURES, ids=lambda figure: figure.name)
async def test_the_figure_comes_out(place: Place, figure):
    found = await in_turns(place, figure, SECONDS, warm=0, clean=clean)
    assert [one.rate > 0 and one.work > 0 for one in found.values()] == [True] * 3
    line = row(figure, TEAMS, [found], [found])
    assert (len(line), line[0], line[-1]) == (len(head('teams')), figure.name, '1.00')


async def test_a_coach_has_sixty_teams_and_each_about_fifty_talks(place: Place):
    async with place.kept.inside():
        lead = "select count(*) from assignment where person_id = $1 and ended_on is null and role = 'lead'"
        hers = await fetchval(lead, world.GREAT_COACH)
        counts = await world.counts()
    assert counts['team'] == TEAMS + world.HERS and 59 <= hers <= 60
    assert 45 < counts['contact'] / counts['team'] < 60


async def test_her_teams_have_the_same_lives_in_a_world_of_any_size(place: Place):
    few, many = place.town.world, world.World(500, place.town.world.now)
    lives = [[world.lives.Life(cast) for one, cast in zip(range(world.HERS), each.casts(), strict=False)] for each in (few, many)]
    assert [life.talks() for life in lives[0]] == [life.talks() for life in lives[1]]
    assert [(life.step, life.standing) for life in lives[0]] == [(life.step, life.standing) for life in lives[1]]


async def test_what_was_switched_off_while_loading_is_counted(place: Place):
    async with place.kept.inside():
        assert await world.faults() == {}
        team_id = place.town.teams[0].team_id
        async with atomic():
            await execute("set local session_replication_role = 'replica'")
            await execute('update evidence set by_person_id = 2000000000 where journey_id = $1', team_id)
            assert set(await world.faults()) == {'evidence_by_person_id_fkey'}
            await execute('update evidence set by_person_id = 1 where journey_id = $1', team_id)
