"""How often the database is asked: as often for many dates and people as for few."""

import pytest

from coaching.funnel.commands import dates
from coaching.kit import clock
from coaching.kit.database import execute
from tests.funnel.test_dates_following import fridays
from tests.funnel.test_offerings_pages import fields
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, signs_up
from tests.queries import counted
from tests.signing import COORDINATOR, sign_in


@pytest.fixture
async def ellen(client, monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: MONDAY)
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=MONDAY)
    return client


@pytest.mark.parametrize(
    ('path', 'questions'),
    [
        ('/setup/offerings', 2), ('/setup/offerings/{id}', 9), ('/setup/offerings/{id}/dates', 6), ('/setup/offerings/{id}/dates/new', 2),
        ('/setup/dates', 3), ('/train/sessions/{date}/date', 7), ('/train/sessions/{date}/date/move', 4),
        ('/train/sessions/{date}/date/cancellation', 8),
    ],
)  # fmt: skip
@pytest.mark.parametrize('many', [1, 8])
async def test_a_page_asks_as_often_for_many_dates_as_for_one(ellen, many, path, questions):
    taste, ids = await fridays(weeks_ahead=max(2, many))
    for number in range(many):
        await signs_up(f'Ana{number} Reyes', ids[0])
    await ellen.get('/setup/offerings')
    async with counted() as asked:
        answer = await ellen.get(path.format(id=taste, date=ids[0]))
    assert answer.status_code == 200
    assert len(asked) == questions, '\n'.join(asked)


@pytest.mark.parametrize('many', [1, 8])
async def test_what_a_new_rule_does_is_foreseen_with_as_many_questions(ellen, many):
    taste, ids = await fridays(weeks_ahead=many)
    await signs_up('Ana Reyes', ids[0])
    typed = {**fields(await ellen.get(f'/setup/offerings/{taste}')), 'weekdays': ['TH']}
    async with counted() as asked:
        answer = await ellen.post(f'/setup/offerings/{taste}', data=typed)
    assert answer.status_code == 200
    assert len(asked) == 15, '\n'.join(asked)


@pytest.mark.parametrize('many', [1, 20])
async def test_everybody_is_told_with_as_many_statements_for_twenty_as_for_one(database, many):
    dana, taste = await a_trainer(), await a_session(capacity=None)
    for number in range(many):
        await signs_up(f'Ana{number} Reyes', taste)
    async with counted() as moved:
        assert (await dates.move(taste, NOON + HOUR, by=dana, now=MONDAY)).people == many
    await execute('update promise set sent_at = $1 where due_at <= $1', MONDAY)
    async with counted() as cancelled:
        assert (await dates.cancel(taste, by=dana, now=MONDAY)).people == many
    assert (len(moved), len(cancelled)) == (20, 19), '\n'.join([*moved, '--', *cancelled])
