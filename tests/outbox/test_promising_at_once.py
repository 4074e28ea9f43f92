"""Several letters about something new are promised in one statement."""

import pytest

from coaching.kit.database import fetch
from coaching.outbox.commands import promise_new
from tests.conftest import NOW
from tests.outbox.world import DAY, MINUTE, a_person, a_reminder
from tests.queries import counted

ABOUT = ('registration', 7)


async def promised() -> list[tuple[str, object]]:
    return [(row['key'], row['due_at']) for row in await fetch('select key, due_at from promise order by id')]


async def test_letters_about_a_new_sign_up_are_one_statement(database):
    ana = await a_person('Ana Duarte')
    day, hour = a_reminder(DAY, person_id=ana), a_reminder(2 * DAY, kind='reminder-hour', person_id=ana)
    async with counted() as asked:
        await promise_new(ABOUT, [day, hour], now=NOW)
    assert (len(asked), await promised()) == (1, [(day.key, day.due_at), (hour.key, hour.due_at)])


async def test_a_letter_that_is_due_at_once_is_promised_with_those_that_are_not(database):
    first, later = a_reminder(-MINUTE), a_reminder(DAY, kind='reminder-hour')
    await promise_new(ABOUT, [first, later], now=NOW)
    assert await promised() == [(first.key, first.due_at), (later.key, later.due_at)]


async def test_what_was_promised_before_stays_as_it_stands(database):
    first = a_reminder(DAY)
    await promise_new(ABOUT, [first], now=NOW)
    await promise_new(ABOUT, [a_reminder(2 * DAY)], now=NOW)
    assert await promised() == [(first.key, first.due_at)]


async def test_nothing_of_an_unknown_kind_is_promised(database):
    with pytest.raises(KeyError):
        await promise_new(ABOUT, [a_reminder(DAY), a_reminder(DAY, kind='love-letter')], now=NOW)
    assert await promised() == []
