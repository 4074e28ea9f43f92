"""Who came: marks, taps, minutes, what became of a registration, and when a session is finished."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.funnel.rules.attendance import (
    Counts,
    NoFinish,
    NoMark,
    is_late,
    mark_for,
    outcome,
    tally,
    why_not_finish,
    why_not_mark,
    why_not_walk_in,
)
from coaching.funnel.values import AttendanceRule, Mark, Outcome, RegistrationState, SessionState
from tests.funnel.facts import DAY, FRIDAY_NOON, MINUTE, NOW, ONE_O_CLOCK, PARTS, TWO_PARTS, a_place, seen

HERE, PARTLY, NOT_HERE, EXCUSED = Mark
REGISTERED, WAITING, OFFERED, WALK_IN = (
    RegistrationState.REGISTERED, RegistrationState.WAITING, RegistrationState.OFFERED, RegistrationState.WALK_IN,
)  # fmt: skip
LET_GO, ENDED_BY_US = RegistrationState.CANCELLED_BY_PERSON, RegistrationState.CANCELLED_BY_US
TOLD_US_LATE = {'state': LET_GO, 'cancelled_at': FRIDAY_NOON + MINUTE, 'cancelled_from': REGISTERED}
TOLD_US_IN_TIME = {'state': LET_GO, 'cancelled_at': FRIDAY_NOON - MINUTE, 'cancelled_from': REGISTERED}
BOTH_PARTS = AttendanceRule(parts=2)


def test_nobody_is_marked_before_the_session_begins():
    assert why_not_mark(a_place(), PARTS, 1, REGISTERED, HERE, now=FRIDAY_NOON - MINUTE) is NoMark.NOT_BEGUN
    assert why_not_mark(a_place(), PARTS, 1, REGISTERED, HERE, now=FRIDAY_NOON) is None


def test_nobody_is_marked_for_the_second_day_before_it_begins():
    assert why_not_mark(a_place(), TWO_PARTS, 2, REGISTERED, HERE, now=ONE_O_CLOCK) is NoMark.NOT_BEGUN
    assert why_not_mark(a_place(), TWO_PARTS, 3, REGISTERED, HERE, now=ONE_O_CLOCK) is NoMark.NO_SUCH_PART


@pytest.mark.parametrize('state', [SessionState.DRAFT, SessionState.CANCELLED, SessionState.SKIPPED])
def test_where_no_session_was_nobody_is_marked(state):
    assert why_not_mark(a_place(state=state), PARTS, 1, REGISTERED, HERE, now=ONE_O_CLOCK) is NoMark.NOT_HELD


@pytest.mark.parametrize('state', list(RegistrationState))
def test_whoever_came_can_be_marked_here_whatever_the_registration_says(state):
    assert why_not_mark(a_place(), PARTS, 1, state, HERE, now=FRIDAY_NOON) is None
    assert why_not_mark(a_place(), PARTS, 1, state, None, now=FRIDAY_NOON) is None


@pytest.mark.parametrize('state', [WAITING, OFFERED, WALK_IN, ENDED_BY_US])
def test_only_who_had_a_spot_can_be_missed(state):
    assert why_not_mark(a_place(), PARTS, 1, state, NOT_HERE, now=FRIDAY_NOON) is NoMark.NOT_EXPECTED
    assert why_not_mark(a_place(), PARTS, 1, REGISTERED, NOT_HERE, now=FRIDAY_NOON) is None


def test_whoever_walked_in_and_was_seen_can_be_missed_at_another_part():
    assert why_not_mark(a_place(), TWO_PARTS, 1, WALK_IN, NOT_HERE, seen_before=True, now=FRIDAY_NOON) is None
    assert why_not_mark(a_place(), TWO_PARTS, 1, WAITING, NOT_HERE, seen_before=True, now=FRIDAY_NOON) is NoMark.NOT_EXPECTED


def test_who_cancelled_at_five_past_twelve_can_be_excused():
    assert why_not_mark(a_place(), PARTS, 1, LET_GO, EXCUSED, now=ONE_O_CLOCK) is None


def test_once_finished_a_mark_is_changed_with_a_reason():
    closed = a_place(state=SessionState.CLOSED)
    assert why_not_mark(closed, PARTS, 1, REGISTERED, HERE, now=ONE_O_CLOCK) is NoMark.WHY_IS_MISSING
    assert why_not_mark(closed, PARTS, 1, REGISTERED, HERE, why='She wrote to me', now=ONE_O_CLOCK) is None


def test_somebody_walks_in_without_a_spot():
    assert why_not_walk_in(a_place(), PARTS, None, now=FRIDAY_NOON) is None
    assert why_not_walk_in(a_place(), PARTS, LET_GO, now=FRIDAY_NOON) is None


def test_nobody_walks_in_twice_too_early_or_into_a_finished_session_without_a_word():
    closed = a_place(state=SessionState.CLOSED)
    assert why_not_walk_in(a_place(), PARTS, WAITING, now=FRIDAY_NOON) is NoMark.ALREADY_LISTED
    assert why_not_walk_in(a_place(), PARTS, None, now=NOW) is NoMark.NOT_BEGUN
    assert why_not_walk_in(closed, PARTS, None, now=ONE_O_CLOCK) is NoMark.WHY_IS_MISSING
    assert why_not_walk_in(closed, PARTS, None, why='On the paper list', now=ONE_O_CLOCK) is None


def test_forty_five_minutes_are_asked_for():
    rule = AttendanceRule(minutes=45)
    assert [mark_for(minutes, rule) for minutes in (0, 20, 44, 45, 60)] == [NOT_HERE, PARTLY, PARTLY, HERE, HERE]


def test_without_a_number_of_minutes_any_minute_counts():
    assert mark_for(1, AttendanceRule()) is HERE


@pytest.mark.parametrize('state', [state for state in RegistrationState if state is not RegistrationState.REGISTERED])
def test_no_minutes_say_nothing_of_somebody_without_a_seat(state):
    rule = AttendanceRule(minutes=45)
    assert [mark_for(minutes, rule, state) for minutes in (0, 20, 60)] == [None, PARTLY, HERE]


def test_a_spot_is_let_go_late_from_the_beginning_on():
    assert is_late(None, FRIDAY_NOON) is False
    assert is_late(FRIDAY_NOON - MINUTE, FRIDAY_NOON) is False
    assert is_late(FRIDAY_NOON, FRIDAY_NOON) is True


@pytest.mark.parametrize(
    ('who', 'then'),
    [
        (seen(HERE), Outcome.CAME),
        (seen(PARTLY), Outcome.PARTLY),
        (seen(NOT_HERE), Outcome.MISSED),
        (seen(EXCUSED), Outcome.EXCUSED),
        (seen(None), Outcome.UNRESOLVED),
        (seen(None, session=SessionState.CLOSED), Outcome.UNRESOLVED),
        (seen(None, **TOLD_US_LATE), Outcome.MISSED),
        (seen(EXCUSED, **TOLD_US_LATE), Outcome.EXCUSED),
        (seen(None, **TOLD_US_IN_TIME), Outcome.CANCELLED),
        (seen(HERE, **TOLD_US_IN_TIME), Outcome.CAME),
        (seen(None, **(TOLD_US_LATE | {'cancelled_from': WAITING})), Outcome.CANCELLED),
        (seen(None, state=ENDED_BY_US), Outcome.CANCELLED),
        (seen(None, state=WAITING), Outcome.IN_LINE),
        (seen(None, state=OFFERED), Outcome.IN_LINE),
        (seen(HERE, state=WAITING), Outcome.CAME),
        (seen(HERE, state=WALK_IN), Outcome.CAME),
        (seen(None, state=WALK_IN), Outcome.UNRESOLVED),
        (seen(HERE, session=SessionState.CANCELLED), Outcome.CANCELLED),
        (seen(None, session=SessionState.SKIPPED), Outcome.CANCELLED),
    ],
)
def test_what_became_of_a_registration_once_the_hour_is_over(who, then):
    assert outcome(who, now=ONE_O_CLOCK) is then


def test_a_registration_is_never_attendance_and_before_the_end_it_lies_ahead():
    assert outcome(seen(None), now=NOW) is Outcome.AHEAD
    assert outcome(seen(None), now=ONE_O_CLOCK - MINUTE) is Outcome.AHEAD
    assert outcome(seen(HERE), now=FRIDAY_NOON) is Outcome.CAME


@pytest.mark.parametrize(
    ('marks', 'then'),
    [
        ((HERE, HERE), Outcome.CAME),
        ((HERE, NOT_HERE), Outcome.PARTLY),
        ((HERE, EXCUSED), Outcome.PARTLY),
        ((HERE, None), Outcome.UNRESOLVED),
        ((NOT_HERE, None), Outcome.MISSED),
        ((NOT_HERE, EXCUSED), Outcome.EXCUSED),
        ((PARTLY, PARTLY), Outcome.PARTLY),
    ],
)
def test_a_training_of_two_days_asks_for_both(marks, then):
    assert outcome(seen(*marks, rule=BOTH_PARTS), now=ONE_O_CLOCK) is then


def test_a_day_that_was_made_up_elsewhere_completes_the_training():
    missed_the_second_day = {1: HERE, 2: NOT_HERE}
    made_up = missed_the_second_day | {2: HERE}
    before, after = (seen(*marks.values(), rule=BOTH_PARTS) for marks in (missed_the_second_day, made_up))
    assert (outcome(before, now=ONE_O_CLOCK), outcome(after, now=ONE_O_CLOCK)) == (Outcome.PARTLY, Outcome.CAME)


def test_one_of_two_days_is_enough_where_the_rule_says_so():
    assert outcome(seen(NOT_HERE, HERE, rule=AttendanceRule(parts=1)), now=ONE_O_CLOCK) is Outcome.CAME


def test_who_leaves_a_training_after_its_first_day_came_in_part():
    assert outcome(seen(HERE, None, rule=BOTH_PARTS, **TOLD_US_LATE), now=ONE_O_CLOCK) is Outcome.PARTLY


def test_who_waited_and_came_on_the_first_day_only_is_open_until_the_second_is_marked():
    assert outcome(seen(HERE, None, rule=BOTH_PARTS, state=WAITING), now=ONE_O_CLOCK) is Outcome.UNRESOLVED


def test_danas_friday_is_counted_once_each():
    people = [
        *[seen(HERE)] * 17, *[seen(None)] * 2, seen(PARTLY), *[seen(NOT_HERE)] * 6, seen(EXCUSED),
        *[seen(None, **TOLD_US_IN_TIME)] * 3, seen(None, **TOLD_US_LATE),
        *[seen(HERE, state=WALK_IN)] * 3, seen(None, state=WAITING), seen(HERE, state=WAITING), seen(HERE, **TOLD_US_IN_TIME),
    ]  # fmt: skip
    counts = tally(people, now=ONE_O_CLOCK)
    assert counts == Counts(
        came=17, partly=1, missed=7, excused=1, unresolved=2, cancelled=3, in_line=1, walk_ins=5
    )  # fmt: skip
    assert (counts.expected, counts.in_the_room) == (28, 23)


MARKS = st.one_of(st.none(), st.sampled_from(Mark))
PEOPLE = st.builds(
    lambda state, marks, late, held, session: seen(
        *marks, state=state, session=session, rule=BOTH_PARTS,
        cancelled_at=None if state.is_active else FRIDAY_NOON + (MINUTE if late else -MINUTE),
        cancelled_from=None if state.is_active else held,
    ),
    st.sampled_from(RegistrationState), st.tuples(MARKS, MARKS), st.booleans(), st.sampled_from([REGISTERED, WAITING]),
    st.sampled_from([SessionState.OPEN, SessionState.CLOSED]),
)  # fmt: skip


@given(st.lists(PEOPLE, max_size=30), st.sampled_from([NOW, FRIDAY_NOON, ONE_O_CLOCK + DAY]))
def test_every_person_of_a_session_stands_in_exactly_one_count(people, now):
    counts = tally(people, now=now)
    assert counts.expected + counts.cancelled + counts.in_line + counts.walk_ins == len(people)


@given(PEOPLE, st.sampled_from([NOW, ONE_O_CLOCK]))
def test_nobody_came_who_was_not_seen(who, now):
    was_seen = any(mark in (HERE, PARTLY) for mark in who.marks.values())
    assert was_seen or outcome(who, now=now) not in (Outcome.CAME, Outcome.PARTLY)


def test_a_session_is_finished_when_everybody_has_a_mark():
    assert why_not_finish(a_place(), PARTS, Counts(came=6, missed=2), now=ONE_O_CLOCK) is None


def test_a_room_that_is_done_early_may_be_finished_early():
    assert why_not_finish(a_place(), PARTS, Counts(came=8), now=ONE_O_CLOCK - 10 * MINUTE) is None
    assert why_not_finish(a_place(), PARTS, Counts(came=8), now=FRIDAY_NOON) is None


@pytest.mark.parametrize('counts', [Counts(came=6, unresolved=1), Counts(came=6, ahead=1), Counts(unresolved=1, ahead=1)])
def test_who_has_no_mark_stands_in_the_way_until_the_trainer_leaves_them_as_not_known(counts):
    assert why_not_finish(a_place(), PARTS, counts, now=ONE_O_CLOCK) is NoFinish.UNRESOLVED
    assert why_not_finish(a_place(), PARTS, counts, leave_unknown=True, now=ONE_O_CLOCK) is None


@pytest.mark.parametrize(
    ('state', 'now', 'reason'),
    [
        (SessionState.CLOSED, ONE_O_CLOCK, NoFinish.ALREADY_FINISHED),
        (SessionState.CANCELLED, ONE_O_CLOCK, NoFinish.NOT_HELD),
        (SessionState.OPEN, NOW, NoFinish.NOT_BEGUN),
        (SessionState.OPEN, ONE_O_CLOCK, NoFinish.PARTS_TO_COME),
    ],
)
def test_a_session_is_finished_once_and_after_its_last_part_began(state, now, reason):
    assert why_not_finish(a_place(state=state), TWO_PARTS, Counts(), now=now) is reason
