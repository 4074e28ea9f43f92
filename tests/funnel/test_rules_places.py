"""Saving a spot: who may, who gets a seat, who waits, and what may become of a spot later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.funnel.rules.places import (
    NoChange,
    NoOverride,
    NoPlace,
    free_seats,
    missing_before,
    offer_until,
    seat_for,
    weight,
    whom_to_offer,
    why_not_accept,
    why_not_cancel,
    why_not_move,
    why_not_register,
    why_not_restore,
    why_not_seat_out_of_turn,
    why_not_waive,
)
from coaching.funnel.values import Kind, Mark, RegistrationState, SessionState
from tests.funnel.facts import DAY, FRIDAY_NOON, HOUR, MINUTE, NOW, ONE_O_CLOCK, a_place, a_registration, at

REGISTERED, WAITING, OFFERED, WALK_IN = (
    RegistrationState.REGISTERED, RegistrationState.WAITING, RegistrationState.OFFERED, RegistrationState.WALK_IN,
)  # fmt: skip
LET_GO, ENDED_BY_US = RegistrationState.CANCELLED_BY_PERSON, RegistrationState.CANCELLED_BY_US
INTRO = a_place(kind=Kind.INTRO, prerequisite=Kind.TASTE)
TRAINING = a_place(kind=Kind.TRAINING, prerequisite=Kind.INTRO)


def test_a_stranger_may_come_to_fridays_taste():
    assert why_not_register(a_place(), done=(), now=NOW) is None


def test_a_full_taste_is_no_reason_because_there_is_a_line():
    assert why_not_register(a_place(capacity=12, taken=12), done=(), now=NOW) is None


@pytest.mark.parametrize(
    ('state', 'reason'),
    [
        (SessionState.DRAFT, NoPlace.NOT_OPEN),
        (SessionState.CANCELLED, NoPlace.CANCELLED),
        (SessionState.SKIPPED, NoPlace.SKIPPED),
        (SessionState.CLOSED, NoPlace.OVER),
    ],
)
def test_a_date_that_is_not_held_has_no_spots(state, reason):
    assert why_not_register(a_place(state=state), done=(), now=NOW) is reason


def test_of_twelve_spots_at_one_address_the_next_is_refused_whoever_it_is_for():
    assert why_not_register(a_place(), done=(), at_address=11, now=NOW) is None
    for already in (None, REGISTERED):
        assert why_not_register(INTRO, done=(), already=already, at_address=12, now=NOW) is NoPlace.MANY_AT_THIS_ADDRESS
    assert why_not_register(a_place(), done=(), at_address=12, now=FRIDAY_NOON) is NoPlace.BEGUN


def test_sign_up_ends_when_the_session_begins():
    assert why_not_register(a_place(), done=(), now=FRIDAY_NOON - MINUTE) is None
    assert why_not_register(a_place(), done=(), now=FRIDAY_NOON) is NoPlace.BEGUN
    assert why_not_register(a_place(), done=(), now=ONE_O_CLOCK) is NoPlace.OVER


@pytest.mark.parametrize(
    ('already', 'reason'),
    [
        (REGISTERED, NoPlace.ALREADY_SAVED),
        (WALK_IN, NoPlace.ALREADY_SAVED),
        (OFFERED, NoPlace.ALREADY_OFFERED),
        (WAITING, NoPlace.ALREADY_IN_LINE),
        (LET_GO, None),
        (ENDED_BY_US, None),
    ],
)
def test_ana_has_at_most_one_standing_registration_at_a_session(already, reason):
    assert why_not_register(a_place(), done=(), already=already, now=NOW) is reason


def test_an_intro_asks_for_a_taste_that_was_attended_not_one_that_was_signed_up_for():
    assert why_not_register(INTRO, done=(), now=NOW) is NoPlace.NOT_YET_TASTED
    assert why_not_register(INTRO, done={Kind.TASTE}, now=NOW) is None


def test_a_training_asks_for_an_intro_first():
    assert why_not_register(TRAINING, done={Kind.TASTE}, now=NOW) is NoPlace.NOT_YET_INTRODUCED
    assert why_not_register(TRAINING, done={Kind.INTRO}, now=NOW) is None


def test_a_refresher_asks_for_training_first():
    assert missing_before(a_place(kind=Kind.OTHER, prerequisite=Kind.TRAINING), done={Kind.INTRO}) is NoPlace.NOT_YET_TRAINED


def test_whoever_was_trained_elsewhere_need_not_go_back_to_a_taste():
    assert missing_before(INTRO, done={Kind.TRAINING}) is None


def test_dana_lets_efrain_into_the_intro_before_his_taste_because_his_teams_training_is_next_week():
    assert why_not_register(INTRO, done=(), waived=True, now=NOW) is None


def test_letting_somebody_in_without_what_comes_first_asks_for_a_reason():
    assert why_not_waive('  ') is NoOverride.WHY_IS_MISSING
    assert why_not_waive('His team trains next week') is None


def test_a_free_seat_is_given_to_a_newcomer():
    assert seat_for(a_place(capacity=12, taken=11)) is REGISTERED


def test_a_newcomer_never_passes_hannah_who_waits():
    assert seat_for(a_place(capacity=12, taken=11, waiting=1)) is WAITING


def test_a_seat_that_is_offered_to_hannah_is_not_free():
    assert seat_for(a_place(capacity=12, taken=11, offered=1)) is WAITING


def test_without_a_limit_everybody_has_a_seat():
    assert free_seats(a_place()) is None
    assert seat_for(a_place(taken=4000, waiting=3)) is REGISTERED


def test_a_lowered_capacity_removes_nobody_and_frees_nothing():
    lowered = a_place(capacity=8, taken=12, waiting=2)
    assert free_seats(lowered) == 0
    assert whom_to_offer(lowered, ['Hannah', 'Lin'], now=NOW) == ()


def test_freed_seats_are_offered_in_the_order_in_which_people_came():
    place = a_place(capacity=12, taken=10, waiting=3)
    assert whom_to_offer(place, ['Hannah', 'Lin', 'Keisha'], now=NOW) == ('Hannah', 'Lin')


def test_when_the_limit_is_taken_away_everybody_in_line_is_offered_a_seat():
    assert whom_to_offer(a_place(taken=12, waiting=2), ['Hannah', 'Lin'], now=NOW) == ('Hannah', 'Lin')


def test_nothing_is_offered_once_the_session_has_begun():
    assert whom_to_offer(a_place(capacity=12, taken=10, waiting=1), ['Hannah'], now=FRIDAY_NOON) == ()


def test_an_offer_holds_for_24_hours():
    assert offer_until(a_place(), now=NOW) == NOW + DAY


def test_on_the_day_itself_an_offer_holds_for_two_hours():
    friday_at_eight = at('2026-11-20 14:00')
    assert offer_until(a_place(), now=friday_at_eight) == friday_at_eight + 2 * HOUR


def test_an_offer_never_outlives_the_beginning():
    assert offer_until(a_place(), now=FRIDAY_NOON - MINUTE) == FRIDAY_NOON


def test_an_offer_of_thursday_night_leaves_the_next_in_line_a_turn_on_friday():
    thursday_at_eight_in_the_evening = at('2026-11-20 02:00')
    assert offer_until(a_place(), now=thursday_at_eight_in_the_evening) == FRIDAY_NOON - 2 * HOUR


def test_just_before_midnight_an_offer_still_holds_for_two_hours():
    early = a_place(starts_at=at('2026-11-20 06:30'), ends_at=at('2026-11-20 07:30'))
    assert offer_until(early, now=at('2026-11-20 05:30')) == at('2026-11-20 06:30')


@given(st.integers(min_value=1, max_value=60 * 24 * 30))
def test_every_offer_lies_ahead_and_before_the_beginning(minutes):
    now = FRIDAY_NOON - minutes * MINUTE
    assert now < offer_until(a_place(), now=now) <= FRIDAY_NOON


def test_hannah_keeps_the_seat_that_she_was_offered():
    assert why_not_accept(a_registration(OFFERED, offered_until=NOW + MINUTE), a_place(), now=NOW) is None


def test_an_offer_ends_at_its_very_minute():
    assert why_not_accept(a_registration(OFFERED, offered_until=NOW), a_place(), now=NOW) is NoChange.OFFER_RAN_OUT


@pytest.mark.parametrize(
    ('registration', 'reason'),
    [
        (a_registration(REGISTERED), NoPlace.ALREADY_SAVED),
        (a_registration(WALK_IN), NoPlace.ALREADY_SAVED),
        (a_registration(WAITING), NoChange.NOT_OFFERED),
        (a_registration(LET_GO, cancelled_from=REGISTERED), NoChange.ALREADY_CANCELLED),
        (a_registration(LET_GO, cancelled_from=OFFERED), NoChange.OFFER_RAN_OUT),
    ],
)
def test_only_what_was_offered_can_be_kept(registration, reason):
    assert why_not_accept(registration, a_place(), now=NOW) is reason


def test_an_offer_for_a_cancelled_session_says_so():
    offered = a_registration(OFFERED, offered_until=NOW + DAY)
    assert why_not_accept(offered, a_place(state=SessionState.CANCELLED), now=NOW) is NoPlace.CANCELLED


def test_ana_may_let_her_spot_go_even_while_the_session_runs():
    assert why_not_cancel(a_registration(), a_place(), now=NOW) is None
    assert why_not_cancel(a_registration(), a_place(), now=FRIDAY_NOON + MINUTE) is None
    assert why_not_cancel(a_registration(), a_place(), now=ONE_O_CLOCK) is NoChange.OVER


def test_what_was_let_go_is_not_let_go_twice_and_a_walk_in_has_nothing_to_let_go():
    assert why_not_cancel(a_registration(LET_GO), a_place(), now=NOW) is NoChange.ALREADY_CANCELLED
    assert why_not_cancel(a_registration(WALK_IN), a_place(), now=FRIDAY_NOON) is NoChange.WALKED_IN


def test_a_cancellation_can_be_undone_until_the_session_begins():
    assert why_not_restore(a_registration(LET_GO), INTRO, now=NOW) is None
    assert why_not_restore(a_registration(LET_GO), INTRO, now=FRIDAY_NOON) is NoPlace.BEGUN


def test_what_stands_what_we_ended_and_what_was_replaced_cannot_be_taken_back():
    assert why_not_restore(a_registration(), a_place(), now=NOW) is NoChange.NOT_CANCELLED
    assert why_not_restore(a_registration(ENDED_BY_US), a_place(), now=NOW) is NoChange.CANCELLED_BY_US
    assert why_not_restore(a_registration(LET_GO), a_place(), already=WAITING, now=NOW) is NoPlace.ALREADY_IN_LINE
    assert why_not_restore(a_registration(LET_GO, is_moved_on=True), a_place(), now=NOW) is NoChange.MOVED_ON


@pytest.mark.parametrize(
    ('better', 'lesser'),
    [
        ((WALK_IN, [Mark.HERE]), (REGISTERED, [])),
        ((WALK_IN, []), (REGISTERED, [Mark.NOT_HERE])),
        ((REGISTERED, [Mark.PARTLY]), (REGISTERED, [Mark.EXCUSED])),
        ((REGISTERED, [Mark.EXCUSED]), (REGISTERED, [])),
        ((REGISTERED, []), (OFFERED, [])),
        ((OFFERED, []), (WAITING, [])),
        ((WAITING, [Mark.HERE]), (REGISTERED, [])),
    ],
)
def test_of_two_spots_of_one_person_the_better_one_was_seen_or_holds_a_seat(better, lesser):
    assert weight(*better) > weight(*lesser)


NEXT_FRIDAY = a_place(session_id=2, starts_at=FRIDAY_NOON + 7 * DAY, ends_at=ONE_O_CLOCK + 7 * DAY)


def test_ana_moves_from_this_friday_to_the_next():
    assert why_not_move(a_registration(), a_place(), NEXT_FRIDAY, done=(), now=NOW) is None


@pytest.mark.parametrize(
    ('registration', 'there', 'now', 'reason'),
    [
        (a_registration(LET_GO), NEXT_FRIDAY, NOW, NoChange.ALREADY_CANCELLED),
        (a_registration(), a_place(), NOW, NoChange.SAME_DATE),
        (a_registration(), a_place(session_id=3, offering_id=2), NOW, NoChange.OTHER_OFFERING),
        (a_registration(), NEXT_FRIDAY, FRIDAY_NOON, NoChange.BEGUN),
        (a_registration(), a_place(session_id=2, state=SessionState.SKIPPED), NOW, NoPlace.SKIPPED),
    ],
)
def test_a_spot_moves_only_before_its_session_begins_and_to_another_open_date_of_the_same(registration, there, now, reason):
    assert why_not_move(registration, a_place(), there, done=(), now=now) is reason


def test_dana_may_give_lin_a_seat_before_hannah_and_says_why():
    full = a_place(capacity=12, taken=12, waiting=2)
    assert why_not_seat_out_of_turn(WAITING, full, 'She interprets for two others', now=NOW) is None
    assert why_not_seat_out_of_turn(OFFERED, full, 'She called us', now=NOW) is None
    assert why_not_seat_out_of_turn(WAITING, full, '', now=NOW) is NoOverride.WHY_IS_MISSING
    assert why_not_seat_out_of_turn(REGISTERED, full, 'Why not', now=NOW) is NoOverride.NOT_IN_LINE
    assert why_not_seat_out_of_turn(WAITING, full, 'Late', now=FRIDAY_NOON) is NoPlace.BEGUN


WISHES = st.lists(st.sampled_from(['sign up', 'cancel', 'keep', 'let the offer go', 'more seats', 'fewer seats']), max_size=60)


@given(WISHES, st.integers(min_value=1, max_value=4), st.randoms(use_true_random=False))
def test_however_people_come_and_go_no_seat_is_given_twice_and_nobody_is_passed_over(wishes, capacity, chance):
    seated: list[int] = []
    offered: list[int] = []
    line: list[int] = []
    served: list[int] = []
    for number, wish in enumerate(wishes):
        place = a_place(capacity=capacity, taken=len(seated), offered=len(offered), waiting=len(line))
        if wish == 'sign up':
            assert not (seat_for(place) is REGISTERED and line)
            (seated if seat_for(place) is REGISTERED else line).append(number)
        elif wish == 'cancel' and seated:
            seated.remove(chance.choice(seated))
        elif wish == 'keep' and offered:
            seated.append(offered.pop(0))
        elif wish == 'let the offer go' and offered:
            offered.pop(0)
        elif wish in ('more seats', 'fewer seats'):
            capacity = max(1, capacity + (1 if wish == 'more seats' else -1))
        before = len(seated) + len(offered)
        place = a_place(capacity=capacity, taken=len(seated), offered=len(offered), waiting=len(line))
        for person in whom_to_offer(place, tuple(line), now=NOW):
            line.remove(person)
            offered.append(person)
            served.append(person)
        held = len(seated) + len(offered)
        assert held <= max(capacity, before), 'offers never go past the capacity'
        assert not line or held >= capacity, 'nobody waits while a seat is free'
    assert served == sorted(served), 'first come, first offered'
