"""Which letters should exist: each reminder once, in daylight, never after the beginning, and follow-ups that are true."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.funnel.rules.reminders import Aftermath, Seat, Wanted, answer, follow_up, reminders
from coaching.funnel.values import Kind, LetterKind, Outcome, RegistrationState, SessionState, Source
from tests.funnel.facts import CHICAGO, DAY, FRIDAY_NOON, HOUR, MINUTE, NOW, ONE_O_CLOCK, at


def a_seat(**facts):
    """Ana's seat at Friday's Taste, taken on Wednesday; she lives in Chicago."""
    usual = {
        'registration_id': 7, 'state': RegistrationState.REGISTERED, 'session': SessionState.OPEN, 'starts_at': FRIDAY_NOON,
        'zone': CHICAGO, 'known_since': NOW, 'their_zone': CHICAGO,
    }  # fmt: skip
    return Seat(**(usual | facts))


def due(seat, now=NOW):
    return {wanted.kind: wanted.due_at for wanted in reminders(seat, now=now)}


def test_ana_is_reminded_a_day_and_an_hour_before():
    assert reminders(a_seat(), now=NOW) == (
        Wanted(LetterKind.REMINDER_DAY, 'reminder-day:7:20261120', FRIDAY_NOON - DAY, FRIDAY_NOON - HOUR),
        Wanted(LetterKind.REMINDER_HOUR, 'reminder-hour:7:202611201200', FRIDAY_NOON - HOUR, FRIDAY_NOON),
    )


@pytest.mark.parametrize(
    'facts',
    [
        {'state': RegistrationState.WAITING},
        {'state': RegistrationState.OFFERED},
        {'state': RegistrationState.WALK_IN},
        {'state': RegistrationState.CANCELLED_BY_PERSON},
        {'session': SessionState.CANCELLED},
        {'session': SessionState.SKIPPED},
    ],
)
def test_without_a_seat_at_a_session_that_is_held_there_is_no_reminder(facts):
    assert reminders(a_seat(**facts), now=NOW) == ()


def test_who_signs_up_on_thursday_night_has_no_reminder_of_the_day_before():
    assert list(due(a_seat(known_since=FRIDAY_NOON - 16 * HOUR))) == [LetterKind.REMINDER_HOUR]


def test_who_signs_up_on_thursday_at_noon_is_reminded_of_friday_noon():
    assert list(due(a_seat(known_since=FRIDAY_NOON - DAY))) == [LetterKind.REMINDER_DAY, LetterKind.REMINDER_HOUR]


def test_who_signs_up_at_half_past_eleven_has_the_first_letter_and_no_more():
    assert reminders(a_seat(known_since=FRIDAY_NOON - 30 * MINUTE), now=FRIDAY_NOON - 30 * MINUTE) == ()


def test_a_reminder_is_wanted_only_while_it_is_of_use():
    assert list(due(a_seat(), now=FRIDAY_NOON - 2 * HOUR)) == [LetterKind.REMINDER_DAY, LetterKind.REMINDER_HOUR]
    assert list(due(a_seat(), now=FRIDAY_NOON - HOUR)) == [LetterKind.REMINDER_HOUR]
    assert list(due(a_seat(), now=FRIDAY_NOON)) == []


def test_noon_in_chicago_is_seven_in_honolulu_and_the_letter_waits_for_eight():
    summer = at('2027-07-02 17:00')
    assert due(a_seat(starts_at=summer, their_zone='Pacific/Honolulu')) == {
        LetterKind.REMINDER_DAY: at('2027-07-01 18:00'),
        LetterKind.REMINDER_HOUR: at('2027-07-02 16:00'),
    }


def test_an_evening_session_in_manila_is_told_of_on_the_morning_of_the_day():
    assert due(a_seat(starts_at=at('2026-11-20 14:30'), their_zone='Asia/Manila'))[LetterKind.REMINDER_DAY] == at('2026-11-20 00:00')


def test_nine_in_the_evening_is_night_and_eight_in_the_morning_is_day():
    nine_in_the_evening, eight_in_the_morning = at('2026-11-21 03:00'), at('2026-11-20 14:00')
    assert due(a_seat(starts_at=nine_in_the_evening))[LetterKind.REMINDER_DAY] == at('2026-11-20 14:00')
    assert due(a_seat(starts_at=nine_in_the_evening - MINUTE))[LetterKind.REMINDER_DAY] == nine_in_the_evening - MINUTE - DAY
    assert due(a_seat(starts_at=eight_in_the_morning))[LetterKind.REMINDER_DAY] == eight_in_the_morning - DAY


def test_where_their_zone_is_not_known_the_sessions_counts():
    assert due(a_seat(starts_at=at('2026-11-20 12:30'), their_zone=''))[LetterKind.REMINDER_DAY] == at('2026-11-19 14:00')


def test_a_session_that_moved_to_another_day_is_another_reminder():
    monday = reminders(a_seat(starts_at=FRIDAY_NOON + 3 * DAY), now=NOW)
    assert [wanted.key for wanted in monday] == ['reminder-day:7:20261123', 'reminder-hour:7:202611231200']


def test_a_session_that_moved_by_two_hours_keeps_the_days_reminder_and_changes_its_time():
    moved, before = (reminders(a_seat(starts_at=starts_at), now=NOW) for starts_at in (FRIDAY_NOON + 2 * HOUR, FRIDAY_NOON))
    assert moved[0].key == before[0].key
    assert moved[0].due_at == before[0].due_at + 2 * HOUR
    assert moved[1].key != before[1].key


def test_who_was_told_of_a_move_on_the_day_before_is_not_told_again():
    told = a_seat(starts_at=FRIDAY_NOON + HOUR, known_since=FRIDAY_NOON - 20 * HOUR)
    assert list(due(told, now=FRIDAY_NOON - 20 * HOUR)) == [LetterKind.REMINDER_HOUR]


ZONES = st.sampled_from(['America/Chicago', 'America/Phoenix', 'Pacific/Honolulu', 'Asia/Manila', 'Pacific/Kiritimati', ''])
STARTS = st.integers(min_value=0, max_value=4 * 24 * 400).map(lambda quarters: NOW + quarters * 15 * MINUTE)


@given(STARTS, ZONES)
def test_every_reminder_of_the_day_comes_in_daylight_and_hours_before_the_beginning(starts_at, zone):
    seat = a_seat(starts_at=starts_at, their_zone=zone, known_since=NOW - DAY)
    for wanted in reminders(seat, now=NOW - DAY):
        assert wanted.due_at < wanted.useful_until <= starts_at
        if wanted.kind is LetterKind.REMINDER_DAY:
            local = wanted.due_at.astimezone(ZoneInfo(zone or CHICAGO))
            assert datetime.time(8) <= local.time() < datetime.time(21)
            assert 11 * HOUR < starts_at - wanted.due_at <= DAY


@given(STARTS, ZONES, st.lists(st.integers(min_value=0, max_value=60), max_size=20))
def test_however_often_it_is_asked_there_is_one_reminder_of_each_kind(starts_at, zone, hours):
    seat = a_seat(starts_at=starts_at, their_zone=zone)
    asked = [wanted for hour in hours for wanted in reminders(seat, now=NOW + hour * HOUR)]
    assert len({wanted.key for wanted in asked}) <= 2
    assert len(set(asked)) <= 2


@pytest.mark.parametrize(
    ('state', 'source', 'kind'),
    [
        (RegistrationState.REGISTERED, Source.SELF, LetterKind.SPOT_SAVED),
        (RegistrationState.REGISTERED, Source.TRAINER, LetterKind.SPOT_SAVED),
        (RegistrationState.REGISTERED, Source.COLLEAGUE, LetterKind.COLLEAGUE_SIGNED_UP),
        (RegistrationState.WAITING, Source.COLLEAGUE, LetterKind.PLACE_IN_LINE),
    ],
)
def test_every_sign_up_is_answered(state, source, kind):
    assert answer(state, source) is kind


FINISHED = ONE_O_CLOCK + 20 * MINUTE


def after(outcome, **facts):
    """Ana's registration once Dana has finished the session."""
    usual = {'registration_id': 7, 'kind': Kind.TASTE, 'outcome': outcome, 'ends_at': ONE_O_CLOCK, 'finished_at': FINISHED}
    return Aftermath(**(usual | facts))


