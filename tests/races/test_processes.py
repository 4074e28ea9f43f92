"""What more than two web processes do together: a limit that they share, and a beginning that takes its time."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.races import limit
from tests.races.figures import faults
from tests.races.town import Town, a_town, inside


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """A PostgreSQL that no other race uses: four pools are most of the connections that it has."""
    with a_town() as made:
        async with inside(made):
            yield made


async def test_a_limit_holds_over_four_processes_and_a_limit_that_looks_first_does_not(town):
    async with town.web(limit.PROCESSES, limit.ONE_PAGE_MORE) as running:
        assert faults(await limit.race(running, 100)) == []
    async with town.web(limit.PROCESSES, f'{limit.ONE_PAGE_MORE}+read-then-count') as running:
        assert faults(await limit.race(running, 100)) != []


async def test_web_processes_that_start_slowly_are_waited_for(town):
    async with town.web(2, 'slow-start') as running:
        assert running.running.answers('/sessions') == 200
