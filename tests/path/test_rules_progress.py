"""How far a team is, told in parts and days, and beside others."""

import pytest

from coaching.path.rules.progress import Progress, middle, progress, step_now
from coaching.path.values import Did, Marked
from tests.path.facts import DAY, TODAY, a_step

PARTLY = {'3.a': Marked.FULLY, '3.b': Marked.PARTLY}
DONE = (Did.ENTERED, Did.CLAIMED, Did.CONFIRMED)


def test_parts_that_are_reached_are_counted_and_days_since_the_first_evidence():
    assert progress(a_step(marks=PARTLY, evidence=4), today=TODAY) == Progress(1, 2, 3)


def test_a_part_that_may_stay_as_it_is_does_not_count():
    assert progress(a_step(marks=PARTLY, excepted=frozenset({'3.b'})), today=TODAY) == Progress(1, 1, 0)


def test_the_days_of_a_step_end_with_its_sign_off():
    assert progress(a_step(*DONE, evidence=4), today=TODAY + 90 * DAY).days == 3
    assert progress(a_step(*DONE, Did.REOPENED, evidence=4), today=TODAY + 90 * DAY).days == 93


def test_without_evidence_no_day_is_counted():
    assert progress(a_step(evidence=0), today=TODAY).days is None


def test_evidence_that_is_dated_ahead_takes_no_days_away():
    assert progress(a_step(evidence=1), today=TODAY - DAY).days == 0


def test_what_is_set_aside_counts_nothing():
    assert progress(a_step(Did.SET_ASIDE), today=TODAY) == Progress(0, 0, None)


def test_a_team_is_at_the_first_step_that_is_open_in_any_order_of_work():
    done, open_one, aside = a_step(*DONE, number=1), a_step(number=3), a_step(Did.SET_ASIDE, number=2)
    living = a_step(number=4, is_living=True)
    assert step_now([done, aside, open_one, living]) == 3
    assert step_now([open_one, done]) == 3
    assert step_now([done, aside, living]) == 4
    assert step_now([done, aside]) == 2


@pytest.mark.parametrize(('days', 'told'), [([], None), ([3, 9], None), ([3, 9, 40], 9), ([1, 3, 5, 90], 4)])
def test_the_middle_of_a_cohort_is_told_where_enough_teams_have_taken_the_step(days, told):
    assert middle(days) == told
