"""Spots: saved, waited for, let go, taken back, moved."""

import datetime

import pytest

from coaching.funnel.commands import dates, spots, waiting
from coaching.funnel.commands.registering import register
from coaching.funnel.rules.places import NoChange, NoPlace
from coaching.funnel.values import RegistrationState, Source
from coaching.kit.access import Actor
from coaching.kit.database import fetchval
from coaching.kit.refusal import Refused
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, an_offering, came, letters, signs_up, states

DAY = datetime.timedelta(days=1)


def herself(done) -> Actor:
    return Actor.by_link(done.person_id)


async def test_ana_saves_a_spot_and_gets_her_letter_and_two_reminders(database):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    assert (ana.state, ana.place_in_line, ana.why_not) == (RegistrationState.REGISTERED, None, None)
    assert await letters('registration', ana.registration_id) == ['spot-saved', 'reminder-day', 'reminder-hour']


async def test_signing_up_twice_changes_nothing_and_repeats_the_letter_only_later(database):
    taste = await a_session()
    first, second = await signs_up('Ana Reyes', taste), await signs_up('ana  reyes', taste, email='ANA@example.org')
    assert (second.registration_id, second.why_not) == (first.registration_id, NoPlace.ALREADY_SAVED)
    assert await letters('registration', first.registration_id) == ['spot-saved', 'reminder-day', 'reminder-hour']


async def test_a_second_sign_up_long_after_the_first_letter_repeats_it(database):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await fetchval("update promise set sent_at = $1 where kind = 'spot-saved'", MONDAY)
    await signs_up('Ana Reyes', taste, now=MONDAY + HOUR)
    assert 'signed-up-already' in await letters('registration', ana.registration_id)


async def test_an_answer_that_was_taken_back_does_not_stand_in_the_way_of_the_next(database):
    dana, taste = await a_trainer(), await a_session(capacity=1, starts_at=NOON + 30 * DAY)
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await fetchval("update promise set sent_at = $1 where kind = 'place-in-line'", MONDAY)
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    await dates.skip(taste, by=dana, now=MONDAY)
    await fetchval('update session set state = $2 where id = $1', taste, 'open')
    await signs_up('Ben Ito', taste, now=MONDAY + HOUR)
    assert 'signed-up-already' in await letters('registration', ben.registration_id)


async def test_the_same_address_with_another_name_is_another_person(database):
    taste = await a_session()
    ana, luis = await signs_up('Ana Reyes', taste), await signs_up('Luis Reyes', taste, email='ana@example.org')
    assert ana.person_id != luis.person_id and luis.state is RegistrationState.REGISTERED


async def test_a_full_session_has_a_line_and_a_seat_that_comes_free_goes_to_its_head(database):
    taste = await a_session(capacity=1)
    ana, ben, cleo = [await signs_up(name, taste) for name in ('Ana Reyes', 'Ben Ito', 'Cleo Marsh')]
    assert [one.place_in_line for one in (ana, ben, cleo)] == [None, 1, 2]
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    assert await states(taste) == {'Ana Reyes': 'cancelled_by_person', 'Ben Ito': 'offered', 'Cleo Marsh': 'waiting'}
    assert await letters('registration', ben.registration_id) == ['place-in-line', 'seat-offered']


async def test_a_newcomer_does_not_pass_those_who_wait(database):
    taste = await a_session(capacity=1)
    ana, _ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    cleo = await signs_up('Cleo Marsh', taste)
    assert cleo.state is RegistrationState.WAITING


async def test_an_offer_that_is_taken_becomes_a_seat_with_reminders(database):
    taste = await a_session(capacity=1)
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    await waiting.accept(ben.registration_id, by=herself(ben), now=MONDAY + HOUR)
    assert (await states(taste))['Ben Ito'] == 'registered'
    assert await letters('registration', ben.registration_id) == [
        'place-in-line', 'seat-offered', 'seat-confirmed', 'reminder-day', 'reminder-hour',
    ]  # fmt: skip


async def test_whoever_is_offered_a_seat_again_after_a_date_was_skipped_is_told_again(database):
    dana, taste = await a_trainer(), await a_session(capacity=1, starts_at=NOON + 30 * DAY)
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    await dates.skip(taste, by=dana, now=MONDAY)
    assert 'seat-offered' not in await letters('registration', ben.registration_id)
    await dates.bring_back(taste, by=dana, now=MONDAY)
    assert (await states(taste))['Ben Ito'] == 'offered'
    assert 'seat-offered' in await letters('registration', ben.registration_id)


