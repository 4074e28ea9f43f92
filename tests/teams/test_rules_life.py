"""The rules of what a team will do next, and of cohorts, as tables."""

import dataclasses
import datetime

import pytest

from coaching.teams.rules.cohorts import COHORT_KINDS, NoCohort, why_not_add_to, why_not_change_cohort, why_not_make
from coaching.teams.rules.next_steps import WHY_DROPPED, NoNextStep, why_not_change, why_not_end, why_not_reopen, why_not_write
from coaching.teams.values import CohortFacts, CohortKind, DroppedWhy, NextState, NextStepFacts
from tests.conftest import NOW

MONDAY = datetime.date(2026, 11, 16)
DAY = datetime.timedelta(days=1)
CALL = NextStepFacts(1, 7, 'Call the school', None, '', None, NextState.OPEN, None, None, None, 'Alma Cruz', NOW, None, 3)
DONE = dataclasses.replace(CALL, state=NextState.DONE, ended_on=MONDAY)
FALL = CohortFacts(1, 'Fall teams', CohortKind.START, None, '', '', MONDAY, None, 5, 'Ellen Hart', 2, 4)


def test_every_reason_to_let_go_and_every_kind_has_its_words():
    assert (set(WHY_DROPPED), set(COHORT_KINDS)) == (set(DroppedWhy), set(CohortKind))


@pytest.mark.parametrize(('what', 'owner_id', 'reason'), [
    ('Call', None, None), ('Call', 4, None), ('Call', 9, NoNextStep.NOT_OF_THE_TEAM), (' ', 4, NoNextStep.WHAT_IS_MISSING),
])  # fmt: skip
def test_a_step_says_what_and_is_owned_by_somebody_of_the_team_or_by_all(what, owner_id, reason):
    assert why_not_write(what, owner_id=owner_id, owners=[4, 5]) is reason


@pytest.mark.parametrize(('step', 'version', 'reason'), [
    (CALL, 3, None), (CALL, None, None), (CALL, 2, NoNextStep.CHANGED_MEANWHILE), (DONE, 3, NoNextStep.ENDED), (None, 3, NoNextStep.GONE),
])  # fmt: skip
def test_only_what_is_open_changes_and_the_second_who_writes_is_told(step, version, reason):
    assert why_not_change(step, version=version) is reason


@pytest.mark.parametrize(('step', 'then', 'why', 'reason'), [
    (CALL, NextState.DONE, None, None),
    (CALL, NextState.DROPPED, DroppedWhy.NO_TIME, None),
    (CALL, NextState.DROPPED, None, NoNextStep.WHY_IS_MISSING),
    (CALL, NextState.OPEN, None, NoNextStep.STILL_OPEN),
    (DONE, NextState.DONE, None, NoNextStep.ENDED),
])  # fmt: skip
def test_what_is_let_go_says_why(step, then, why, reason):
    assert why_not_end(step, then, why=why) is reason


def test_what_ended_is_opened_again():
    assert [why_not_reopen(one) for one in (DONE, CALL, None)] == [None, NoNextStep.STILL_OPEN, NoNextStep.GONE]


@pytest.mark.parametrize(('name', 'kind', 'place_id', 'reason'), [
    ('Fall', CohortKind.START, None, None), ('Fall', CohortKind.PLACE, 3, None),
    ('Fall', CohortKind.PLACE, None, NoCohort.PLACE_IS_MISSING), (' ', CohortKind.START, None, NoCohort.NAME_IS_MISSING),
])  # fmt: skip
def test_a_cohort_has_a_name_and_one_of_a_place_says_which(name, kind, place_id, reason):
    assert why_not_make(name, kind, place_id=place_id) is reason


@pytest.mark.parametrize(('cohort', 'reason'), [
    (FALL, None), (None, NoCohort.GONE), (dataclasses.replace(FALL, ended_on=MONDAY), NoCohort.ENDED),
    (dataclasses.replace(FALL, ended_on=MONDAY + DAY), None),
])  # fmt: skip
def test_what_has_ended_takes_no_team_in(cohort, reason):
    assert why_not_add_to(cohort, MONDAY) is reason


@pytest.mark.parametrize(('cohort', 'version', 'ended_on', 'reason'), [
    (FALL, 2, None, None), (FALL, 2, MONDAY, None), (FALL, 2, MONDAY - DAY, NoCohort.ENDS_TOO_EARLY),
    (FALL, 1, None, NoCohort.CHANGED_MEANWHILE), (None, 1, None, NoCohort.GONE),
])  # fmt: skip
def test_a_cohort_ends_after_it_began_and_the_second_who_writes_is_told(cohort, version, ended_on, reason):
    assert why_not_change_cohort(cohort, version=version, began_on=MONDAY, ended_on=ended_on) is reason
