"""What the page of a step leads to, and what its coach asks, before all else."""

import pytest

from coaching.kit import clock
from coaching.path.commands import walking
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main
from tests.path.world import a_team, as_somebody, reach


@pytest.fixture
async def willow(client, monkeypatch):
    """Alma's browser, and her team."""
    monkeypatch.setattr(clock, 'now', lambda: NOW)
    team_id, alma, grace, rosa = await a_team()
    await as_somebody(client, alma)
    return client, f'/team/{team_id}/steps', alma, grace, rosa


def team_of(start: str) -> int:
    return int(start.split('/')[2])


async def test_a_step_that_is_shown_by_a_plan_leads_to_the_plan(willow):
    client, start, *_people = willow
    plan = f'href="{start.removesuffix("/steps")}/coach/plan"'
    assert [plan in (await client.get(f'{start}/{number}')).text for number in (4, 5)] == [False, True]


async def test_what_the_coach_asks_stands_above_the_step(willow):
    client, start, alma, _grace, rosa = willow
    await reach(team_of(start), 1, alma)
    await walking.claim(team_of(start), 1, by=alma, now=NOW)
    await walking.give_back(team_of(start), 1, why='Who said yes to try it?', by=rosa, now=NOW)
    said = main(await client.get(f'{start}/1'))
    assert said.index('asks one thing: Who said yes to try it?') < said.index('You will know it is done when')