async def test_an_offer_that_nobody_takes_passes_on(database):
    taste = await a_session(capacity=1)
    ana, ben, cleo = [await signs_up(name, taste) for name in ('Ana Reyes', 'Ben Ito', 'Cleo Marsh')]
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    assert await waiting.pass_on_run_out_offers(now=MONDAY + HOUR) == 0
    assert await waiting.pass_on_run_out_offers(now=MONDAY + DAY + HOUR) == 1
    assert (await states(taste))['Cleo Marsh'] == 'offered'
    assert 'seat-passed-on' in await letters('registration', ben.registration_id)
    with pytest.raises(Refused) as refused:
        await waiting.accept(ben.registration_id, by=herself(ben), now=MONDAY + DAY + HOUR)
    assert refused.value.reason is NoChange.OFFER_RAN_OUT
    assert cleo.registration_id


async def test_a_cancelled_spot_is_taken_back_and_its_reminders_come_back_with_it(database):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    assert await letters('registration', ana.registration_id) == ['spot-saved', 'spot-cancelled']
    state = await spots.undo_cancellation(ana.registration_id, by=herself(ana), now=MONDAY + HOUR)
    assert state is RegistrationState.REGISTERED
    assert {'reminder-day', 'reminder-hour'} <= set(await letters('registration', ana.registration_id))


async def test_whoever_comes_back_to_a_full_session_stands_at_the_end_of_the_line(database):
    taste = await a_session(capacity=1)
    ana, ben, cleo = [await signs_up(name, taste) for name in ('Ana Reyes', 'Ben Ito', 'Cleo Marsh')]
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    assert await spots.undo_cancellation(ana.registration_id, by=herself(ana), now=MONDAY) is RegistrationState.WAITING
    line = await fetchval("select array_agg(person_id order by id) from registration where session_id = $1 and state = 'waiting'", taste)
    assert line == [cleo.person_id, ana.person_id] and ben.state is RegistrationState.WAITING


async def test_moving_to_another_date_gives_the_old_seat_to_the_next_in_line(database):
    taste = await a_session(capacity=1)
    later = await a_session(starts_at=NOON + 7 * DAY)
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    moved = await spots.move(ana.registration_id, later, by=herself(ana), now=MONDAY)
    assert (moved.state, await states(later)) == (RegistrationState.REGISTERED, {'Ana Reyes': 'registered'})
    assert (await states(taste))['Ben Ito'] == 'offered' and ben.registration_id
    assert await letters('registration', ana.registration_id) == ['spot-saved', 'spot-moved']
    assert await letters('registration', moved.registration_id) == ['spot-saved', 'reminder-day', 'reminder-hour']


async def test_a_spot_that_moved_is_not_taken_back_in_a_page_that_was_open_before(database):
    taste, later = await a_session(), await a_session(starts_at=NOON + 7 * DAY)
    ana = await signs_up('Ana Reyes', taste)
    await spots.move(ana.registration_id, later, by=herself(ana), now=MONDAY)
    with pytest.raises(Refused) as refused:
        await spots.undo_cancellation(ana.registration_id, by=herself(ana), now=MONDAY + HOUR)
    assert refused.value.reason is NoChange.MOVED_ON
    assert await states(taste) == {'Ana Reyes': 'cancelled_by_person'}


async def test_an_intro_asks_for_a_taste_and_the_letter_says_so(database):
    await a_session()
    intro = await a_session('intro', starts_at=NOON + 14 * DAY)
    ana = await signs_up('Ana Reyes', intro)
    assert (ana.registration_id, ana.why_not) == (None, NoPlace.NOT_YET_TASTED)
    assert await letters('session', intro) == ['not-yet']


async def test_whoever_came_to_a_taste_may_sign_up_for_the_intro(database):
    trainer = await a_trainer()
    taste, intro = await a_session(), await a_session('intro', starts_at=NOON + 14 * DAY)
    ana = await signs_up('Ana Reyes', taste)
    await came(ana.registration_id, trainer)
    assert (await signs_up('Ana Reyes', intro, now=NOON + DAY)).state is RegistrationState.REGISTERED


async def test_a_trainer_waives_what_comes_first_and_says_why(database):
    trainer = await a_trainer()
    await an_offering('intro')
    intro = await a_session('intro')
    ana = await signs_up('Ana Reyes', intro)
    done = await register(intro, ana.person_id, source=Source.TRAINER, waived_why='Her team trains next week', by=trainer, now=MONDAY)
    assert done.state is RegistrationState.REGISTERED
    assert await fetchval('select why from entry_why order by entry_id desc limit 1') == 'Her team trains next week'
