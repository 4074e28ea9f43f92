"""How far people and organisations have come, on any day."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.funnel.rules.stages import (
    Came,
    History,
    Progress,
    SignedUp,
    came_at,
    credited,
    first_reached,
    has_opted_out,
    is_ready_for_intro,
    is_ready_for_training,
    is_resting,
    last_active_at,
    progress,
    stage,
    stops_at,
)
from coaching.funnel.values import AttendanceRule, Kind, Outcome, Stage
from tests.funnel.facts import CHICAGO, DAY, FRIDAY_NOON, HOUR, NOW, ONE_O_CLOCK, at

MONDAY = at('2026-11-16 15:00')
INTRO_DAY = at('2026-12-08 18:00')
ANA_SIGNS_UP = SignedUp(Kind.TASTE, MONDAY, FRIDAY_NOON)
ANA_TASTES = Came(Kind.TASTE, FRIDAY_NOON)
ANA_WANTS_THE_INTRO = SignedUp(Kind.INTRO, FRIDAY_NOON + DAY, INTRO_DAY)
ANA_IS_INTRODUCED = Came(Kind.INTRO, INTRO_DAY)
ANA = History((ANA_SIGNS_UP, ANA_WANTS_THE_INTRO), (ANA_IS_INTRODUCED, ANA_TASTES))


@pytest.mark.parametrize(
    ('day', 'then'),
    [
        (MONDAY - HOUR, Stage.HEARD),
        (MONDAY, Stage.SIGNED_UP_TASTE),
        (FRIDAY_NOON, Stage.TASTED),
        (FRIDAY_NOON + DAY, Stage.SIGNED_UP_INTRO),
        (INTRO_DAY, Stage.INTRODUCED),
    ],
)
def test_anas_stage_can_be_drawn_for_any_day(day, then):
    assert stage(ANA, as_of=day) is then


def test_somebody_of_whom_nothing_is_known_has_heard_of_us():
    assert stage(History(), as_of=NOW) is Stage.HEARD


def test_a_school_evening_moves_nobodys_stage():
    other = History((SignedUp(Kind.OTHER, MONDAY, FRIDAY_NOON),), (Came(Kind.OTHER, FRIDAY_NOON),))
    assert stage(other, as_of=ONE_O_CLOCK) is Stage.HEARD
    assert first_reached(other) == {}


def test_a_second_taste_does_not_take_ana_back():
    again = History((*ANA.signed_up, SignedUp(Kind.TASTE, INTRO_DAY, INTRO_DAY + DAY)), ANA.came)
    assert stage(again, as_of=INTRO_DAY + HOUR) is Stage.INTRODUCED


def test_who_let_the_intro_go_stands_where_attendance_says():
    let_go = SignedUp(Kind.INTRO, FRIDAY_NOON + DAY, INTRO_DAY, stopped_at=FRIDAY_NOON + 3 * DAY)
    history = History((ANA_SIGNS_UP, let_go), (ANA_TASTES,))
    assert stage(history, as_of=FRIDAY_NOON + 2 * DAY) is Stage.SIGNED_UP_INTRO
    assert stage(history, as_of=FRIDAY_NOON + 3 * DAY) is Stage.TASTED


@pytest.mark.parametrize(
    ('outcome', 'cancelled_at', 'finished', 'then'),
    [
        (Outcome.AHEAD, None, False, None),
        (Outcome.CAME, None, True, None),
        (Outcome.UNRESOLVED, None, False, None),
        (Outcome.UNRESOLVED, None, True, ONE_O_CLOCK),
        (Outcome.MISSED, None, False, ONE_O_CLOCK),
        (Outcome.IN_LINE, None, False, ONE_O_CLOCK),
        (Outcome.CANCELLED, MONDAY, False, MONDAY),
        (Outcome.CANCELLED, None, False, ONE_O_CLOCK),
    ],
)
def test_a_spot_holds_its_stage_until_it_is_let_go_missed_or_left_unknown(outcome, cancelled_at, finished, then):
    assert stops_at(outcome, ends_at=ONE_O_CLOCK, cancelled_at=cancelled_at, finished=finished) == then


def test_a_training_is_attended_when_its_last_needed_part_begins_made_up_or_not():
    made_up_in_january = at('2027-01-09 15:00')
    assert came_at([made_up_in_january, FRIDAY_NOON], AttendanceRule(parts=2)) == made_up_in_january
    assert came_at([FRIDAY_NOON], AttendanceRule(parts=2)) is None
    assert came_at([], AttendanceRule()) is None


def test_a_taste_of_2023_elsewhere_counts_from_its_day_in_the_networks_zone():
    assert credited(Kind.TASTE, datetime.date(2023, 5, 5), CHICAGO) == Came(Kind.TASTE, at('2023-05-05 05:00'))


def test_progress_keeps_the_first_time_of_each_kind():
    again = History(came=(Came(Kind.TASTE, FRIDAY_NOON + 7 * DAY), *ANA.came, Came(Kind.TRAINING, INTRO_DAY + 30 * DAY)))
    assert progress(again) == Progress(FRIDAY_NOON, INTRO_DAY, INTRO_DAY + 30 * DAY)
    assert progress(ANA).done == {Kind.TASTE, Kind.INTRO}
    assert progress(History()).done == frozenset()


def test_a_stage_is_reached_once_and_stays_reached_when_the_spot_is_let_go():
    let_go = SignedUp(Kind.INTRO, FRIDAY_NOON + DAY, INTRO_DAY, stopped_at=FRIDAY_NOON + 2 * DAY)
    history = History((let_go, ANA_SIGNS_UP, SignedUp(Kind.INTRO, INTRO_DAY, INTRO_DAY)), (ANA_TASTES,))
    assert first_reached(history) == {
        Stage.SIGNED_UP_TASTE: MONDAY, Stage.TASTED: FRIDAY_NOON, Stage.SIGNED_UP_INTRO: FRIDAY_NOON + DAY,
    }  # fmt: skip


def test_efrain_tasted_and_is_ready_for_an_intro_until_he_takes_a_spot():
    efrain = History(came=(ANA_TASTES,))
    assert is_ready_for_intro(efrain, now=ONE_O_CLOCK) is True
    assert is_ready_for_intro(efrain, now=NOW) is False
    assert is_ready_for_intro(ANA, now=FRIDAY_NOON + 2 * DAY) is False
    assert is_ready_for_training(ANA, now=INTRO_DAY) is True
    assert is_ready_for_training(efrain, now=ONE_O_CLOCK) is False


def test_who_missed_the_intro_is_ready_for_it_again():
    missed = SignedUp(Kind.INTRO, FRIDAY_NOON + DAY, INTRO_DAY, stopped_at=INTRO_DAY + 3 * HOUR)
    assert is_ready_for_intro(History((missed,), (ANA_TASTES,)), now=INTRO_DAY + DAY) is True


def test_who_asked_us_to_stop_is_ready_for_nothing():
    grace = History(came=ANA.came, opted_out_at=INTRO_DAY + DAY)
    assert is_ready_for_training(grace, now=INTRO_DAY + HOUR) is True
    assert is_ready_for_training(grace, now=INTRO_DAY + DAY) is False
    assert is_ready_for_intro(History(came=(ANA_TASTES,), opted_out_at=FRIDAY_NOON), now=ONE_O_CLOCK) is False
    assert has_opted_out(ANA, as_of=NOW) is False


def test_after_ninety_days_without_a_sign_somebody_rests():
    last = last_active_at(ANA, as_of=INTRO_DAY)
    assert last == last_active_at(ANA, as_of=INTRO_DAY + 200 * DAY)
    assert last == INTRO_DAY
    assert is_resting(last, as_of=INTRO_DAY + 89 * DAY) is False
    assert is_resting(last, as_of=INTRO_DAY + 90 * DAY) is True


def test_who_holds_a_spot_in_spring_does_not_rest_in_winter():
    spring = at('2027-05-04 15:00')
    booked = History((SignedUp(Kind.TRAINING, NOW, spring),))
    assert last_active_at(booked, as_of=NOW + 120 * DAY) == spring
    assert is_resting(spring, as_of=NOW + 120 * DAY) is False


def test_to_sign_up_is_a_sign_of_life_even_where_the_spot_is_let_go_at_once():
    let_go = History((SignedUp(Kind.TASTE, NOW, FRIDAY_NOON, stopped_at=NOW),))
    assert last_active_at(let_go, as_of=NOW) == NOW


def test_where_nothing_ever_happened_nobody_rests():
    assert last_active_at(History(), as_of=NOW) is None
    assert is_resting(None, as_of=NOW) is False


MOMENTS = st.integers(min_value=0, max_value=400).map(lambda days: NOW + days * DAY)
KINDS = st.sampled_from(Kind)
HISTORIES = st.builds(
    History,
    st.lists(st.builds(lambda kind, when: SignedUp(kind, when, when + 7 * DAY), KINDS, MOMENTS), max_size=5).map(tuple),
    st.lists(st.builds(Came, KINDS, MOMENTS), max_size=5).map(tuple),
)


@given(HISTORIES, MOMENTS)
def test_where_nothing_is_let_go_the_stage_is_the_furthest_that_was_reached(history, day):
    reached = [which for which, when in first_reached(history).items() if when <= day]
    assert stage(history, as_of=day) is max(reached, default=Stage.HEARD)


@given(HISTORIES, MOMENTS, MOMENTS)
def test_nobody_moves_back_while_nothing_is_let_go(history, one, other):
    earlier, later = sorted((one, other))
    assert stage(history, as_of=earlier) <= stage(history, as_of=later)
