"""What a talk's record needs, who changes it and until when, and that each minute counts once: CO4 to CO6 as truth tables."""

import datetime

import pytest

from coaching.coaches.rules.logging import EDIT_DAYS, Begun, NoContact, begun, shares, why_not_change, why_not_log
from coaching.coaches.rules.taxonomy import BY_STEP, PURPOSES
from coaching.coaches.values import Talk
from tests.conftest import NOW

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
ROSA, EFRAIN = 11, 12


def a_talk(**more) -> Talk:
    facts = {
        'id': 1, 'author_id': ROSA, 'author': 'Rosa Delgado', 'draft_key': 'draft-001', 'happened_on': TODAY, 'how': 'held',
        'mode': 'video', 'minutes': 45, 'travel_minutes': 0, 'is_joint': False, 'present': {}, 'purposes': (), 'methods': (),
        'touched': (), 'going_well': '', 'in_the_way': '', 'in_the_way_tags': (), 'energy': None, 'visibility': 'shared', 'for_coaches': '',
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
        ({'closed_on': TODAY - DAY}, NoContact.CLOSED),
        ({'closed_on': TODAY}, None),
        ({'closed_on': TODAY - DAY, 'on': TODAY - DAY}, None),
    ],
)
def test_what_a_record_needs(more, reason):
    facts = {'team_ids': (1,), 'on': TODAY, 'how': 'held', 'minutes': 30, 'next_on': None, 'closed_on': None, **more}
    assert why_not_log(**facts, today=TODAY) is reason


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
