"""When what a group means can be said, and taken back."""

from __future__ import annotations

import datetime

from coaching.funnel.values.groups import Answered
from coaching.kit.refusal import Reason

UNDO_DAYS = 30


class NoAnswer(Reason):
    """Why a group stays as it is."""

    ANSWERED = 'Somebody else has just said what this group is.'
    UNDONE = 'This was taken back already.'
    TOO_LATE = 'This was more than 30 days ago and stays as it is.'


def why_not_undo_answer(answer: Answered, now: datetime.datetime) -> NoAnswer | None:
    """Whether what was said can be taken back (30 days, as with imports and merged records)."""
    if answer.undone_at:
        return NoAnswer.UNDONE
    return NoAnswer.TOO_LATE if now - answer.answered_at > datetime.timedelta(days=UNDO_DAYS) else None
