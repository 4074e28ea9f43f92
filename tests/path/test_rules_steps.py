"""Where a step stands, who says that it is done, and who signs it off: every answer for every state."""

import pytest

from coaching.path.rules.steps import (
    AFTER,
    NoClaim,
    NoSignOff,
    NoWithdrawal,
    claimed_by,
    differences,
    state_of,
    why_not_claim,
    why_not_confirm,
    why_not_reopen,
    why_not_return,
    why_not_set_aside,
    why_not_take_up,
    why_not_withdraw,
)
from coaching.path.values import Did, Marked, StepState, Stood
from tests.path.facts import ALL, ALMA, BEGUN, COACH, GRACE, MEMBER, ROSA, STRANGER, a_step

HISTORIES = {
    'untouched': (),
    'entered': (Did.ENTERED,),
    'claimed': (Did.ENTERED, Did.CLAIMED),
    'withdrawn': (Did.ENTERED, Did.CLAIMED, Did.WITHDRAWN),
    'returned': (Did.ENTERED, Did.CLAIMED, Did.RETURNED),
    'confirmed': (Did.ENTERED, Did.CLAIMED, Did.CONFIRMED),
    'reopened': (Did.ENTERED, Did.CLAIMED, Did.CONFIRMED, Did.REOPENED),
    'set aside': (Did.ENTERED, Did.SET_ASIDE),
    'taken up': (Did.ENTERED, Did.SET_ASIDE, Did.TAKEN_UP),
}
OPEN = ('untouched', 'entered', 'withdrawn', 'returned', 'reopened', 'taken up')


def after(name: str, **more):
    return a_step(*HISTORIES[name], **more)


def test_every_deed_leads_to_a_state():
    assert set(AFTER) == set(Did)


@pytest.mark.parametrize(
    ('name', 'state'),
    [
        ('entered', StepState.WORKING), ('claimed', StepState.CLAIMED), ('withdrawn', StepState.WORKING), ('returned', StepState.WORKING),
        ('confirmed', StepState.CONFIRMED), ('reopened', StepState.WORKING), ('set aside', StepState.NOT_APPLICABLE),
        ('taken up', StepState.WORKING),
    ],
)  # fmt: skip
def test_a_step_stands_where_its_last_deed_left_it(name: str, state: StepState):
    assert state_of(after(name)) is state


def test_a_step_begins_with_the_first_mark_or_the_first_evidence():
    assert state_of(a_step(marks={}, evidence=0)) is StepState.NOT_STARTED
    assert state_of(a_step(marks={}, evidence=1)) is StepState.WORKING
    assert state_of(a_step(marks=BEGUN, evidence=0)) is StepState.WORKING


def test_the_last_step_lives_and_is_never_done():
    assert state_of(a_step(is_living=True, marks={}, evidence=0)) is StepState.NOT_STARTED
    assert state_of(a_step(is_living=True)) is StepState.LIVING
    living = a_step(Did.ENTERED, is_living=True)
    assert why_not_claim(living, by=MEMBER) is NoClaim.LIVING
    assert why_not_confirm(living, (), by=COACH) is NoSignOff.LIVING
    assert why_not_set_aside(living, why='Not for us.', by=COACH) is NoSignOff.LIVING


@pytest.mark.parametrize('name', OPEN)
def test_the_team_may_say_that_an_open_step_is_done(name: str):
    assert why_not_claim(after(name), by=MEMBER) is None


@pytest.mark.parametrize(
    ('name', 'reason'),
    [('claimed', NoClaim.ALREADY_CLAIMED), ('confirmed', NoClaim.ALREADY_CONFIRMED), ('set aside', NoClaim.NOT_APPLICABLE)],
)
def test_nobody_says_twice_that_a_step_is_done(name: str, reason: NoClaim):
    assert why_not_claim(after(name), by=MEMBER) is reason


def test_a_claim_needs_evidence_and_something_of_every_part():
    assert why_not_claim(a_step(evidence=0), by=MEMBER) is NoClaim.NO_EVIDENCE
    assert why_not_claim(a_step(marks={'3.a': Marked.FULLY}), by=MEMBER) is NoClaim.NOT_BEGUN
    assert why_not_claim(a_step(marks=BEGUN), by=MEMBER) is None


@pytest.mark.parametrize('who', [COACH, STRANGER])
def test_only_the_team_speaks_for_the_team(who: Stood):
    assert why_not_claim(a_step(), by=who) is NoClaim.NOT_A_MEMBER
    assert why_not_withdraw(after('claimed'), by=who) is NoWithdrawal.NOT_A_MEMBER


