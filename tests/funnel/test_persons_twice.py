"""Two records of one person that hold two spots at one session: which of them stays, and what comes back when they come apart."""

import datetime

import pytest

from coaching import domains
from coaching.funnel.commands import finishing, spots
from coaching.funnel.commands.adding import walk_in
from coaching.funnel.commands.marking import mark
from coaching.funnel.commands.waiting import accept
from coaching.funnel.queries.places import place
from coaching.funnel.values import Mark
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetch, fetchval
from coaching.people.commands import merge, undo_merging
from tests.another_database import another_database
from tests.at_once import beside
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, came, letters, signs_up, states

AFTER = NOON + 2 * HOUR

assert domains.KEEPERS


def herself(done) -> Actor:
    return Actor.by_link(done.person_id)


async def stands(*registration_ids: int) -> list[str]:
    """How each of these registrations stands."""
    found = {row['id']: row['state'] for row in await fetch('select id, state from registration where id = any($1)', registration_ids)}
    return [found[number] for number in registration_ids]


async def lets_go(done) -> None:
    await spots.cancel(done.registration_id, by=herself(done), now=MONDAY)


@pytest.fixture
async def dana(database):
    return await a_trainer()


async def test_a_confirmed_seat_is_not_given_up_for_a_place_in_line(dana):
    taste = await a_session(capacity=1)
    twin, ana, cleo = [await signs_up(name, taste) for name in ('Ana R.', 'Ana Reyes', 'Cleo Marsh')]
    await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    assert await stands(twin.registration_id, ana.registration_id, cleo.registration_id) == ['registered', 'cancelled_by_us', 'waiting']
    assert await fetchval('select person_id from registration where id = $1', twin.registration_id) == ana.person_id


async def test_a_seat_that_is_held_is_better_than_a_place_in_line(dana):
    taste = await a_session(capacity=1)
    ben, twin, ana = [await signs_up(name, taste) for name in ('Ben Ito', 'Ana R.', 'Ana Reyes')]
    await lets_go(ben)
    await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    assert await stands(twin.registration_id, ana.registration_id) == ['offered', 'cancelled_by_us']


async def test_of_two_places_in_line_the_one_further_ahead_stays(dana):
    taste = await a_session(capacity=1)
    _ben, twin, cleo, ana = [await signs_up(name, taste) for name in ('Ben Ito', 'Ana R.', 'Cleo Marsh', 'Ana Reyes')]
    await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    assert await stands(twin.registration_id, cleo.registration_id, ana.registration_id) == ['waiting', 'waiting', 'cancelled_by_us']


async def test_whoever_was_seen_as_a_walk_in_is_not_missed_because_of_her_other_record(dana):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    seen = await walk_in(taste, name='Ana R.', email='ana@work.example', by=dana, now=NOON + HOUR / 2)
    twin = await fetchval('select person_id from registration where id = $1', seen)
    await merge(ana.person_id, twin, by=dana, now=AFTER)
    assert await stands(ana.registration_id, seen) == ['cancelled_by_us', 'walk_in']
    await finishing.finish(taste, rest_not_here=True, by=dana, now=AFTER)
    assert 'missed' not in await letters('registration', ana.registration_id)
    assert 'thank-you-taste' in await letters('registration', seen)


async def test_a_name_that_was_marked_not_here_gives_way_to_the_one_that_was_seen(dana):
    taste = await a_session()
    ana, twin = await signs_up('Ana Reyes', taste), await signs_up('Ana R.', taste, email='ana@work.example')
    await mark(ana.registration_id, Mark.NOT_HERE, by=dana, now=NOON + HOUR)
    await came(twin.registration_id, dana)
    await merge(ana.person_id, twin.person_id, by=dana, now=AFTER)
    assert await stands(ana.registration_id, twin.registration_id) == ['cancelled_by_us', 'registered']


