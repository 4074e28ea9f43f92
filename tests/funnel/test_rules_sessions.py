"""Where a date stands, what may become of it, and when its door is open."""

import pytest

from coaching.funnel.rules.sessions import (
    NoDate,
    NoDoor,
    phase,
    why_not_bring_back,
    why_not_cancel,
    why_not_edit,
    why_not_join,
    why_not_move,
    why_not_reopen,
    why_not_skip,
)
from coaching.funnel.values import Phase, RegistrationState, SessionState
from tests.funnel.facts import DAY, FRIDAY_NOON, HOUR, MINUTE, NOW, ONE_O_CLOCK, PARTS, TWO_PARTS, a_place

DRAFT, OPEN, CANCELLED, SKIPPED, CLOSED = (a_place(state=state) for state in SessionState)


@pytest.mark.parametrize('state', [SessionState.DRAFT, SessionState.CANCELLED, SessionState.SKIPPED, SessionState.CLOSED])
def test_what_was_decided_about_a_date_is_where_it_stands(state):
    assert phase(a_place(state=state), now=FRIDAY_NOON) == Phase(state.value)


def test_an_open_date_runs_and_ends_by_the_clock():
    assert phase(OPEN, now=FRIDAY_NOON - MINUTE) is Phase.OPEN
    assert phase(OPEN, now=FRIDAY_NOON) is Phase.RUNNING
    assert phase(OPEN, now=ONE_O_CLOCK) is Phase.ENDED


def test_a_date_is_full_when_a_newcomer_would_wait():
    assert phase(a_place(capacity=12, taken=12), now=NOW) is Phase.FULL
    assert phase(a_place(capacity=12, taken=11, waiting=1), now=NOW) is Phase.FULL
    assert phase(a_place(capacity=12, taken=11), now=NOW) is Phase.OPEN


def test_the_taste_moves_to_three_o_clock():
    assert why_not_move(OPEN, FRIDAY_NOON + 3 * HOUR, now=NOW) is None


@pytest.mark.parametrize(
    ('place', 'starts_at', 'now', 'reason'),
    [
        (DRAFT, FRIDAY_NOON + HOUR, NOW, NoDate.NOT_OPEN),
        (CANCELLED, FRIDAY_NOON + HOUR, NOW, NoDate.ALREADY_OFF),
        (SKIPPED, FRIDAY_NOON + HOUR, NOW, NoDate.ALREADY_OFF),
        (CLOSED, FRIDAY_NOON + HOUR, NOW, NoDate.ALREADY_FINISHED),
        (OPEN, FRIDAY_NOON + DAY, FRIDAY_NOON, NoDate.BEGUN),
        (OPEN, FRIDAY_NOON + DAY, ONE_O_CLOCK, NoDate.OVER),
        (OPEN, FRIDAY_NOON, NOW, NoDate.SAME_TIME),
        (OPEN, NOW, NOW, NoDate.IN_THE_PAST),
    ],
)
def test_a_date_moves_only_before_it_begins_and_to_a_time_that_is_still_to_come(place, starts_at, now, reason):
    assert why_not_move(place, starts_at, now=now) is reason


def test_the_friday_after_thanksgiving_is_skipped_before_it_begins():
    assert why_not_skip(OPEN, now=NOW) is None
    assert why_not_skip(OPEN, now=FRIDAY_NOON) is NoDate.BEGUN_SO_NOT_SKIPPED
    assert why_not_skip(SKIPPED, now=NOW) is NoDate.ALREADY_OFF


def test_dana_is_ill_and_cancels_at_ten_to_twelve_or_at_ten_past():
    assert why_not_cancel(OPEN, now=FRIDAY_NOON - 10 * MINUTE) is None
    assert why_not_cancel(OPEN, now=FRIDAY_NOON + 10 * MINUTE) is None
    assert why_not_cancel(OPEN, now=ONE_O_CLOCK) is NoDate.OVER


def test_a_date_that_is_off_can_be_brought_back_while_it_lies_ahead():
    assert why_not_bring_back(SKIPPED, now=NOW) is None
    assert why_not_bring_back(CANCELLED, now=NOW) is None
    assert why_not_bring_back(SKIPPED, now=FRIDAY_NOON) is NoDate.IN_THE_PAST
    assert why_not_bring_back(OPEN, now=NOW) is NoDate.NOT_OFF


def test_details_of_a_date_change_until_it_is_finished_or_off():
    assert why_not_edit(OPEN) is None
    assert [why_not_edit(one) for one in (CANCELLED, SKIPPED, CLOSED)] == [NoDate.ALREADY_OFF, NoDate.ALREADY_OFF, NoDate.ALREADY_FINISHED]


def test_only_a_finished_session_is_opened_again():
    assert why_not_reopen(CLOSED) is None
    assert why_not_reopen(OPEN) is NoDate.NOT_FINISHED


REGISTERED = RegistrationState.REGISTERED


def test_the_door_opens_a_quarter_of_an_hour_before_and_shuts_at_the_end():
    assert why_not_join(OPEN, PARTS, REGISTERED, now=FRIDAY_NOON - 16 * MINUTE) is NoDoor.TOO_EARLY
    assert why_not_join(OPEN, PARTS, REGISTERED, now=FRIDAY_NOON - 15 * MINUTE) is None
    assert why_not_join(OPEN, PARTS, RegistrationState.WALK_IN, now=ONE_O_CLOCK - MINUTE) is None
    assert why_not_join(OPEN, PARTS, REGISTERED, now=ONE_O_CLOCK) is NoDoor.OVER


def test_between_the_two_days_of_a_training_the_door_is_shut_and_opens_again():
    training = a_place(ends_at=ONE_O_CLOCK + 7 * DAY)
    assert why_not_join(training, TWO_PARTS, REGISTERED, now=ONE_O_CLOCK) is NoDoor.TOO_EARLY
    assert why_not_join(training, TWO_PARTS, REGISTERED, now=FRIDAY_NOON + DAY) is NoDoor.TOO_EARLY
    assert why_not_join(training, TWO_PARTS, REGISTERED, now=FRIDAY_NOON + 7 * DAY) is None


@pytest.mark.parametrize(
    ('place', 'mine', 'reason'),
    [
        (DRAFT, REGISTERED, NoDoor.OFF),
        (SKIPPED, REGISTERED, NoDoor.OFF),
        (CANCELLED, REGISTERED, NoDoor.OFF),
        (CLOSED, REGISTERED, NoDoor.OVER),
        (OPEN, RegistrationState.WAITING, NoDoor.IN_LINE),
        (OPEN, RegistrationState.OFFERED, NoDoor.IN_LINE),
        (OPEN, RegistrationState.CANCELLED_BY_PERSON, NoDoor.NO_SPOT),
        (OPEN, None, NoDoor.NO_SPOT),
    ],
)
def test_only_who_holds_a_spot_walks_in(place, mine, reason):
    assert why_not_join(place, PARTS, mine, now=FRIDAY_NOON) is reason
