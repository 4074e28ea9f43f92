"""How a team begins: a request, a call within two working days, and a word about whether it fits."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from coaching.kit.refusal import Reason
from coaching.teams.values import Fit, StartFacts

WORKING_DAYS = 2
SATURDAY = 5


class NoStart(Reason):
    """Why nothing more can be done with a request, or not yet."""

    DECIDED = 'This request has its answer already.'
    NOT_CALLED = 'Write down the first call, then say if it fits.'
    CHANGED_MEANWHILE = 'Somebody else changed this while you were writing. Look at it again.'
    IN_THE_PAST = 'Choose a day that is still to come.'
    FUTURE_CALL = 'Choose a day and time that is over.'
    TEAM_NEEDS_A_NAME = 'Give the team a name. It can change later.'


def due_after(asked_at: datetime.datetime, zone: str, *, days: int = WORKING_DAYS) -> datetime.datetime:
    """The same hour of the wall clock so many working days later; what is asked for on a weekend counts from Monday morning."""
    local = asked_at.astimezone(ZoneInfo(zone))
    if local.weekday() >= SATURDAY:
        local = (local + datetime.timedelta(days=7 - local.weekday())).replace(hour=9, minute=0, second=0, microsecond=0)
    for _ in range(days):
        local += datetime.timedelta(days=3 if local.weekday() == SATURDAY - 1 else 1)
    return local.astimezone(datetime.UTC)


def why_not_change(request: StartFacts, *, version: int) -> NoStart | None:
    """Two people at the desk: the second is told."""
    if request.fit:
        return NoStart.DECIDED
    return NoStart.CHANGED_MEANWHILE if request.version != version else None


def why_not_log_call(request: StartFacts, *, version: int, called_at: datetime.datetime, now: datetime.datetime) -> NoStart | None:
    """A call has happened when it is written down."""
    return why_not_change(request, version=version) or (NoStart.FUTURE_CALL if called_at > now else None)


def why_not_decide(
    request: StartFacts, fit: Fit, *, version: int, today: datetime.date, ask_again_on: datetime.date | None = None, team: str = ''
) -> NoStart | None:
    """A fit is said after the first call; 'not now' names the day on which to ask again, 'yes' the team."""
    if reason := why_not_change(request, version=version):
        return reason
    if request.called_at is None:
        return NoStart.NOT_CALLED
    if fit is Fit.NOT_NOW and (ask_again_on is None or ask_again_on <= today):
        return NoStart.IN_THE_PAST
    return NoStart.TEAM_NEEDS_A_NAME if fit is Fit.YES and not team.strip() else None
