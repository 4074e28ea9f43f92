"""What a person's own calendar shows once every letter has come: the dates on which they have a spot, and no others."""

import datetime

import icalendar
import pytest

from coaching.funnel.commands import spots
from coaching.funnel.letters import WRITERS
from coaching.kit import clock
from coaching.kit.access import Actor
from coaching.kit.database import fetchval
from coaching.kit.tokens import link_token
from coaching.outbox.sending import Postman
from tests.funnel.test_dates_letters import text_of
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, letters, signs_up
from tests.outbox.world import Kept

WEEK = datetime.timedelta(days=7)


class OwnCalendar:
    """A calendar that keeps of each date the entry with the highest number, as RFC 5546 2.1.4 says."""

    def __init__(self):
        self.entries = {}
        self.letters = []

    async def reads(self, moment, monkeypatch):
        """Take in the letters that are due at a moment."""
        monkeypatch.setattr(clock, 'now', lambda: moment)
        kept = Kept()
        await Postman(kept, WRITERS).send_due()
        for letter in kept.letters:
            self.letters.append(letter)
            for part in letter.walk():
                if part.get_content_type() == 'application/ics':
                    self._take_in(icalendar.Calendar.from_ical(part.get_payload(decode=True)))

    def _take_in(self, calendar):
        for event in calendar.walk('VEVENT'):
            number, known = int(event['sequence']), self.entries.get(str(event['uid']))
            if known is None or number > known[0]:
                self.entries[str(event['uid'])] = number, str(calendar['method']), event['dtstart'].dt.astimezone(datetime.UTC)

    @property
    def dates(self):
        return sorted(starts_at for _number, method, starts_at in self.entries.values() if method == 'REQUEST')


@pytest.fixture
def calendar(monkeypatch):
    own = OwnCalendar()
    own.now = lambda: own.reads(MONDAY + HOUR, monkeypatch)
    return own


def herself(done) -> Actor:
    return Actor.by_link(done.person_id)


async def test_whoever_cancels_and_signs_up_again_has_the_date_in_her_calendar(database, calendar):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    await calendar.now()
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    await calendar.now()
    assert calendar.dates == []
    await signs_up('Ana Reyes', taste)
    await calendar.now()
    assert calendar.dates == [NOON]


async def test_a_spot_that_moves_takes_the_old_date_out_of_the_calendar_and_back_again(database, calendar):
    taste, later = await a_session(), await a_session(starts_at=NOON + WEEK)
    ana = await signs_up('Ana Reyes', taste)
    await calendar.now()
    moved = await spots.move(ana.registration_id, later, by=herself(ana), now=MONDAY)
    await calendar.now()
    assert calendar.dates == [NOON + WEEK]
    await spots.move(moved.registration_id, taste, by=herself(ana), now=MONDAY)
    await calendar.now()
    assert calendar.dates == [NOON]


async def test_there_and_back_before_any_letter_went_leaves_one_date(database, calendar):
    taste, later = await a_session(), await a_session(starts_at=NOON + WEEK)
    ana = await signs_up('Ana Reyes', taste)
    await calendar.now()
    moved = await spots.move(ana.registration_id, later, by=herself(ana), now=MONDAY)
    await spots.move(moved.registration_id, taste, by=herself(ana), now=MONDAY)
    await calendar.now()
    assert calendar.dates == [NOON]


async def test_the_letter_about_the_old_date_says_what_it_does_and_leads_to_the_new_one(database, calendar, client):
    taste, later = await a_session(), await a_session(starts_at=NOON + WEEK)
    ana = await signs_up('Ana Reyes', taste)
    moved = await spots.move(ana.registration_id, later, by=herself(ana), now=MONDAY)
    await calendar.now()
    [old] = [letter for letter in calendar.letters if 'old date' in letter['Subject']]
    assert 'Friday, November 20, 2026, 12:00 pm to 1:00 pm Central Time' in text_of(old)
    link = text_of(old).partition('http://localhost:8000')[2].split()[0]
    answer = await client.get(link)
    secret = await fetchval('select nonce from registration where id = $1', moved.registration_id)
    assert answer.headers['location'] == f'/sign-ups/{link_token("registration", moved.registration_id, secret)}'


async def test_a_place_in_line_that_moves_was_in_no_calendar_and_needs_no_letter_about_the_old_date(database):
    taste, later = await a_session(capacity=1), await a_session(starts_at=NOON + WEEK)
    await signs_up('Ana Reyes', taste)
    ben = await signs_up('Ben Ito', taste)
    await spots.move(ben.registration_id, later, by=herself(ben), now=MONDAY)
    assert await letters('registration', ben.registration_id) == []


async def test_whoever_gets_back_in_line_before_the_letter_went_has_no_seat_in_her_calendar(database, calendar):
    taste = await a_session(capacity=1)
    ana = await signs_up('Ana Reyes', taste)
    await signs_up('Ben Ito', taste)
    await calendar.now()
    await spots.cancel(ana.registration_id, by=herself(ana), now=MONDAY)
    await spots.undo_cancellation(ana.registration_id, by=herself(ana), now=MONDAY)
    await calendar.now()
    assert calendar.dates == []
