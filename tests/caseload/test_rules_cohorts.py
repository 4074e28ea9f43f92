"""The board of a cohort: cells, what moved in a month, and the cohort's own middle."""

import datetime

import pytest

from coaching.caseload.rules.cohorts import Cell, Change, Moved, a_month_before, cell, middles, moved, row
from coaching.path.values import Did, Marked, StepState
from tests.path.facts import DAY, TODAY, a_step

DONE = (Did.ENTERED, Did.CLAIMED, Did.CONFIRMED)
BEFORE = TODAY - 30 * DAY
NOTHING = {'marks': {}, 'evidence': 0}


def test_a_cell_says_where_a_step_stands_in_days_and_parts():
    assert cell(a_step(evidence=4, marks={'3.a': Marked.FULLY}), today=TODAY) == Cell(
        3, StepState.WORKING, TODAY - 3 * DAY, None, 1, 2, 3
    )  # fmt: skip
    assert cell(a_step(*DONE, evidence=4), today=TODAY + 9 * DAY) == Cell(3, StepState.CONFIRMED, TODAY - 3 * DAY, TODAY, 2, 2, 3)
    assert cell(a_step(**NOTHING), today=TODAY) == Cell(3, StepState.NOT_STARTED, None, None, 0, 2, None)


NEW, WORKING, CLAIMED, CONFIRMED, ASIDE, LIVING = (
    StepState.NOT_STARTED, StepState.WORKING, StepState.CLAIMED, StepState.CONFIRMED, StepState.NOT_APPLICABLE, StepState.LIVING,
)  # fmt: skip


@pytest.mark.parametrize(
    ('then', 'now', 'told'),
    [
        (NEW, NEW, None), (NEW, WORKING, Moved.BEGUN), (NEW, CLAIMED, Moved.CLAIMED), (NEW, CONFIRMED, Moved.CONFIRMED),
        (NEW, ASIDE, Moved.SET_ASIDE), (NEW, LIVING, Moved.BEGUN),
        (WORKING, NEW, None), (WORKING, WORKING, None), (WORKING, CLAIMED, Moved.CLAIMED), (WORKING, CONFIRMED, Moved.CONFIRMED),
        (WORKING, ASIDE, Moved.SET_ASIDE),
        (CLAIMED, NEW, None), (CLAIMED, WORKING, Moved.AGAIN), (CLAIMED, CLAIMED, None), (CLAIMED, CONFIRMED, Moved.CONFIRMED),
        (CLAIMED, ASIDE, Moved.SET_ASIDE),
        (CONFIRMED, NEW, None), (CONFIRMED, WORKING, Moved.AGAIN), (CONFIRMED, CLAIMED, Moved.CLAIMED), (CONFIRMED, CONFIRMED, None),
        (CONFIRMED, ASIDE, Moved.SET_ASIDE),
        (ASIDE, NEW, None), (ASIDE, WORKING, Moved.BEGUN), (ASIDE, CLAIMED, Moved.CLAIMED), (ASIDE, CONFIRMED, Moved.CONFIRMED),
        (ASIDE, ASIDE, None), (LIVING, LIVING, None), (LIVING, NEW, None),
    ],
)  # fmt: skip
def test_what_happened_to_a_step_follows_from_how_it_stood_and_stands(then, now, told):
    assert moved(then, now) is told


def test_a_line_tells_where_a_team_is_and_what_moved_with_its_day():
    now = [a_step(*DONE, number=1), a_step(number=2, marks={'3.a': Marked.FULLY}), a_step(number=3, **NOTHING)]
    then = [a_step(Did.ENTERED, number=1, marks={}), a_step(number=2, **NOTHING), a_step(number=3, **NOTHING)]
    line = row(7, now, then, today=TODAY, before=BEFORE)
    assert (line.team_id, line.here, line.reached, line.purposes, line.more) == (7, 2, 3, 6, 3)
    assert line.changes == (Change(1, Moved.CONFIRMED, TODAY), Change(2, Moved.BEGUN, TODAY))
    assert line.now.number == 2 and not line.is_still


def test_where_nothing_moved_it_is_said():
    steps = [a_step(number=1), a_step(number=2, **NOTHING)]
    assert row(7, steps, steps, today=TODAY, before=BEFORE).is_still
    more = [a_step(number=1, marks={'3.a': Marked.FULLY}), a_step(number=2, **NOTHING)]
    assert not row(7, steps, more, today=TODAY, before=BEFORE).is_still


def test_the_middle_is_of_those_who_took_the_step_and_is_not_told_of_a_few():
    def line(number, days, *more):
        steps = [a_step(*DONE, number=1, evidence=days + 1), *more]
        return row(number, steps, steps, today=TODAY, before=BEFORE)

    three = [line(1, 4), line(2, 8), line(3, 20, a_step(number=2))]
    assert middles(three).days == {1: 8} and middles(three).reached == 2
    assert middles(three[:2]).days == {} and middles(three[:2]).reached is None


@pytest.mark.parametrize(
    ('today', 'before'),
    [((2026, 11, 18), (2026, 10, 18)), ((2026, 3, 31), (2026, 2, 28)), ((2028, 3, 30), (2028, 2, 29)), ((2026, 1, 1), (2025, 12, 1))],
)  # fmt: skip
def test_a_month_before_is_the_same_day_or_the_last_one(today, before):
    assert a_month_before(datetime.date(*today)) == datetime.date(*before)
