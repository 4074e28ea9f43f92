"""Talks to come, calls for help and who reads them, and the plan to which both sides say yes: as truth tables."""

import datetime

import pytest

from coaching.coaches.policy import may_read_call
from coaching.coaches.rules.planning import (
    NoHelp,
    NoPlan,
    NoTalk,
    Side,
    usual_review,
    why_not_agree,
    why_not_another_day,
    why_not_close,
    why_not_plan_talk,
    why_not_write,
    why_not_write_plan,
)
from coaching.coaches.values import HelpThread, PlanFacts
from coaching.kit.access import Actor, Grant, How
from tests.conftest import NOW

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
ROSA, EFRAIN = 11, 12
WILLOW, CASA = 1, 2


def test_a_talk_is_planned_for_later():
    assert [why_not_plan_talk(NOW + step * DAY, now=NOW) for step in (-1, 0, 1)] == [NoTalk.PAST, NoTalk.PAST, None]


def a_call(*, answered: bool = False, closed: bool = False, passed_on: bool = False) -> HelpThread:
    at = {True: NOW, False: None}
    return HelpThread(7, WILLOW, 'Willow', 'Alma', 'Nobody can host.', NOW, at[answered], '', at[passed_on], at[closed], ())


@pytest.mark.parametrize(
    ('call', 'by_the_team', 'by_others'),
    [
        (None, NoHelp.CLOSED, NoHelp.CLOSED),
        (a_call(closed=True), NoHelp.CLOSED, NoHelp.CLOSED),
        (a_call(), None, NoHelp.UNANSWERED),
        (a_call(answered=True), None, None),
    ],
)
def test_without_an_answer_only_the_team_says_that_it_is_settled(call, by_the_team, by_others):
    assert [why_not_close(call, is_of_team=own) for own in (True, False)] == [by_the_team, by_others]


def test_a_line_stands_in_a_call_that_is_open():
    assert why_not_write(None, 'And?') is why_not_write(a_call(closed=True), 'And?') is NoHelp.CLOSED
    assert (why_not_write(a_call(), ' '), why_not_write(a_call(answered=True), 'And?')) == (NoHelp.EMPTY, None)


@pytest.mark.parametrize(
    ('role', 'of', 'waits', 'was_passed_on'),
    [
        ('lead', WILLOW, True, True), ('member', WILLOW, True, True), ('coach', WILLOW, True, True), ('apprentice', WILLOW, True, True),
        ('seasoned_host', WILLOW, False, 'if agreed'), ('seasoned_host', CASA, False, False), ('coach', CASA, False, False),
    ],
)  # fmt: skip
def test_who_reads_a_call_for_help(role, of, waits, was_passed_on):
    who = Actor(How.ACCOUNT, person_id=ROSA, grants=(Grant(role, 'team', of),))
    assert [may_read_call(who, a_call(), agreed=agreed) for agreed in (True, False)] == [waits, waits]
    seen = [may_read_call(who, a_call(passed_on=True), agreed=agreed) for agreed in (True, False)]
    assert seen == ([True, False] if was_passed_on == 'if agreed' else [was_passed_on] * 2)


def test_a_plan_has_a_part_and_is_looked_at_again():
    assert why_not_write_plan({'hope': ' '}, None, today=TODAY) is NoPlan.EMPTY
    assert [why_not_write_plan({'hope': 'More parents.'}, on, today=TODAY) for on in (None, TODAY, TODAY + DAY)] == [
        None, NoPlan.REVIEW_PAST, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ('today', 'then'),
    [((2026, 11, 18), (2027, 2, 18)), ((2026, 11, 30), (2027, 2, 28)), ((2027, 9, 30), (2027, 12, 30)), ((2027, 10, 31), (2028, 1, 31))],
)
def test_a_plan_is_looked_at_again_in_three_months_unless_somebody_says_otherwise(today, then):
    assert usual_review(datetime.date(*today)) == datetime.date(*then)


def test_each_side_says_yes_to_this_version_once():
    def a_plan(team: int | None = None, coach: int | None = None, review: datetime.date | None = TODAY) -> PlanFacts:
        said = [None if side is None else TODAY for side in (team, coach)]
        return PlanFacts(1, 1, 3, {'hope': 'More parents.'}, review, '', NOW, said[0], team, '', said[1], coach, '')

    assert why_not_agree(None, 1, Side.TEAM, ROSA) is why_not_agree(a_plan(), 2, Side.TEAM, ROSA) is NoPlan.GONE
    assert why_not_agree(a_plan(review=None), 3, Side.TEAM, ROSA) is NoPlan.NO_REVIEW
    assert why_not_agree(a_plan(team=EFRAIN), 3, Side.TEAM, EFRAIN) is NoPlan.TWICE
    assert why_not_agree(a_plan(team=EFRAIN), 3, Side.COACH, EFRAIN) is NoPlan.BOTH_SIDES
    assert why_not_agree(a_plan(team=EFRAIN), 3, Side.COACH, ROSA) is None
    assert [why_not_another_day(one) for one in (a_plan(), a_plan(team=EFRAIN), a_plan(coach=ROSA))] == [
        None, NoPlan.OTHER_DAY, NoPlan.OTHER_DAY,
    ]  # fmt: skip
    assert (a_plan(team=EFRAIN).is_agreed, a_plan(team=EFRAIN, coach=ROSA).is_agreed) == (False, True)
