"""The benchmarks in short: every figure comes out, every floor stands, and the report is what a count by hand says."""

import pathlib
import random

import pytest

from coaching.funnel.values import Mark
from tests.benchmarks import counting, world
from tests.benchmarks.__main__ import clean
from tests.benchmarks.figures import FIGURES, Figure, town
from tests.benchmarks.kept import Kept
from tests.benchmarks.turns import Place, head, in_turns, row, served, table
from tests.drills.starting import open_folder

PEOPLE, SECONDS = 1_000, 0.1


@pytest.fixture(scope='module')
def home() -> pathlib.Path:
    return open_folder()


@pytest.fixture(scope='module')
async def place(anyio_backend, home):
    """A small world, served."""
    kept = Kept(PEOPLE, home)
    try:
        kept.start()
        loaded = await kept.fill()
        async with kept.inside():
            ids = await town(loaded)
        with served(kept, ids) as place:
            yield place
    finally:
        kept.forget()


@pytest.mark.parametrize('figure', FIGURES, ids=lambda figure: figure.name)
async def test_the_figure_comes_out(place: Place, figure: Figure):
    found = await in_turns(place, figure, SECONDS, warm=0, clean=clean)
    assert [one.rate > 0 and one.work > 0 for one in found.values()] == [True] * 3
    line = row(figure, PEOPLE, [found], [found])
    assert (len(line), line[0], line[-1]) == (len(head('people')), figure.name, '1.00')
    assert table(head('people'), [line]).count('\n') == 2


async def test_the_report_of_a_drawn_cohort_equals_the_count_by_hand(place: Place):
    async with place.kept.inside():
        drawn = await counting.draw(PEOPLE, random.Random(1))
        assert (await counting.equals(drawn))[0]
        assert counting.milliseconds(place.product, drawn.path) > 0


async def test_it_does_so_after_a_mark_two_months_old_was_put_right(place: Place):
    async with place.kept.inside():
        registration_id, held_at = await counting.missed_two_months_ago()
        drawn = await counting.draw(PEOPLE, random.Random(2), around=held_at)
        before = (await counting.equals(drawn))[1]
        await counting.correct(registration_id, Mark.HERE)
        assert await counting.equals(drawn) == (True, before + 1)


async def test_a_world_that_stands_is_not_loaded_again(place: Place):
    said: list[str] = []
    again = await place.kept.fill(said.append)
    assert (said, again.persons, again.now) == ([], PEOPLE, place.town.world.now)


async def test_a_world_is_skewed_as_life_is(place: Place):
    async with place.kept.inside():
        counts = await world.counts()
    assert counts['person'] == PEOPLE and counts['registration'] > 2 * PEOPLE
    assert len(place.town.in_the_great_room) == PEOPLE // 5
    assert len(place.town.in_the_room) == world.IN_A_ROOM
