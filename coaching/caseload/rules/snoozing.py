"""Until when a coach need not be reminded of a team."""

from __future__ import annotations

import datetime

from coaching.kit.refusal import Reason

AT_MOST_DAYS = 28


class NoSnooze(Reason):
    """Why a team cannot be paused until that day."""

    NOT_LATER = 'Choose a day after today.'
    TOO_LATE = 'Choose a day within four weeks.'


def why_not_snooze(until_on: datetime.date, today: datetime.date) -> NoSnooze | None:
    """A pause has an end, and no team is out of sight for longer than may pass between two talks."""
    if until_on <= today:
        return NoSnooze.NOT_LATER
    return NoSnooze.TOO_LATE if (until_on - today).days > AT_MOST_DAYS else None
