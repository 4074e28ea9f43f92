"""When somebody is invited to the next stage, and when not again."""

from __future__ import annotations

import datetime

from coaching.kit.refusal import Reason

AGAIN = datetime.timedelta(days=14)
USEFUL = datetime.timedelta(days=14)
TAKE_BACK = datetime.timedelta(minutes=2)
"""For so long an invitation waits before it leaves, so that a tap beside the one that was meant can be taken back."""


class NoInvitation(Reason):
    """Why nobody is invited."""

    NO_DATES = 'There is no date to invite to yet. Add one first.'
    NO_ADDRESS = 'This person has no email address. Call instead.'
    MOVED_ON = 'This person has moved on, or wants no emails. Look at the list again.'


def is_lately(invited_at: datetime.datetime | None, *, now: datetime.datetime) -> bool:
    """Whether an invitation went out, or is on its way, that is too young for another."""
    return invited_at is not None and now - invited_at < AGAIN


def why_not_invite(email: str | None, *, is_ready: bool) -> NoInvitation | None:
    """Whether an invitation may be promised to somebody of this address."""
    if not is_ready:
        return NoInvitation.MOVED_ON
    return None if email else NoInvitation.NO_ADDRESS
