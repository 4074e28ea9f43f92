"""How long a browser stays signed in, and when its cookie changes."""

from __future__ import annotations

import dataclasses
import datetime
import enum

from coaching.accounts.values import Presence

ROTATE_AFTER = datetime.timedelta(hours=4)
GRACE = datetime.timedelta(seconds=60)
SEEN_EVERY = datetime.timedelta(minutes=5)


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lasts without a visit, and in all."""

    idle: datetime.timedelta
    absolute: datetime.timedelta


EVERYONE = Limits(datetime.timedelta(days=14), datetime.timedelta(days=90))
STAFF = Limits(datetime.timedelta(days=7), datetime.timedelta(days=30))


class Verdict(enum.Enum):
    """What becomes of a sign-in that a cookie names."""

    GOOD = 'goes on'
    SEEN = 'goes on, and it is time to write down that it was seen'
    ROTATE = 'goes on with a new token'
    COPIED = 'ends: a token that was changed long ago came back, so two have it'
    TOO_OLD = 'has ended'


def limits_for(has_office: bool) -> Limits:
    """Whoever has an office signs in anew sooner; somebody of a team signs in as everybody does."""
    return STAFF if has_office else EVERYONE


def verdict(presence: Presence, now: datetime.datetime) -> Verdict:
    """A token that was just changed is good for another minute, because a browser asks for several things at once."""
    if now >= presence.expires_at or now - presence.seen_at >= datetime.timedelta(days=presence.idle_days):
        return Verdict.TOO_OLD
    since = now - presence.rotated_at
    if not presence.is_current:
        return Verdict.COPIED if since > GRACE else Verdict.GOOD
    if since >= ROTATE_AFTER:
        return Verdict.ROTATE
    return Verdict.SEEN if now - presence.seen_at >= SEEN_EVERY else Verdict.GOOD
