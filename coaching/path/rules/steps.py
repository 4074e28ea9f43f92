"""Where a step stands, and who may do what to it: the team says it is done, its coach signs it off, and never the same person.

The states and W1–W3 are those of the domain's chapter 2.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coaching.kit.refusal import Reason
from coaching.path.values import Did, Marked, StepFact, StepFacts, StepState, Stood

AFTER = {
    Did.ENTERED: StepState.WORKING,
    Did.CLAIMED: StepState.CLAIMED,
    Did.WITHDRAWN: StepState.WORKING,
    Did.RETURNED: StepState.WORKING,
    Did.CONFIRMED: StepState.CONFIRMED,
    Did.REOPENED: StepState.WORKING,
    Did.SET_ASIDE: StepState.NOT_APPLICABLE,
    Did.TAKEN_UP: StepState.WORKING,
}
SETTLED = (StepState.CONFIRMED, StepState.NOT_APPLICABLE)


class NoClaim(Reason):
    """Why a team cannot say now that a step is done."""

    NOT_A_MEMBER = 'Only people of this team can say that a step is done.'
    LIVING = 'This step never ends. Write down what you see, whenever you see it.'
    ALREADY_CLAIMED = 'Your team has said so already. Your coach looks at it next.'
    ALREADY_CONFIRMED = 'This step is signed off. If there is more to do, your coach can open it again.'
    NOT_APPLICABLE = 'This step is set aside for your team. Your coach can take it up again.'
    NO_EVIDENCE = 'Write down one thing that you did, with its day. Then say that you are done.'
    NOT_BEGUN = 'One part of this step has not begun. Talk about it, or mark it partly.'


class NoSignOff(Reason):
    """Why a step cannot be signed off, given back, opened again or set aside."""

    NOT_THE_COACH = 'Only a coach of this team can do this.'
    OWN_CLAIM = 'You said yourself that this step is done. Another coach signs it off.'
    NOT_CLAIMED = 'The team has not said yet that this step is done.'
    NOT_CONFIRMED = 'This step is not signed off, so there is nothing to open again.'
    NOT_FULLY = 'Not every part is marked fully. Mark it, or say why it may stay as it is.'
    NOT_IN_ORDER = 'An earlier step is not signed off yet. Sign that one off first.'
    LIVING = 'This step never ends, so nobody signs it off.'
    SETTLED = 'This step is signed off. Open it again first.'
    ALREADY_SET_ASIDE = 'This step is set aside already.'
    NOT_SET_ASIDE = 'This step is not set aside.'
    WHY_IS_MISSING = 'Say why in a few words. The team reads it.'


class NoWithdrawal(Reason):
    """Why a team cannot take back that a step is done."""

    NOT_A_MEMBER = 'Only people of this team can do this.'
    NOT_CLAIMED = 'Nobody said that this step is done, so there is nothing to take back.'


def state_of(step: StepFacts) -> StepState:
    """Where a step stands; a living one lives as soon as anything was written down about it."""
    is_told_of = bool(step.history or step.evidence_on or step.marks or step.coach_marks)
    if step.is_living:
        return StepState.LIVING if is_told_of else StepState.NOT_STARTED
    if step.history:
        return AFTER[step.history[-1].did]
    return StepState.WORKING if is_told_of else StepState.NOT_STARTED


def claimed_by(history: Sequence[StepFact]) -> int | None:
    """Who said last that the step is done, while that stands."""
    return history[-1].by_person_id if history and history[-1].did is Did.CLAIMED else None


def why_not_claim(step: StepFacts, *, by: Stood) -> NoClaim | None:
    """W1: every purpose that counts is begun, and one dated evidence exists."""
    if not by.is_member:
        return NoClaim.NOT_A_MEMBER
    if step.is_living:
        return NoClaim.LIVING
    stands = {
        StepState.CLAIMED: NoClaim.ALREADY_CLAIMED,
        StepState.CONFIRMED: NoClaim.ALREADY_CONFIRMED,
        StepState.NOT_APPLICABLE: NoClaim.NOT_APPLICABLE,
    }
    if reason := stands.get(state_of(step)):
        return reason
    if not step.evidence_on:
        return NoClaim.NO_EVIDENCE
    return NoClaim.NOT_BEGUN if _below(step, Marked.PARTLY) else None


def why_not_withdraw(step: StepFacts, *, by: Stood) -> NoWithdrawal | None:
    """While the coach has not answered, the team may take its word back."""
    if not by.is_member:
        return NoWithdrawal.NOT_A_MEMBER
    return None if state_of(step) is StepState.CLAIMED else NoWithdrawal.NOT_CLAIMED


def why_not_confirm(step: StepFacts, before: Iterable[StepFacts], *, by: Stood) -> NoSignOff | None:
    """W1–W3: fully reached or excepted, by a coach who did not claim it, and not over a step before it that is open."""
    if not by.is_coach:
        return NoSignOff.NOT_THE_COACH
    if step.is_living:
        return NoSignOff.LIVING
    if state_of(step) is not StepState.CLAIMED:
        return NoSignOff.NOT_CLAIMED
    if claimed_by(step.history) == by.person_id:
        return NoSignOff.OWN_CLAIM
    if not_reached(step):
        return NoSignOff.NOT_FULLY
    return NoSignOff.NOT_IN_ORDER if any(state_of(one) not in SETTLED for one in before) else None


def why_not_return(step: StepFacts, *, why: str, by: Stood) -> NoSignOff | None:
    """A coach says 'not yet', and why."""
    if not by.is_coach:
        return NoSignOff.NOT_THE_COACH
    if state_of(step) is not StepState.CLAIMED:
        return NoSignOff.NOT_CLAIMED
    return None if why.strip() else NoSignOff.WHY_IS_MISSING


def why_not_reopen(step: StepFacts, *, why: str, by: Stood) -> NoSignOff | None:
    """A coach takes a sign-off back, and says why; later steps that are signed off stay as they are."""
    if not by.is_coach:
        return NoSignOff.NOT_THE_COACH
    if state_of(step) is not StepState.CONFIRMED:
        return NoSignOff.NOT_CONFIRMED
    return None if why.strip() else NoSignOff.WHY_IS_MISSING


def why_not_set_aside(step: StepFacts, *, why: str, by: Stood) -> NoSignOff | None:
    """A coach says that a step is not for this team, and why."""
    if not by.is_coach:
        return NoSignOff.NOT_THE_COACH
    if step.is_living:
        return NoSignOff.LIVING
    stands = {StepState.CONFIRMED: NoSignOff.SETTLED, StepState.NOT_APPLICABLE: NoSignOff.ALREADY_SET_ASIDE}
    if reason := stands.get(state_of(step)):
        return reason
    return None if why.strip() else NoSignOff.WHY_IS_MISSING


def why_not_take_up(step: StepFacts, *, by: Stood) -> NoSignOff | None:
    """A coach takes up a step that was set aside."""
    if not by.is_coach:
        return NoSignOff.NOT_THE_COACH
    return None if state_of(step) is StepState.NOT_APPLICABLE else NoSignOff.NOT_SET_ASIDE


def differences(step: StepFacts) -> Mapping[str, tuple[Marked, Marked]]:
    """Purposes that team and coach see differently, as (team, coach): something to talk about."""
    pairs = {code: (step.marks.get(code, Marked.NOT_YET), step.coach_marks[code]) for code in step.codes if code in step.coach_marks}
    return {code: pair for code, pair in pairs.items() if pair[0] is not pair[1]}


def not_reached(step: StepFacts) -> frozenset[str]:
    """The purposes that are neither reached nor may stay as they are."""
    return _below(step, Marked.FULLY) - step.excepted


def _below(step: StepFacts, wanted: Marked) -> frozenset[str]:
    return frozenset(code for code in step.codes if step.marks.get(code, Marked.NOT_YET) < wanted)
