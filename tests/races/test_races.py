"""The short forms of the races: real web processes, raw sockets, and each with a control that must fail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.races import chaos, checkin, once, one_mailbox, same_person, seats, steps
from tests.races.figures import faults
from tests.races.town import Town, Web, a_town, inside


@pytest.fixture(scope='module')
def town() -> Iterator[Town]:
    """One PostgreSQL and one Redis for all races of this module."""
    with a_town() as made:
        yield made


@pytest.fixture(autouse=True)
async def commands(town: Town) -> AsyncIterator[None]:
    """The product's commands in this process reach the town's database."""
    async with inside(town):
        yield


@pytest.fixture(scope='module')
async def web(anyio_backend: str, town: Town) -> AsyncIterator[Web]:
    """Two web processes of the product as it is."""
    async with town.web(2) as running:
        yield running


@pytest.fixture(scope='module')
async def without_locks(anyio_backend: str, town: Town) -> AsyncIterator[Web]:
    """Two web processes that look, decide, and then write."""
    async with town.web(2, 'look-then-add') as running:
        yield running


async def test_many_who_want_few_seats_get_exactly_those_and_the_others_stand_in_line(web):
    assert faults(await seats.race(web, 150, 12)) == []


async def test_without_locks_seats_are_given_twice(without_locks):
    assert 'registered' in [fault.partition(':')[0] for fault in faults(await seats.race(without_locks, 150, 12))]


async def test_whoever_sends_the_same_form_fifty_times_has_one_spot_and_one_letter(web):
    assert faults(await same_person.race(web, 50, 3)) == []


async def test_without_locks_the_same_form_fifty_times_is_not_answered_alike(without_locks):
    assert faults(await same_person.race(without_locks, 50, 3)) != []


async def test_many_names_with_one_address_get_twelve_spots_on_a_date_and_not_one_more(web):
    assert faults(await one_mailbox.race(web, 40)) == []


async def test_without_locks_one_address_gets_more_than_twelve(without_locks):
    assert 'spots' in [fault.partition(':')[0] for fault in faults(await one_mailbox.race(without_locks, 40))]


@pytest.mark.parametrize('thing', once.THINGS)
async def test_what_works_once_works_once_when_it_is_used_fifty_times_at_once(web, thing):
    assert faults(await once.race(web, thing, 50, 1)) == []


async def test_five_wrong_codes_are_all_that_is_looked_at(web):
    assert faults(await once.wrong_codes(web, 50)) == []


async def test_without_locks_a_letter_signs_in_more_than_once(without_locks):
    assert faults(await once.race(without_locks, 'sign-in link', 50, 2)) != []


async def test_two_trainers_and_one_who_finishes_agree_on_who_was_here(web):
    assert faults(await checkin.race(web, 25)) == []


async def test_without_locks_trainers_do_not_agree(without_locks):
    assert faults(await checkin.race(without_locks, 25)) != []


async def test_a_step_is_said_done_signed_off_and_opened_once_however_many_press_at_once(web):
    assert faults(await steps.race(web, 20)) == []


async def test_without_locks_whoever_comes_second_on_a_step_is_not_told(without_locks):
    assert faults(await steps.race(without_locks, 20)) != []


async def test_seats_and_order_hold_while_everything_changes_at_once(web):
    assert faults(await chaos.race(web, 12, seed=20261204)) == []


async def test_without_locks_seats_and_order_do_not_hold(without_locks):
    assert faults(await chaos.race(without_locks, 4, seed=20261204)) != []
