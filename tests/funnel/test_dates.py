"""One date: its details, moved, skipped, cancelled, brought back; and everybody concerned is told once."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from coaching.funnel.commands import dates, waiting
from coaching.funnel.commands.dating import Done, NoOffering
from coaching.funnel.queries.rooms import parts
from coaching.funnel.rules.sessions import NoDate
from coaching.kit.database import execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import find_or_add
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, letters, signs_up, states

DAY = datetime.timedelta(days=1)
TOLD = ('session-moved', 'session-cancelled', 'session-back', 'session-changed')


async def told(registration_id: int) -> list[str]:
    """What stands to be told about a date, or was."""
    return [kind for kind in await letters('registration', registration_id) if kind in TOLD]


async def the_letters_go(now: datetime.datetime = MONDAY) -> None:
    await execute('update promise set sent_at = $1 where cancelled_at is null and due_at <= $1', now)


async def knew(registration_id: int) -> datetime.datetime:
    """The beginning that the letter still to go gives as the old one."""
    known = await fetchval(
        "select facts->'known' from promise where subject_id = $1 and kind = any($2) and sent_at is null and cancelled_at is null",
        registration_id, list(TOLD),
    )  # fmt: skip
    return datetime.datetime.fromisoformat(known['parts'][0][1])


async def calendar(session_id: int) -> tuple[str, int]:
    row = await fetchrow('select uid, sequence from session where id = $1', session_id)
    return row['uid'], row['sequence']


async def test_a_date_moves_with_its_people_who_are_told_once_and_reminded_anew(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    assert await dates.move(taste, NOON + HOUR, why='The room is taken', by=dana, now=MONDAY) == Done(1, 1)
    assert await told(ana.registration_id) == ['session-moved']
    assert await knew(ana.registration_id) == NOON
    due = await fetch("select kind, due_at from promise where kind like 'reminder%' and cancelled_at is null order by due_at")
    assert [tuple(row) for row in due] == [('reminder-day', NOON + HOUR - DAY), ('reminder-hour', NOON)]


async def test_a_date_that_moves_twice_before_the_letter_went_is_told_once_with_the_first_old_time(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await dates.move(taste, NOON + HOUR, why='The room is taken', by=dana, now=MONDAY)
    await dates.move(taste, NOON + 2 * HOUR, by=dana, now=MONDAY)
    assert (await told(ana.registration_id), await knew(ana.registration_id)) == (['session-moved'], NOON)
    words = await fetchval("select facts->>'words' from promise where kind = 'session-moved' and cancelled_at is null")
    assert words == 'The room is taken'


async def test_a_date_that_moves_back_before_the_letter_went_is_not_told_at_all(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await dates.move(taste, NOON + HOUR, by=dana, now=MONDAY)
    assert await dates.move(taste, NOON, by=dana, now=MONDAY) == Done(1, 0)
    assert await told(ana.registration_id) == []
    assert await fetchval('select moved_from from session where id = $1', taste) is None


async def test_after_the_letter_went_moving_back_is_told_too(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await dates.move(taste, NOON + HOUR, by=dana, now=MONDAY)
    await the_letters_go()
    ben = await signs_up('Ben Ito', taste)
    assert await dates.move(taste, NOON, by=dana, now=MONDAY) == Done(1, 2)
    assert await told(ana.registration_id) == ['session-moved', 'session-moved']
    assert await told(ben.registration_id) == ['session-moved']
    assert await knew(ben.registration_id) == NOON + HOUR


async def test_a_moved_date_that_is_then_cancelled_is_told_only_as_cancelled(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await dates.move(taste, NOON + HOUR, by=dana, now=MONDAY)
    assert await dates.cancel(taste, why='Snow', by=dana, now=MONDAY) == Done(1, 1)
    assert (await told(ana.registration_id), await knew(ana.registration_id)) == (['session-cancelled'], NOON)
    assert await letters('registration', ana.registration_id) == ['spot-saved', 'session-cancelled']


async def test_a_date_brought_back_before_the_letter_went_is_not_told_and_its_reminders_stand_again(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await dates.cancel(taste, by=dana, now=MONDAY)
    assert await dates.bring_back(taste, by=dana, now=MONDAY) == Done(1, 0)
    assert sorted(await letters('registration', ana.registration_id)) == ['reminder-day', 'reminder-hour', 'spot-saved']


async def test_a_date_moved_cancelled_and_brought_back_at_once_is_told_as_moved(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await dates.move(taste, NOON + HOUR, by=dana, now=MONDAY)
    await dates.skip(taste, by=dana, now=MONDAY)
    await dates.bring_back(taste, by=dana, now=MONDAY)
    assert (await told(ana.registration_id), await knew(ana.registration_id)) == (['session-moved'], NOON)


async def test_a_date_brought_back_after_the_letter_went_is_told_as_on_again(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await dates.cancel(taste, by=dana, now=MONDAY)
    await the_letters_go()
    assert await dates.bring_back(taste, by=dana, now=MONDAY + HOUR) == Done(1, 1)
    assert await told(ana.registration_id) == ['session-cancelled', 'session-back']


async def test_the_name_in_calendars_stays_and_the_number_only_grows(database):
    dana, taste = await a_trainer(), await a_session()
    steps = [await calendar(taste)]
    await dates.move(taste, NOON + HOUR, by=dana, now=MONDAY)
    steps.append(await calendar(taste))
    await dates.cancel(taste, by=dana, now=MONDAY)
    steps.append(await calendar(taste))
    await dates.bring_back(taste, by=dana, now=MONDAY)
    steps.append(await calendar(taste))
    await change(taste, dana, mode='in_person', location='Oak School')
    steps.append(await calendar(taste))
    await change(taste, dana, join_url='https://meet.example/other')
    assert [number for _uid, number in [*steps, await calendar(taste)]] == [0, 1, 2, 3, 4, 4]
    assert len({uid for uid, _number in steps}) == 1


async def test_thanksgiving_is_skipped_and_everybody_is_told(database):
    friday = NOON + 7 * DAY
    dana, taste = await a_trainer(), await a_session(starts_at=friday)
    ana = await signs_up('Ana Reyes', taste)
    assert await dates.skip(taste, why='Thanksgiving', by=dana, now=MONDAY) == Done(1, 1)
    assert await letters('registration', ana.registration_id) == ['spot-saved', 'session-cancelled']
    assert await fetchval('select state from session where id = $1', taste) == 'skipped'


async def test_a_training_of_three_parts_moves_over_a_clock_change_on_the_wall_clock(database):
    first = datetime.datetime(2027, 2, 27, 15, tzinfo=datetime.UTC)
    dana, training = await a_trainer(), await a_session('training', parts=3, starts_at=first)
    await dates.move(training, first + 7 * DAY, by=dana, now=MONDAY)
    found = await parts(training)
    chicago = [part.starts_at.astimezone(ZoneInfo('America/Chicago')) for part in found]
    assert [(at.date().isoformat(), at.hour) for at in chicago] == [('2027-03-06', 9), ('2027-03-13', 9), ('2027-03-20', 9)]
    assert [part.starts_at.hour for part in found] == [15, 15, 14]
    assert {part.ends_at - part.starts_at for part in found} == {8 * HOUR}
    assert await fetchval('select ends_at from session where id = $1', training) == found[-1].ends_at


async def test_a_date_is_cancelled_ten_minutes_before_it_and_while_it_runs(database):
    dana = await a_trainer()
    for now in (NOON - HOUR / 6, NOON + HOUR / 6):
        taste = await a_session()
        ana = await signs_up('Ana Reyes', taste)
        assert await dates.cancel(taste, by=dana, now=now) == Done(1, 1)
        assert 'reminder-hour' not in await letters('registration', ana.registration_id)


async def test_what_is_over_cannot_be_moved_skipped_or_cancelled(database):
    dana, taste, moved = await a_trainer(), await a_session(), NOON + 7 * DAY
    for act, reason in (
        (dates.move(taste, moved, by=dana, now=NOON + DAY), NoDate.OVER),
        (dates.skip(taste, by=dana, now=NOON + DAY), NoDate.OVER),
        (dates.cancel(taste, by=dana, now=NOON + DAY), NoDate.OVER),
        (dates.bring_back(taste, by=dana, now=MONDAY), NoDate.NOT_OFF),
    ):
        with pytest.raises(Refused) as refused:
            await act
        assert refused.value.reason is reason


async def test_a_seat_that_is_offered_goes_back_into_the_line_when_the_date_is_off_and_is_offered_first_when_it_is_on_again(database):
    dana, taste = await a_trainer(), await a_session(capacity=1)
    ana, ben, cleo = [await signs_up(name, taste) for name in ('Ana Reyes', 'Ben Ito', 'Cleo Marsh')]
    await execute("update registration set state = 'cancelled_by_person', cancelled_at = $2 where id = $1", ana.registration_id, MONDAY)
    await waiting.fill_seats(taste, now=MONDAY)
    assert await letters('registration', ben.registration_id) == ['place-in-line', 'seat-offered']
    assert await dates.cancel(taste, by=dana, now=MONDAY) == Done(1, 2)
    assert await states(taste) == {'Ana Reyes': 'cancelled_by_person', 'Ben Ito': 'waiting', 'Cleo Marsh': 'waiting'}
    assert await letters('registration', ben.registration_id) == ['place-in-line', 'session-cancelled']
    assert await waiting.pass_on_run_out_offers(now=MONDAY + 2 * DAY) == 0
    await dates.bring_back(taste, by=dana, now=MONDAY + HOUR)
    assert await states(taste) == {'Ana Reyes': 'cancelled_by_person', 'Ben Ito': 'offered', 'Cleo Marsh': 'waiting'}
    assert await letters('registration', cleo.registration_id) == ['place-in-line']


async def test_who_has_let_go_of_a_spot_and_who_has_no_address_are_not_written_to(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    rosa, _ = await find_or_add('Rosa Luna', phone='+13035550142', source='trainer', by=dana, now=MONDAY)
    await execute(
        """insert into registration (session_id, person_id, state, source, registered_at, nonce)
        values ($1, $2, 'registered', 'trainer', $3, '')""", taste, rosa, MONDAY,
    )  # fmt: skip
    await execute("update registration set state = 'cancelled_by_person', cancelled_at = $2 where id = $1", ana.registration_id, MONDAY)
    assert await dates.cancel(taste, by=dana, now=MONDAY) == Done(1, 0)


async def change(session_id, by, *, version=None, trainer_ids=(), **fields):
    version = version or await fetchval('select version from session where id = $1', session_id)
    return await dates.change(session_id, fields, list(trainer_ids), version=version, by=by, now=MONDAY)


async def test_another_place_is_told_and_another_link_is_not(database):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    assert await change(taste, dana, join_url='https://meet.example/other', join_by_phone='303 555 0142') == Done(1, 0)
    assert await change(taste, dana, mode='in_person', location='Oak School') == Done(1, 1)
    assert await told(ana.registration_id) == ['session-changed']


async def test_details_that_are_the_same_change_nothing(database):
    dana, taste = await a_trainer(), await a_session()
    assert await change(taste, dana, capacity=12, languages=['en', 'es']) == Done()
    assert await fetchval('select edited_at from session where id = $1', taste) is None
    assert await change(taste, dana, trainer_ids=[dana.person_id]) == Done(1, 0)
    assert await change(taste, dana, trainer_ids=[dana.person_id]) == Done()


async def test_fewer_seats_than_people_take_nobodys_seat_and_more_seats_are_offered_at_once(database):
    dana, taste = await a_trainer(), await a_session(capacity=2)
    for name in ('Ana Reyes', 'Ben Ito', 'Cleo Marsh'):
        await signs_up(name, taste)
    await change(taste, dana, capacity=1)
    assert await states(taste) == {'Ana Reyes': 'registered', 'Ben Ito': 'registered', 'Cleo Marsh': 'waiting'}
    await change(taste, dana, capacity=3)
    assert (await states(taste))['Cleo Marsh'] == 'offered'


async def test_of_two_who_change_a_date_at_once_the_second_is_told(database):
    dana, taste = await a_trainer(), await a_session()
    await change(taste, dana, version=1, capacity=5)
    with pytest.raises(Refused) as refused:
        await change(taste, dana, version=1, capacity=9)
    assert refused.value.reason is NoOffering.CHANGED_MEANWHILE
    assert await fetchval('select capacity from session where id = $1', taste) == 5
