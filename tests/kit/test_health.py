"""What a machine is told of this process."""

import asyncio
import datetime

import pytest

from coaching.kit import clock, health, migrating
from coaching.kit.database import DB, execute
from coaching.outbox.queries import oldest_due
from tests.kit.small import browser, small_app

PROMISE = """
insert into promise (kind, key, subject_kind, subject_id, made_at, due_at, useful_until) values ('reminder', $1, 'session', 1, $2, $2, $3)
"""


@pytest.fixture
async def probe():
    async with browser(small_app(*health.routes(oldest_due))) as client:
        yield client


async def test_a_process_that_answers_is_alive_without_any_database(probe, monkeypatch):
    monkeypatch.setattr(DB, 'pool', None)
    answer = await probe.get('/healthz')
    assert (answer.status_code, answer.json()) == (200, {'alive': True})


async def test_a_process_with_its_database_is_ready(probe, database):
    answer = await probe.get('/readyz')
    assert (answer.status_code, answer.json()) == (
        200,
        {'ready': True, 'database': 'here', 'migrations': 'here', 'oldest_due_letter_seconds': 0},
    )


async def test_the_age_of_the_oldest_letter_that_is_due_and_still_useful_is_told(probe, database):
    now = clock.now()
    letters = [('sent', 90, None), ('put off', 80, None), ('stale', 60, 30), ('oldest', 10, None), ('young', 5, -5), ('to come', -10, None)]
    for key, minutes, useful in letters:
        until = None if useful is None else now - datetime.timedelta(minutes=useful)
        await execute(PROMISE, key, now - datetime.timedelta(minutes=minutes), until)
    await execute("update promise set sent_at = now() where key = 'sent'")
    await execute("update promise set next_try_at = $1 where key = 'put off'", now + datetime.timedelta(minutes=5))
    assert (await probe.get('/readyz')).json()['oldest_due_letter_seconds'] in range(600, 610)


async def test_a_database_of_an_older_version_is_not_ready(probe, database, monkeypatch):
    monkeypatch.setattr(migrating, 'newest', lambda: '9999')
    answer = await probe.get('/readyz')
    assert (answer.status_code, answer.json()['migrations']) == (503, 'missing')


async def test_a_database_that_is_away_or_asleep_is_not_ready(probe, monkeypatch):
    async def asleep():
        await asyncio.sleep(5)

    monkeypatch.setattr(health, 'PATIENCE_SECONDS', 0.01)
    monkeypatch.setattr(migrating, 'level', asleep)
    answer = await probe.get('/readyz')
    assert (answer.status_code, answer.json()['database']) == (503, 'away')
    monkeypatch.undo()
    monkeypatch.setattr(DB, 'pool', None)
    assert (await probe.get('/readyz')).status_code == 503
