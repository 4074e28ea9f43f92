"""What anybody reads of one date: when it is, once; and what to do where it does not take place."""

import pytest

from coaching.funnel.commands import dates
from coaching.kit import clock
from tests.funnel.test_offerings_pages import main
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: MONDAY)


async def test_a_date_says_its_time_once_and_how_many_spots_are_left(client, database):
    said = main(await client.get(f'/sessions/{await a_session()}'))
    assert said.count('12:00 pm to 1:00 pm Central Time') == 1
    assert 'Where online Cost Free Spots 12 spots left Save my spot' in said


async def test_a_date_of_several_days_says_all_of_them(client, database):
    said = main(await client.get(f'/sessions/{await a_session("training", parts=2)}'))
    assert '2 days: Fri, Nov 20 and Fri, Nov 27' in said


async def test_a_date_that_is_off_or_over_says_so_first_and_shows_others(client, database, monkeypatch):
    taste, later = await a_session(), await a_session(starts_at=NOON + 7 * 24 * HOUR)
    await dates.skip(taste, by=await a_trainer(), now=MONDAY)
    answer = await client.get(f'/sessions/{taste}')
    assert '<div class="note">\n<p>No session on this day</p>' in answer.text
    assert 'Spots No session' not in main(answer) and f'/sessions/{later}/sign-up' in answer.text
    monkeypatch.setattr(clock, 'now', lambda: NOON + 8 * 24 * HOUR)
    assert 'This session is over' in main(await client.get(f'/sessions/{later}'))