async def test_a_seat_that_went_to_the_next_is_not_given_twice(dana):
    taste = await a_session(capacity=2)
    ana, twin, ben = [await signs_up(name, taste) for name in ('Ana Reyes', 'Ana R.', 'Ben Ito')]
    merging = await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    await accept(ben.registration_id, by=herself(ben), now=MONDAY)
    await undo_merging(merging, by=dana, now=MONDAY)
    assert await stands(ana.registration_id, twin.registration_id, ben.registration_id) == ['registered', 'waiting', 'registered']
    seats = await place(taste)
    assert seats and (seats.taken, seats.waiting) == (2, 1)
    assert await letters('registration', twin.registration_id) == ['spot-saved', 'place-in-line']


async def test_a_seat_that_is_free_comes_back_with_its_reminders(dana):
    taste = await a_session(capacity=2)
    ana, twin = await signs_up('Ana Reyes', taste), await signs_up('Ana R.', taste, email='ana@work.example')
    merging = await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    assert await letters('registration', twin.registration_id) == ['spot-saved']
    await undo_merging(merging, by=dana, now=MONDAY)
    assert await stands(ana.registration_id, twin.registration_id) == ['registered', 'registered']
    assert await letters('registration', twin.registration_id) == ['spot-saved', 'reminder-day', 'reminder-hour']
    whose = await fetch("select distinct person_id from promise where kind like 'reminder%' and subject_id = $1", twin.registration_id)
    assert [row['person_id'] for row in whose] == [twin.person_id]


async def test_the_kept_record_has_its_own_place_in_line_back_and_is_offered_what_is_free(dana):
    taste = await a_session(capacity=1)
    twin, ana = await signs_up('Ana R.', taste), await signs_up('Ana Reyes', taste)
    merging = await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    await spots.cancel(twin.registration_id, by=herself(ana), now=MONDAY)
    await undo_merging(merging, by=dana, now=MONDAY)
    rows = await fetch('select state, person_id from registration where session_id = $1 order by id', taste)
    assert [tuple(row) for row in rows] == [('cancelled_by_person', twin.person_id), ('offered', ana.person_id)]


async def test_nothing_stands_again_once_the_session_has_begun(dana):
    taste = await a_session()
    ana, twin = await signs_up('Ana Reyes', taste), await signs_up('Ana R.', taste, email='ana@work.example')
    merging = await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    await undo_merging(merging, by=dana, now=NOON)
    assert await stands(ana.registration_id, twin.registration_id) == ['registered', 'cancelled_by_us']


async def test_whoever_has_saved_another_spot_there_meanwhile_has_that_one(dana):
    taste = await a_session(capacity=1)
    twin, ana = await signs_up('Ana R.', taste), await signs_up('Ana Reyes', taste)
    merging = await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    await spots.cancel(twin.registration_id, by=herself(ana), now=MONDAY)
    new = await signs_up('Ana Reyes', taste)
    await undo_merging(merging, by=dana, now=MONDAY)
    assert await stands(twin.registration_id, ana.registration_id, new.registration_id or 0) == [
        'cancelled_by_person', 'cancelled_by_us', 'registered',
    ]  # fmt: skip


async def test_a_spot_of_a_date_that_was_called_off_comes_back_without_letters(dana):
    taste = await a_session()
    ana, twin = await signs_up('Ana Reyes', taste), await signs_up('Ana R.', taste, email='ana@work.example')
    merging = await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    await execute("update session set state = 'skipped' where id = $1", taste)
    await undo_merging(merging, by=dana, now=MONDAY + datetime.timedelta(days=1))
    assert await stands(twin.registration_id) == ['registered']
    assert await letters('registration', twin.registration_id) == ['spot-saved']


async def test_a_seat_that_somebody_saves_in_the_same_moment_is_not_given_twice(pool, postgres):
    async with another_database(postgres):
        dana, taste = await a_trainer(), await a_session(capacity=2)
        ana, twin = await signs_up('Ana Reyes', taste), await signs_up('Ana R.', taste, email='ana@work.example')
        merging = await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
        await beside(lambda: signs_up('Ben Ito', taste), lambda: undo_merging(merging, by=dana, now=MONDAY))
        assert await states(taste) == {'Ana Reyes': 'registered', 'Ana R.': 'waiting', 'Ben Ito': 'registered'}