@pytest.mark.parametrize('name', HISTORIES)
def test_the_team_takes_its_word_back_while_nobody_has_answered(name: str):
    assert why_not_withdraw(after(name), by=MEMBER) is (None if name == 'claimed' else NoWithdrawal.NOT_CLAIMED)


def test_the_coach_signs_off_what_the_team_says_is_done():
    assert why_not_confirm(after('claimed'), (), by=COACH) is None


@pytest.mark.parametrize('name', [name for name in HISTORIES if name != 'claimed'])
def test_nothing_else_is_signed_off(name: str):
    assert why_not_confirm(after(name), (), by=COACH) is NoSignOff.NOT_CLAIMED


def test_nobody_signs_off_the_own_word():
    both = Stood(ALMA, is_member=True, is_coach=True)
    claimed = after('claimed')
    assert claimed_by(claimed.history) == ALMA
    assert why_not_confirm(claimed, (), by=both) is NoSignOff.OWN_CLAIM
    assert why_not_confirm(after('claimed', by=GRACE), (), by=both) is None
    assert claimed_by(after('returned').history) is None


def test_every_part_is_reached_or_the_coach_has_said_why_not():
    partly = {**ALL, '3.b': Marked.PARTLY}
    assert why_not_confirm(after('claimed', marks=partly), (), by=COACH) is NoSignOff.NOT_FULLY
    assert why_not_confirm(after('claimed', marks=partly, excepted=frozenset({'3.b'})), (), by=COACH) is None


@pytest.mark.parametrize('name', HISTORIES)
def test_no_step_is_signed_off_over_an_open_one(name: str):
    wanted = None if name in ('confirmed', 'set aside') else NoSignOff.NOT_IN_ORDER
    assert why_not_confirm(after('claimed'), [after('confirmed', number=1), after(name, number=2)], by=COACH) is wanted


@pytest.mark.parametrize('who', [MEMBER, STRANGER])
def test_only_a_coach_of_the_team_answers(who: Stood):
    assert why_not_confirm(after('claimed'), (), by=who) is NoSignOff.NOT_THE_COACH
    assert why_not_return(after('claimed'), why='Not yet.', by=who) is NoSignOff.NOT_THE_COACH
    assert why_not_reopen(after('confirmed'), why='One part is missing.', by=who) is NoSignOff.NOT_THE_COACH
    assert why_not_set_aside(after('entered'), why='Not for us.', by=who) is NoSignOff.NOT_THE_COACH
    assert why_not_take_up(after('set aside'), by=who) is NoSignOff.NOT_THE_COACH


@pytest.mark.parametrize('name', HISTORIES)
def test_not_yet_answers_a_claim_and_says_why(name: str):
    assert why_not_return(after(name), why='One part is missing.', by=COACH) is (None if name == 'claimed' else NoSignOff.NOT_CLAIMED)
    assert why_not_return(after('claimed'), why='  ', by=COACH) is NoSignOff.WHY_IS_MISSING


@pytest.mark.parametrize('name', HISTORIES)
def test_a_sign_off_is_taken_back_with_a_reason(name: str):
    wanted = None if name == 'confirmed' else NoSignOff.NOT_CONFIRMED
    assert why_not_reopen(after(name), why='One part is missing.', by=COACH) is wanted
    assert why_not_reopen(after('confirmed'), why='', by=COACH) is NoSignOff.WHY_IS_MISSING


@pytest.mark.parametrize('name', HISTORIES)
def test_a_step_is_set_aside_with_a_reason_and_taken_up_again(name: str):
    refused = {'confirmed': NoSignOff.SETTLED, 'set aside': NoSignOff.ALREADY_SET_ASIDE}
    assert why_not_set_aside(after(name), why='We host in a school.', by=COACH) is refused.get(name)
    assert why_not_take_up(after(name), by=COACH) is (None if name == 'set aside' else NoSignOff.NOT_SET_ASIDE)
    assert why_not_set_aside(after('entered'), why=' ', by=COACH) is NoSignOff.WHY_IS_MISSING


def test_where_team_and_coach_see_a_part_differently_is_something_to_talk_about():
    step = a_step(marks=BEGUN, coach_marks={'3.a': Marked.PARTLY, '3.b': Marked.FULLY})
    assert differences(step) == {'3.b': (Marked.PARTLY, Marked.FULLY)}
    assert differences(a_step(marks={}, coach_marks={'3.a': Marked.NOT_YET})) == {}


def test_every_no_says_it_in_a_sentence():
    for reason in (*NoClaim, *NoSignOff, *NoWithdrawal):
        assert reason.value.endswith('.') and str(ROSA) not in reason.value
