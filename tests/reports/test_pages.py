"""The report's page: what its title and its picture say, and what it answers to a question that cannot be meant."""

import html
import re

import pytest

from coaching.funnel.rules.funnel import Share, Timed
from coaching.kit import clock, dates
from coaching.reports.drawing import svg
from coaching.reports.pages import timed
from tests.funnel.test_offerings_pages import main
from tests.reports.world import BEGAN, DAY, WEEK, a_year
from tests.signing import TRAINER, sign_in

NOW = BEGAN + 20 * WEEK
REPORT = '/reports/funnel'


@pytest.fixture(autouse=True)
def may(monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOW)


@pytest.fixture
async def dana(client):
    """Dana's browser; she is a trainer of the whole network."""
    await sign_in(client, 'Dana Whitaker', TRAINER, now=NOW)
    return client


async def test_the_title_says_of_whom_it_speaks_and_the_line_below_whom_it_leaves_out(dana):
    await a_year(1)
    answer = await dana.get(f'{REPORT}?first=2026-01-01&last=2026-05-31')
    title = html.unescape(re.search(r'<h1>(.*?)</h1>', answer.text)[1])
    assert 'a Taste 60 or more days ago' in title
    assert re.search(r'\d+ people came less than 60 days ago, so the line above does not count them yet\.', main(answer))


async def test_days_in_the_wrong_order_are_told_beside_the_field_and_stay_as_typed(dana):
    await a_year(1)
    answer = await dana.get(f'{REPORT}?first=2026-05-01&last=2026-01-01')
    assert answer.status_code == 422 and '<title>Error: ' in answer.text
    assert 'id="last-error"><span class="vh">Error: </span>This day is before May 1, 2026. Choose a later day' in answer.text
    assert 'value="2026-05-01"' in answer.text and 'value="2026-01-01"' in answer.text
    assert re.search(r'name="split" value="month" checked', answer.text)
    assert 'How far they came' not in answer.text and '<h1>Which days do you mean?</h1>' in answer.text


async def test_a_first_day_alone_that_is_still_to_come_is_told_too(dana):
    answer = await dana.get(f'{REPORT}?first={(NOW + 40 * DAY).date()}')
    assert answer.status_code == 422 and 'id="first-error"' in answer.text
    assert 'This day is still to come. Choose a day that is over' in answer.text


async def test_a_day_to_count_to_before_the_first_day_is_told_too(dana):
    answer = await dana.get(f'{REPORT}?first=2026-02-01&last=2026-03-01&as_of=2026-01-15')
    assert answer.status_code == 422 and 'id="as_of-error"' in answer.text and 'id="last-error"' not in answer.text


async def test_a_first_day_alone_is_counted_to_today(dana):
    answer = await dana.get(f'{REPORT}?first={(NOW - 5 * DAY).date()}')
    assert (answer.status_code, f'value="{NOW.date()}"' in answer.text) == (200, True)


async def test_a_day_that_is_on_no_calendar_counts_nothing(dana):
    answer = await dana.get(f'{REPORT}?first=2026-02-31')
    assert answer.status_code == 422 and 'value="2026-02-31"' in answer.text and 'id="first-error"' in answer.text


@pytest.mark.parametrize('ending', ['csv', 'svg'])
async def test_nothing_is_taken_away_that_was_not_counted(dana, ending):
    answer = await dana.get(f'{REPORT}.{ending}?first=2026-05-01&last=2026-01-01')
    assert (answer.status_code, answer.headers['location']) == (303, f'{REPORT}?first=2026-05-01&last=2026-01-01')


@pytest.mark.parametrize(
    ('share', 'said'),
    [
        (Timed(Share(3, 7), 0), '3 of 7'),
        (Timed(Share(3, 7), 2), '3 of 7 · 2 too early'),
        (Timed(Share(0, 0), 2), '2 too early'),
        (Timed(Share(0, 0), 0), '0 of 0'),
    ],
)
def test_nobody_of_nobody_is_not_said_beside_those_who_are_too_early(share, said):
    assert timed(share) == said


def test_the_picture_breaks_a_long_sentence_into_lines():
    sentence = '1 in 4 people who came to a Taste 60 or more days ago finished training'
    drawn = svg(sentence, [('Came to a Taste', 1.0, '268')], 'Counted to May 29, 2026.').decode()
    lines = re.findall(r'<tspan[^>]*>([^<]*)</tspan>', drawn)
    assert ' '.join(lines) == sentence and max(map(len, lines)) <= 56
    assert f'<title>{sentence}</title>' in drawn


async def test_a_past_day_is_counted_to_its_end_and_is_the_day_that_is_written(dana):
    await a_year(1)
    asked = '?first=2026-01-01&last=2026-02-28&as_of=2026-03-01'
    assert 'Counted to Mar 1, 2026.' in main(await dana.get(f'{REPORT}{asked}'))
    assert 'Counted to Mar 1, 2026.' in (await dana.get(f'{REPORT}.svg{asked}')).text
    today = f'Counted to {dates.day_of_year(NOW, "America/Chicago")}.'
    assert today in main(await dana.get(REPORT)) and today in main(await dana.get(f'{REPORT}?as_of={(NOW + DAY).date()}'))


async def test_a_table_says_once_how_its_letters_are_written(dana):
    assert (await dana.get(f'{REPORT}.csv')).headers['content-type'] == 'text/csv; charset=utf-8'