@pytest.mark.parametrize(
    ('kind', 'outcome', 'letter'),
    [
        (Kind.TASTE, Outcome.CAME, LetterKind.THANK_YOU_TASTE),
        (Kind.INTRO, Outcome.CAME, LetterKind.THANK_YOU_INTRO),
        (Kind.TRAINING, Outcome.CAME, LetterKind.THANK_YOU_TRAINING),
        (Kind.TASTE, Outcome.MISSED, LetterKind.MISSED),
        (Kind.OTHER, Outcome.MISSED, LetterKind.MISSED),
    ],
)
def test_who_came_is_thanked_and_who_missed_it_hears_of_the_next_date_at_once(kind, outcome, letter):
    assert follow_up(after(outcome, kind=kind), now=FINISHED) == (
        Wanted(letter, f'follow-up:7:{letter}', FINISHED, ONE_O_CLOCK + 30 * DAY),
    )


@pytest.mark.parametrize(
    'aftermath',
    [
        after(Outcome.UNRESOLVED), after(Outcome.PARTLY), after(Outcome.EXCUSED), after(Outcome.CANCELLED), after(Outcome.IN_LINE),
        after(Outcome.CAME, kind=Kind.OTHER), after(Outcome.CAME, finished_at=None),
    ],
)  # fmt: skip
def test_nobody_is_written_to_of_whom_it_is_not_known_or_before_the_session_is_finished(aftermath):
    assert follow_up(aftermath, now=FINISHED) == ()


def test_a_session_that_is_finished_months_later_writes_to_nobody():
    assert follow_up(after(Outcome.CAME, finished_at=ONE_O_CLOCK + 40 * DAY), now=ONE_O_CLOCK + 40 * DAY) == ()
    assert follow_up(after(Outcome.CAME), now=ONE_O_CLOCK + 30 * DAY) == ()


def test_a_mark_that_was_put_right_before_the_letter_went_is_another_letter():
    assert [wanted.kind for wanted in follow_up(after(Outcome.CAME), now=FINISHED)] == [LetterKind.THANK_YOU_TASTE]
    assert [wanted.kind for wanted in follow_up(after(Outcome.MISSED), now=FINISHED)] == [LetterKind.MISSED]


def test_a_mark_that_was_put_right_after_the_letter_went_is_one_correction():
    later = FINISHED + DAY
    corrected = follow_up(after(Outcome.CAME, sent=LetterKind.MISSED), now=later)
    assert corrected == (Wanted(LetterKind.CORRECTION, 'correction:7', later, ONE_O_CLOCK + 30 * DAY),)


def test_where_the_letter_that_went_is_true_nothing_more_is_said():
    assert follow_up(after(Outcome.CAME, sent=LetterKind.THANK_YOU_TASTE), now=FINISHED + DAY) == ()
