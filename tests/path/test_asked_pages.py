"""What the page of a step leads to, and what its coach asks, before all else."""

import datetime

import pytest

from coaching.kit import clock
from coaching.kit.refusal import Refused
from coaching.path.commands import telling, walking
from coaching.path.commands.walking import NoWalk
from coaching.path.queries import journey, steps
from coaching.path.rules.marking import NoEvidence
from coaching.path.values import Marked
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main
from tests.funnel.world import NOON, a_session
from tests.path.world import BEGAN, a_team, as_somebody, reach


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


async def test_a_day_before_the_team_began_is_refused_beside_its_field_and_enters_no_step(willow):
    client, start, *_people = willow
    answer = await client.post(f'{start}/1/evidence', data={'words': 'We met.', 'on': '1900-01-01'})
    assert (answer.status_code, 'On that day your team had not begun yet.' in main(answer)) == (422, True)
    assert 'value="1900-01-01"' in answer.text
    stands = await steps(await journey(team_of(start)), on=datetime.date.max)
    assert stands[0].history == ()


async def test_nothing_of_a_path_is_before_its_beginning_but_what_the_network_knows(willow):
    _client, start, alma, _grace, rosa = willow
    team_id, told = team_of(start), {'on': BEGAN - datetime.timedelta(days=1), 'now': NOW}
    for doing, reason in (
        (telling.show(team_id, 1, 'We met.', by=alma, **told), NoEvidence.BEFORE),
        (telling.mark(team_id, '1.a', Marked.FULLY, seen=0, by=alma, **told), NoEvidence.BEFORE),
        (walking.claim(team_id, 1, by=alma, **told), NoWalk.BEFORE), (walking.confirm(team_id, 1, by=rosa, **told), NoWalk.BEFORE),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            await doing
        assert refused.value.reason is reason
    session_id = await a_session('taste', starts_at=NOON)
    assert await telling.show(team_id, 2, 'Alma came.', session_id=session_id, by=alma, **told)
