"""Purposes are marked by the team, and by its coach where they like; two who write at once are told."""

from __future__ import annotations

import datetime
import re

from coaching.kit.refusal import Reason
from coaching.path.values import Stood

LINK = re.compile(r'https?://[^\s/?#]\S*', re.IGNORECASE)


class NoMark(Reason):
    """Why a purpose cannot be marked so."""

    NOT_YOURS = 'Only people of this team and its coach can mark this.'
    NO_PURPOSE = 'This step has no such part.'
    CHANGED_MEANWHILE = 'Someone else has just marked this. Look at it again.'
    WHY_IS_MISSING = 'Say why it may stay as it is. The team reads it.'


class NoEvidence(Reason):
    """Why something cannot be written down, or taken away."""

    NOT_A_MEMBER = 'Only people of this team and its coach can write this down.'
    FUTURE = 'Choose a day that is not still to come.'
    BEFORE = 'On that day your team had not begun yet. Look at the year once more.'
    NO_WORDS = 'Write a few words about what you did.'
    NO_LINK = 'Write the link so that it begins with https://'
    GONE = 'This is gone already.'
    HERE = 'This stands here already.'
    NOT_PRIVATE = 'This step has no questions for you alone.'
    UNKNOWN = 'This is not known any more. Write it down in your own words.'


class NoBoldStep(Reason):
    """Why the next bold step cannot be set or ended."""

    NOT_A_MEMBER = 'Only people of this team can do this.'
    NO_WORDS = 'Write what you will do next.'
    CHANGED_MEANWHILE = 'Someone else has changed your next step. Look at it again.'
    NONE = 'There is no next step to end. Write a new one.'
    PAST = 'That day is over. Choose today or a day to come, or leave it empty.'


def side_of(by: Stood) -> str | None:
    """Whose mark it is; somebody of the team marks for the team, also where they coach it too."""
    return 'team' if by.is_member else 'coach' if by.is_coach else None


def why_not_mark(
    by: Stood, *, code: str, codes: tuple[str, ...], seen: int, stands: int, is_excepted: bool = False, why: str = ''
) -> NoMark | None:
    """`seen` is how often the purpose had been marked when the page was made, `stands` how often it has been by now."""
    side = side_of(by)
    if side is None or is_excepted and side != 'coach':
        return NoMark.NOT_YOURS
    if code not in codes:
        return NoMark.NO_PURPOSE
    if seen != stands:
        return NoMark.CHANGED_MEANWHILE
    return NoMark.WHY_IS_MISSING if is_excepted and not why.strip() else None


def why_not_set(by: Stood, *, what: str, due_on: datetime.date | None, today: datetime.date) -> NoBoldStep | None:
    """A bold step is the team's own, says something, and is for a day that is not over."""
    if not by.is_member:
        return NoBoldStep.NOT_A_MEMBER
    if not what.strip():
        return NoBoldStep.NO_WORDS
    return NoBoldStep.PAST if due_on is not None and due_on < today else None


def is_link(text: str) -> bool:
    """Whether a browser would go there over the web, and nowhere else."""
    return LINK.fullmatch(text) is not None


def tidy_link(text: str) -> str:
    """The link with what it begins with in small letters."""
    scheme, colon, rest = text.partition(':')
    return f'{scheme.lower()}{colon}{rest}'
