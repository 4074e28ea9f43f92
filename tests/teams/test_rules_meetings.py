"""The rules of a team's meetings, as tables: what was, and how the date of the next is found."""

import dataclasses
import datetime

import pytest

from coaching.teams.rules.meetings import (
    NoMeeting,
    NoPoll,
    both,
    moment,
    why_not_answer,
    why_not_call_off,
    why_not_change,
    why_not_choose,
    why_not_move,
    why_not_propose,
    why_not_record,
)
from coaching.teams.values import DateFacts, MeetingFacts, PollFacts
from tests.conftest import NOW

TODAY, HOUR = datetime.date(2026, 11, 18), datetime.timedelta(hours=1)
DATES = DateFacts(1, 1, NOW + HOUR, 60), DateFacts(2, 2, NOW - HOUR, 60)
ASKED = PollFacts(9, 7, '', 'America/Chicago', '', 'Alma Cruz', NOW, None, 'uid', 0, None, DATES)
CHOSEN = dataclasses.replace(ASKED, chosen_id=1)
OFF = dataclasses.replace(CHOSEN, cancelled_at=NOW)
MEETING = MeetingFacts(3, 7, TODAY, '', 'We ask.', 'Alma Cruz', 2, ())


@pytest.mark.parametrize(('day', 'decided', 'people', 'reason'), [
    (TODAY, 'We ask.', 0, None), (TODAY, ' ', 2, None), (TODAY, ' ', 0, NoMeeting.NOTHING_SAID),
    (TODAY + datetime.timedelta(days=1), 'We ask.', 2, NoMeeting.TO_COME),
])  # fmt: skip
def test_what_is_written_down_has_happened_and_says_something(day, decided, people, reason):
    assert why_not_record(day, TODAY, decided=decided, people=people) is reason


def test_of_two_who_write_the_second_is_told():
    said = [why_not_change(MEETING, version=2), why_not_change(MEETING, version=1), why_not_change(None, version=1)]
    assert said == [None, NoMeeting.CHANGED_MEANWHILE, NoMeeting.GONE]


@pytest.mark.parametrize(('stands', 'written', 'kept'), [
    ('We ask.', 'We call.', 'We ask.\n\nWe call.'), ('We ask. We call.', 'We call.', 'We ask. We call.'),
    ('We ask.', 'We ask. And call.', 'We ask. And call.'), ('', 'We call.', 'We call.'),
])  # fmt: skip
def test_both_texts_are_kept_once(stands, written, kept):
    assert both(stands, written) == kept


@pytest.mark.parametrize(('day', 'hour', 'utc'), [
    ((2026, 11, 20), 12, (2026, 11, 20, 18)),
    ((2026, 7, 3), 12, (2026, 7, 3, 17)),
    ((2026, 11, 1), 1, (2026, 11, 1, 6)),
    ((2027, 3, 14), 2, None),
])  # fmt: skip
def test_a_wall_clock_is_a_moment_the_first_of_two_and_none_where_it_jumps(day, hour, utc):
    expected = datetime.datetime(*utc, tzinfo=datetime.UTC) if utc else None
    assert moment(datetime.date(*day), datetime.time(hour), 'America/Chicago') == expected


@pytest.mark.parametrize(('hours', 'reason'), [
    ([1], None), ([1, 2, 3], None), ([], NoPoll.NO_DATES), ([1, 2, 3, 4], NoPoll.TOO_MANY), ([1, 1], NoPoll.TWICE),
    ([1, 0], NoPoll.IN_THE_PAST),
])  # fmt: skip
def test_one_to_three_dates_that_are_to_come_each_once(hours, reason):
    assert why_not_propose([NOW + HOUR * hour for hour in hours], NOW) is reason


@pytest.mark.parametrize(('poll', 'reason'), [(ASKED, None), (CHOSEN, NoPoll.CHOSEN), (OFF, NoPoll.CALLED_OFF), (None, NoPoll.GONE)])
def test_dates_are_answered_while_none_is_chosen(poll, reason):
    assert why_not_answer(poll) is reason


@pytest.mark.parametrize(('poll', 'date_id', 'reason'), [
    (ASKED, 1, None), (ASKED, 2, NoPoll.IN_THE_PAST), (ASKED, 5, NoPoll.GONE), (CHOSEN, 1, NoPoll.CHOSEN),
])  # fmt: skip
def test_one_of_the_dates_is_chosen_once_while_it_is_to_come(poll, date_id, reason):
    assert why_not_choose(poll, date_id, NOW) is reason


@pytest.mark.parametrize(('poll', 'hours', 'sequence', 'reason'), [
    (CHOSEN, 5, 0, None), (CHOSEN, -5, 0, NoPoll.IN_THE_PAST), (CHOSEN, 5, 1, NoPoll.CHANGED_MEANWHILE), (ASKED, 5, 0, NoPoll.NOT_CHOSEN),
    (OFF, 5, 0, NoPoll.CALLED_OFF), (None, 5, 0, NoPoll.GONE),
])  # fmt: skip
def test_a_chosen_date_moves_to_what_is_to_come_and_the_second_who_moves_it_is_told(poll, hours, sequence, reason):
    assert why_not_move(poll, NOW + HOUR * hours, sequence=sequence, now=NOW) is reason


def test_a_meeting_is_called_off_once():
    assert [why_not_call_off(one) for one in (ASKED, CHOSEN, OFF, None)] == [None, None, NoPoll.CALLED_OFF, NoPoll.GONE]
    assert (CHOSEN.chosen, ASKED.chosen) == (DATES[0], None)
