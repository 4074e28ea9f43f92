"""Who may stand beside a team, who stands in, and who is suggested: CO1 to CO3 as truth tables."""

import datetime

import pytest

from coaching.coaches.rules.assigning import (
    NoAssignment,
    NoCover,
    overlap,
    why_not_assign,
    why_not_cover,
    why_not_end,
    why_not_hand_over,
)
from coaching.coaches.rules.suggesting import SENTENCES, Sought, Speaks, heavy, suggestions, weight
from coaching.coaches.values import Beside, CoverFacts, Load, Stand

TODAY = datetime.date(2026, 11, 18)
DAY = datetime.timedelta(days=1)
WILLOW, CASA = 1, 2
ROSA, EFRAIN, NORA = 11, 12, 13


def a_stand(person_id: int = ROSA, role: Beside = Beside.LEAD, began: int = 0, ended: int | None = None) -> Stand:
    """Days are counted from today."""
    return Stand(WILLOW, person_id, role, TODAY + began * DAY, None if ended is None else TODAY + ended * DAY)


@pytest.mark.parametrize(
    ('one', 'other', 'is_so'),
    [
        ((0, None), (5, None), True),
        ((0, 5), (5, None), False),
        ((0, 5), (4, 9), True),
        ((0, 0), (0, None), False),
        ((3, 9), (0, None), True),
    ],
)
def test_two_intervals_with_an_exclusive_last_day(one, other, is_so):
    stands = [a_stand(began=began, ended=ended) for began, ended in (one, other)]
    assert (overlap(*stands), overlap(*reversed(stands))) == (is_so, is_so)


def test_co1_a_team_has_one_lead_coach_at_any_moment():
    rosas = a_stand(ended=9)
    assert why_not_assign(a_stand(EFRAIN), [rosas]) is NoAssignment.LEAD_TAKEN
    assert why_not_assign(a_stand(EFRAIN, began=9), [rosas]) is None
    assert why_not_assign(a_stand(EFRAIN, Beside.CO_COACH), [rosas]) is None
    assert why_not_assign(a_stand(ROSA, Beside.CO_COACH), [rosas]) is NoAssignment.BESIDE_IT
    assert why_not_assign(a_stand(EFRAIN), [a_stand(NORA, Beside.APPRENTICE)]) is None


def test_co2_nobody_coaches_the_own_team_without_a_coordinators_yes():
    assert why_not_assign(a_stand(), [], is_of_team=True) is NoAssignment.OF_THE_TEAM
    assert why_not_assign(a_stand(), [], is_of_team=True, approved=True) is None


def test_nobody_begins_beside_a_closed_team_or_ends_before_beginning():
    assert why_not_assign(a_stand(), [], is_closed=True) is NoAssignment.CLOSED
    assert why_not_assign(a_stand(ended=0), []) is NoAssignment.ENDS_TOO_EARLY


@pytest.mark.parametrize(
    ('stand', 'on', 'reason'),
    [
        (None, 0, NoAssignment.GONE),
        (a_stand(began=-9), 0, None),
        (a_stand(began=-9), 20, None),
        (a_stand(began=-9, ended=5), 2, None),
        (a_stand(began=-9, ended=0), 0, NoAssignment.ENDED),
        (a_stand(began=-9), -10, NoAssignment.ENDS_TOO_EARLY),
        (a_stand(began=-9), -9, None),
    ],
)
def test_what_ended_is_history(stand, on, reason):
    assert why_not_end(stand, TODAY + on * DAY, today=TODAY) is reason


def test_co3_a_hand_over_is_one_action():
    lead, helps = a_stand(began=-30), a_stand(EFRAIN, Beside.CO_COACH, began=-5)
    assert why_not_hand_over(None, EFRAIN, TODAY, []) is NoAssignment.NO_LEAD
    assert why_not_hand_over(lead, ROSA, TODAY, [lead]) is NoAssignment.THE_SAME
    assert why_not_hand_over(lead, EFRAIN, TODAY - 31 * DAY, [lead]) is NoAssignment.ENDS_TOO_EARLY
    assert why_not_hand_over(lead, EFRAIN, TODAY, [lead, helps]) is None
    assert why_not_hand_over(lead, EFRAIN, TODAY - 6 * DAY, [lead, helps]) is NoAssignment.BESIDE_IT
    next_one = a_stand(NORA, began=9)
    assert why_not_hand_over(a_stand(began=-30, ended=9), EFRAIN, TODAY, [lead, next_one]) is NoAssignment.LEAD_TAKEN
    assert why_not_hand_over(lead, NORA, TODAY, [lead], is_of_team=True) is NoAssignment.OF_THE_TEAM
    assert why_not_hand_over(lead, NORA, TODAY, [lead], is_of_team=True, approved=True) is None


