"""What stands in the letters about a date, and what people's calendars make of them."""

import datetime

import icalendar
import pytest

from coaching.funnel.commands import dates, spots
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetchval
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, signs_up


def text_of(letter):
    return letter.get_body(('plain',)).get_content().replace('\r\n', '\n')


def offer_of(text):
    return text.partition('-- ')[0]


def entry_of(letter):
    """The first date in the calendar of a letter, and what the calendar is asked to do."""
    [part] = [part for part in letter.walk() if part.get_content_type() == 'application/ics']
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    event = calendar.walk('VEVENT')[0]
    starts_at = event['dtstart'].dt.astimezone(datetime.UTC)
    return str(event['uid']), int(event['sequence']), str(calendar['method']), str(event['status']), starts_at


async def test_a_date_that_moves_is_cancelled_and_comes_back_is_one_entry_in_the_calendar(database, post):
    dana, taste = await a_trainer(), await a_session()
    await signs_up('Ana Reyes', taste)
    entries = [entry_of(letter) for letter in await post()]
    for act in (
        dates.move(taste, NOON + HOUR, why='The room is taken', by=dana, now=MONDAY),
        dates.cancel(taste, why='Snow', by=dana, now=MONDAY),
        dates.bring_back(taste, by=dana, now=MONDAY),
    ):
        await act
        [letter] = await post()
        entries.append(entry_of(letter))
    assert [(number, method, status, at) for _uid, number, method, status, at in entries] == [
        (0, 'REQUEST', 'CONFIRMED', NOON),
        (1, 'REQUEST', 'CONFIRMED', NOON + HOUR),
        (2, 'CANCEL', 'CANCELLED', NOON + HOUR),
        (3, 'REQUEST', 'CONFIRMED', NOON + HOUR),
    ]
    assert len({entry[0] for entry in entries}) == 1


async def test_the_letters_say_the_old_time_the_new_one_and_why(database, post):
    dana, taste = await a_trainer(), await a_session()
    await signs_up('Ana Reyes', taste)
    await post()
    await dates.move(taste, NOON + HOUR, why='The room is taken.', by=dana, now=MONDAY)
    [letter] = await post()
    text = text_of(letter)
    assert 'has a new time, Ana Reyes: Friday, November 20, 2026, 1:00 pm to 2:00 pm Central Time.' in text
    assert 'It was Friday, November 20, 2026, 12:00 pm to 1:00 pm Central Time before.' in text
    assert 'The room is taken.' in text


async def test_moved_and_cancelled_before_the_letter_went_speaks_of_the_time_that_was_known(database, post):
    dana, taste = await a_trainer(), await a_session()
    await signs_up('Ana Reyes', taste)
    await post()
    await dates.move(taste, NOON + HOUR, by=dana, now=MONDAY)
    await dates.cancel(taste, by=dana, now=MONDAY)
    [letter] = await post()
    assert 'Friday, November 20, 2026, 12:00 pm to 1:00 pm Central Time is cancelled' in text_of(letter)


@pytest.mark.parametrize(
    ('details', 'said'),
    [
        ({'mode': 'in_person', 'location': 'Oak School'}, 'Where: Oak School\n'),
        ({'mode': 'hybrid', 'location': 'Oak School'}, 'Where: Oak School, or online\n'),
        ({'mode': 'in_person', 'location': ''}, 'Where: We will tell you the place.\n'),
    ],
)
async def test_another_place_is_told_with_the_place(database, post, details, said):
    dana, taste = await a_trainer(), await a_session()
    await signs_up('Ana Reyes', taste)
    await post()
    await dates.change(taste, details, [], version=1, by=dana, now=MONDAY)
    [letter] = await post()
    assert 'has a new place, Ana Reyes.' in text_of(letter)
    assert said in text_of(letter)


async def test_somebody_in_line_is_told_without_an_entry_for_the_calendar(database, post):
    dana, taste = await a_trainer(), await a_session(capacity=1)
    await signs_up('Ana Reyes', taste)
    await signs_up('Ben Ito', taste)
    await post()
    await dates.move(taste, NOON + HOUR, by=dana, now=MONDAY)
    found = {str(letter['To'].addresses[0].display_name): letter for letter in await post()}
    assert [part.get_content_type() for part in found['Ben Ito'].walk() if 'calendar' in part.get_content_type()] == []
    assert entry_of(found['Ana Reyes'])[4] == NOON + HOUR


async def test_whoever_was_offered_a_seat_and_signs_up_again_gets_the_offer_again(database, post):
    taste = await a_session(capacity=1)
    ana, _ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await spots.cancel(ana.registration_id, by=Actor.by_link(ana.person_id), now=MONDAY)
    first = {text_of(letter) for letter in await post() if 'ben@' in str(letter['To'])}
    await execute("update promise set sent_at = $1 where kind = 'seat-offered'", MONDAY)
    await signs_up('Ben Ito', taste, now=MONDAY + HOUR)
    [again] = await post()
    assert 'Tuesday, November 17, 2026, 9:00 am Central Time' in text_of(again)
    assert offer_of(text_of(again)) in {offer_of(text) for text in first}


async def test_who_lets_go_before_the_letter_goes_gets_none(database, post):
    dana, taste = await a_trainer(), await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await post()
    for act in (dates.move(taste, NOON + HOUR, by=dana, now=MONDAY), dates.cancel(taste, by=dana, now=MONDAY)):
        await act
        await execute("update registration set state = 'cancelled_by_person', cancelled_at = $2 where id = $1", ana.registration_id, MONDAY)
        assert await post() == []
        await execute("update registration set state = 'registered', cancelled_at = null where id = $1", ana.registration_id)


async def test_spanish_is_spoken_to_who_reads_spanish(database, post):
    dana, taste = await a_trainer(), await a_session()
    await signs_up('Luz Peña', taste, language='es')
    await post()
    await dates.cancel(taste, by=dana, now=MONDAY)
    await post()
    await dates.bring_back(taste, by=dana, now=MONDAY)
    [letter] = await post()
    assert str(letter['Subject']) == 'Siempre sí habrá: Taste de Cafés, vie 20 nov'
    assert await fetchval("select count(*) from promise where failed_at is not null or failure <> ''") == 0
