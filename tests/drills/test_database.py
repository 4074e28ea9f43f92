"""A database that ends hard under load costs nobody a spot, and a Redis that is away costs nothing; real processes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.drills.database import HARMS, redis_harmed, restarts_embedded, restarts_outside, web_killed
from tests.races.figures import faults
from tests.races.town import Town, a_town, inside

IN_TIME = 30.0  # seconds; a machine that runs other tests beside this one is slow


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    with a_town() as made:
        async with inside(made):
            yield made


async def test_whoever_was_told_of_a_spot_has_it_after_the_database_ended_hard(town):
    assert faults(await restarts_outside(town, 2, IN_TIME)) == []


async def test_a_database_of_our_own_that_ends_hard_is_started_again(anyio_backend):
    assert faults(await restarts_embedded(2, IN_TIME)) == []


async def test_whoever_was_told_of_a_spot_has_it_after_web_processes_were_killed(town):
    assert faults(await web_killed(town, 3)) == []


@pytest.mark.parametrize('what', HARMS)
async def test_people_sign_up_while_redis_is_away(town, what):
    assert faults(await redis_harmed(town, what, 2.5)) == []
