"""What a team will do next: named, owned, done or let go with a reason."""

from __future__ import annotations

from collections.abc import Collection

from coaching.kit.refusal import Reason
from coaching.kit.words import Later, later
from coaching.teams.values import DroppedWhy, NextState, NextStepFacts

WHY_DROPPED: dict[DroppedWhy, Later] = {
    DroppedWhy.NO_TIME: later('No time for it'),
    DroppedWhy.NOT_NEEDED: later('Not needed any more'),
    DroppedWhy.SOMEONE_ELSE: later('Somebody else does it'),
    DroppedWhy.CHANGED: later('We changed our plan'),
    DroppedWhy.OTHER: later('Something else'),
}


class NoNextStep(Reason):
    """Why a next step cannot be written, changed or ended."""

    GONE = 'This next step is not here.'
    WHAT_IS_MISSING = 'Say what will be done.'
    NOT_OF_THE_TEAM = 'Choose somebody of the team or a coach of it.'
    ENDED = 'This next step is done or was let go already.'
    STILL_OPEN = 'This next step is still open.'
    WHY_IS_MISSING = 'Choose why you let it go.'
    CHANGED_MEANWHILE = 'Somebody else changed this while you were writing. Look at it again.'


def why_not_write(what: str, *, owner_id: int | None, owners: Collection[int]) -> NoNextStep | None:
    """`owners` are the persons of the team and beside it; the whole team may own a step, too."""
    if not what.strip():
        return NoNextStep.WHAT_IS_MISSING
    return NoNextStep.NOT_OF_THE_TEAM if owner_id is not None and owner_id not in owners else None


def why_not_change(step: NextStepFacts | None, *, version: int | None) -> NoNextStep | None:
    """Only what is open changes; of two who write, the second is told."""
    if step is None:
        return NoNextStep.GONE
    if step.state is not NextState.OPEN:
        return NoNextStep.ENDED
    return NoNextStep.CHANGED_MEANWHILE if version is not None and step.version != version else None


def why_not_end(step: NextStepFacts | None, then: NextState, *, why: DroppedWhy | None) -> NoNextStep | None:
    """Done needs no reason; what is let go says why, in one tap."""
    if reason := why_not_change(step, version=None):
        return reason
    if then is NextState.OPEN:
        return NoNextStep.STILL_OPEN
    return NoNextStep.WHY_IS_MISSING if then is NextState.DROPPED and why is None else None


def why_not_reopen(step: NextStepFacts | None) -> NoNextStep | None:
    """A tap by mistake is taken back."""
    if step is None:
        return NoNextStep.GONE
    return NoNextStep.STILL_OPEN if step.state is NextState.OPEN else None