def why(by: int = EFRAIN, from_on: int = 1, until_on: int = 9, **more) -> NoCover | None:
    facts = {'covers': (), 'team_ids': (WILLOW,), 'today': TODAY, **more}
    return why_not_cover(ROSA, by, TODAY + from_on * DAY, TODAY + until_on * DAY, **facts)


def test_who_can_stand_in():
    other = CoverFacts(1, ROSA, 'Rosa', NORA, 'Nora', TODAY + 5 * DAY, TODAY + 20 * DAY, '')
    assert why() is None
    assert why(by=ROSA) is NoCover.THE_SAME
    assert why(until_on=1) is NoCover.ENDS_TOO_EARLY
    assert why(from_on=-9, until_on=0) is NoCover.IN_THE_PAST
    assert why(covers=[other]) is NoCover.TWICE
    assert why(until_on=5, covers=[other]) is None
    assert why(team_ids=()) is NoCover.NO_TEAMS
    assert why(own_team_ids=(WILLOW,)) is NoCover.OF_THE_TEAM
    assert why(own_team_ids=(WILLOW,), approved=True) is None
    assert why(own_team_ids=(CASA,)) is None


def a_load(name: str = 'Rosa Delgado', teams: int = 2, **more) -> Load:
    facts = {
        'person_id': len(name), 'name': name, 'team_ids': tuple(range(teams)), 'most_teams': 8, 'languages': ('en', 'es'),
        'models': ('community', 'parent'), 'place_ids': frozenset({5}), 'away_until': None, 'covered_by': '', 'version': 1, **more,
    }  # fmt: skip
    return Load(**facts)


SOUGHT = Sought(('es',), ('community',), frozenset({5, 1}))


def reasons(load: Load, steps=None) -> set[Speaks]:
    (one,) = suggestions([load], SOUGHT, steps=steps or {}, today=TODAY)
    return set(one.reasons)


def test_what_speaks_for_a_coach_and_against():
    assert reasons(a_load()) == {Speaks.HAS_ROOM, Speaks.SAME_LANGUAGE, Speaks.HERE, Speaks.KNOWS_MODEL}
    assert reasons(a_load(place_ids=None)) >= {Speaks.EVERYWHERE}
    other = a_load(teams=8, languages=('en',), models=('school',), place_ids=frozenset({6}), away_until=TODAY + DAY)
    assert reasons(other) == {Speaks.IS_FULL, Speaks.OTHER_LANGUAGE, Speaks.ELSEWHERE, Speaks.OTHER_MODEL, Speaks.AWAY}
    assert Speaks.AWAY not in reasons(a_load(away_until=TODAY))
    assert SENTENCES.keys() == set(Speaks)


@pytest.mark.parametrize(
    ('steps', 'many', 'weighs', 'full_of_three', 'full_of_four'),
    [
        ({}, 0, 3.0, True, False),
        ({1: 1, 2: 2, 3: 7}, 0, 3.0, True, False),
        ({1: 2, 2: 3, 3: 6}, 2, 4.0, True, True),
        ({1: 3, 2: 4, 3: 5}, 3, 4.5, True, True),
        ({1: 7, 2: 5, 9: 4}, 1, 3.5, True, False),
    ],
)
def test_teams_in_the_middle_of_their_path_weigh_more(steps, many, weighs, full_of_three, full_of_four):
    teams = (1, 2, 3)
    assert (heavy(teams, steps), weight(teams, steps)) == (many, weighs)
    said = [reasons(a_load(team_ids=teams, most_teams=most), steps) for most in (3, 4)]
    assert [Speaks.IS_FULL in one for one in said] == [full_of_three, full_of_four]
    assert [Speaks.HAS_ROOM in one for one in said] == [not full_of_three, not full_of_four]
    assert {Speaks.HEAVY in one for one in said} == {many > 0}


def test_those_come_first_against_whom_nothing_speaks_then_by_room():
    full, free, busy = a_load('Full', teams=8), a_load('Free!', teams=0), a_load('Busy one', teams=5)
    found = suggestions([full, busy, free, a_load('Herself!!')], SOUGHT, steps={}, but={9}, today=TODAY)
    assert [(one.load.name, one.fits, one.count) for one in found] == [('Free!', True, 0), ('Busy one', True, 5), ('Full', False, 8)]
