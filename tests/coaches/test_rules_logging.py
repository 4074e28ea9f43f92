"""What a talk's record needs, who changes it and until when, and that each minute counts once: CO4 to CO6 as truth tables."""

import datetime

import pytest

from coaching.coaches.rules.logging import EDIT_DAYS, Begun, NoContact, begun, shares, why_not_change, why_not_log
from coaching.coaches.rules.planning import (
    NoPlan,
    NoTalk,
    Side,
    waits_too_long,
    why_not_agree,
    why_not_plan_talk,
    why_not_write_plan,
)
from coaching.coaches.rules.taxonomy import BY_STEP, PURPOSES
from coaching.coaches.values import PlanFacts, Talk
from tests.conftest import NOW

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
ROSA, EFRAIN = 11, 12


def a_talk(**more) -> Talk:
    facts = {
        'id': 1, 'author_id': ROSA, 'author': 'Rosa Delgado', 'draft_key': 'draft-001', 'happened_on': TODAY, 'how': 'held',
        'mode': 'video', 'minutes': 45, 'travel_minutes': 0, 'is_joint': False, 'present': {}, 'purposes': (), 'methods': (),
        'touched': (), 'going_well': '', 'in_the_way': '', 'in_the_way_tags': (), 'energy': None, 'visibility': 'shared',
        'next_on': None, 'recorded_at': NOW, 'changed_at': None, 'removed_at': None, 'version': 1, 'teams': ((1, 'Willow'),),
        'coaches': (), 'addenda': (), **more,
    }  # fmt: skip
    return Talk(**facts)


def test_nothing_has_to_be_typed():
    assert begun(None, None, planned_on=None, today=TODAY) == Begun('phone', 30, ('getting_to_know',), TODAY + 14 * DAY)
    assert begun(a_talk(), 5, planned_on=TODAY + 3 * DAY, today=TODAY) == Begun('video', 45, ('planning_cafe',), TODAY + 3 * DAY)
    assert begun(a_talk(), 9, planned_on=TODAY, mode='phone', today=TODAY) == Begun('phone', 45, ('getting_to_know',), TODAY + 14 * DAY)
    assert set(BY_STEP.values()) <= PURPOSES.keys()


@pytest.mark.parametrize(('days', 'then'), [(2, 16), (3, 19), (4, 19), (5, 19), (6, 20)])
def test_no_talk_is_named_for_a_weekend_by_itself(days, then):
    assert begun(None, None, planned_on=None, today=TODAY + days * DAY).next_on == TODAY + then * DAY


@pytest.mark.parametrize(
    ('more', 'reason'),
    [
        ({}, None),
        ({'team_ids': ()}, NoContact.NO_TEAM),
        ({'on': TODAY + DAY}, NoContact.FUTURE),
        ({'on': TODAY - 90 * DAY}, None),
        ({'minutes': 0}, NoContact.NO_MINUTES),
        ({'minutes': 0, 'how': 'attempted'}, None),
        ({'next_on': TODAY - DAY}, NoContact.NEXT_TOO_EARLY),
        ({'next_on': TODAY}, None),
    ],
)
def test_what_a_record_needs(more, reason):
    facts = {'team_ids': (1,), 'on': TODAY, 'how': 'held', 'minutes': 30, 'next_on': None, **more}
    assert why_not_log(*facts.values(), today=TODAY) is reason


def test_co5_its_author_changes_it_for_fifteen_days():
    late = NOW + EDIT_DAYS
    assert [why_not_change(a_talk(), ROSA, now=at) for at in (NOW, late, late + DAY)] == [None, None, NoContact.TOO_LATE]
    assert why_not_change(a_talk(), EFRAIN, now=NOW) is NoContact.NOT_YOURS
    assert why_not_change(None, ROSA, now=NOW) is why_not_change(a_talk(removed_at=NOW), ROSA, now=NOW) is NoContact.GONE
    assert why_not_change(a_talk(version=2), ROSA, version=1, now=NOW) is NoContact.CHANGED_MEANWHILE
    assert why_not_change(a_talk(version=2), ROSA, version=2, now=NOW) is None


@pytest.mark.parametrize(('minutes', 'count', 'each'), [(30, 1, [30]), (30, 4, [8, 8, 7, 7]), (0, 3, [0, 0, 0]), (2, 3, [1, 1, 0])])
def test_co4_and_co6_every_minute_counts_once(minutes, count, each):
    assert (shares(minutes, count), sum(shares(minutes, count))) == (each, minutes)


def test_a_talk_is_planned_for_later_and_a_call_waits_four_hours():
    assert [why_not_plan_talk(NOW + step * DAY, now=NOW) for step in (-1, 0, 1)] == [NoTalk.PAST, NoTalk.PAST, None]
    assert [waits_too_long(NOW - datetime.timedelta(minutes=asked), now=NOW) for asked in (239, 240)] == [False, True]


def test_a_plan_has_a_part_and_is_looked_at_again():
    assert why_not_write_plan({'hope': ' '}, None, today=TODAY) is NoPlan.EMPTY
    assert [why_not_write_plan({'hope': 'More parents.'}, on, today=TODAY) for on in (None, TODAY, TODAY + DAY)] == [
        None, NoPlan.REVIEW_PAST, None,
    ]  # fmt: skip


def test_each_side_says_yes_to_this_version_once():
    def a_plan(team: int | None = None, coach: int | None = None, review: datetime.date | None = TODAY) -> PlanFacts:
        said = [None if side is None else TODAY for side in (team, coach)]
        return PlanFacts(1, 1, 3, {'hope': 'More parents.'}, review, '', NOW, said[0], team, '', said[1], coach, '')

    assert why_not_agree(None, 1, Side.TEAM, ROSA) is why_not_agree(a_plan(), 2, Side.TEAM, ROSA) is NoPlan.GONE
    assert why_not_agree(a_plan(review=None), 3, Side.TEAM, ROSA) is NoPlan.NO_REVIEW
    assert why_not_agree(a_plan(team=EFRAIN), 3, Side.TEAM, EFRAIN) is NoPlan.TWICE
    assert why_not_agree(a_plan(team=EFRAIN), 3, Side.COACH, EFRAIN) is NoPlan.BOTH_SIDES
    assert why_not_agree(a_plan(team=EFRAIN), 3, Side.COACH, ROSA) is None
    assert (a_plan(team=EFRAIN).is_agreed, a_plan(team=EFRAIN, coach=ROSA).is_agreed) == (False, True)
