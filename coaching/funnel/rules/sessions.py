"""What may become of a date, where it stands now, and when its door is open."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from coaching.funnel.rules.places import seat_for
from coaching.funnel.values import Part, Phase, Place, RegistrationState, SessionState
from coaching.kit.refusal import Reason

DOOR_OPENS = datetime.timedelta(minutes=15)
MOST_TOLD = 4  # offerings of one kind whose length, place and days the first page tells in a sentence

OFF = (SessionState.CANCELLED, SessionState.SKIPPED)
_DECIDED = {
    SessionState.DRAFT: Phase.DRAFT,
    SessionState.CANCELLED: Phase.CANCELLED,
    SessionState.SKIPPED: Phase.SKIPPED,
    SessionState.CLOSED: Phase.CLOSED,
}


class NoDate(Reason):
    """Why a date cannot become what somebody wants it to be."""

    IN_THE_PAST = 'That time is over. Choose a time that is still to come.'
    SAME_TIME = 'It is at this time now. Choose another time.'
    NOT_OPEN = 'This date is not open, so it stays as it is. Open it first.'
    BEGUN = 'This session has started, so its date stays. You can still cancel it.'
    BEGUN_SO_NOT_SKIPPED = 'This session has started, so it cannot be skipped. You can still cancel it.'
    OVER = 'This session is over. Mark who came, and finish it.'
    ALREADY_OFF = 'This date is off already. You can open it again.'
    ALREADY_FINISHED = 'This session is finished. Open it again to change it.'
    NOT_FINISHED = 'This session is not finished, so you can change it now.'
    NOT_OFF = 'This date is on, so there is nothing to bring back.'


class NoAnswer(Reason):
    """Why nobody is asked yet what a session was like."""

    NOT_OVER = 'We ask what it was like when the session is over. Come back then.'
    OFF = 'This session did not take place, so there is nothing to ask.'


class NoDoor(Reason):
    """Why the way into an online session stays shut."""

    NO_SPOT = 'There is no spot saved for you here. Pick a date, and we will send the link.'
    IN_LINE = 'You are still in line. We will write to you when a spot opens.'
    OFF = 'This session does not take place. Pick another date.'
    TOO_EARLY = 'The door opens 15 minutes before the start. Come back then.'
    OVER = 'This session is over. Pick the next date.'


def phase(place: Place, *, now: datetime.datetime) -> Phase:
    """Where a session stands: full by its seats, running and ended by the clock, the rest as it was decided."""
    if place.state in _DECIDED:
        return _DECIDED[place.state]
    if now >= place.ends_at:
        return Phase.ENDED
    if now >= place.starts_at:
        return Phase.RUNNING
    return Phase.FULL if seat_for(place) is RegistrationState.WAITING else Phase.OPEN


def why_not_answer(state: SessionState, ends_at: datetime.datetime, *, now: datetime.datetime) -> NoAnswer | None:
    """Whether somebody can say what it was like: once it is over, or its trainer has finished it."""
    if state in OFF:
        return NoAnswer.OFF
    return None if state is SessionState.CLOSED or now >= ends_at else NoAnswer.NOT_OVER


def why_not_edit(place: Place) -> NoDate | None:
    """Whether the details of a date may change, also while it runs and after; one that is off has none that count."""
    if place.state in OFF:
        return NoDate.ALREADY_OFF
    return NoDate.ALREADY_FINISHED if place.state is SessionState.CLOSED else None


def why_not_move(place: Place, starts_at: datetime.datetime, *, now: datetime.datetime) -> NoDate | None:
    """Whether a date may move to begin at `starts_at`."""
    if reason := _why_not_change(place, now=now):
        return reason
    if now >= place.starts_at:
        return NoDate.BEGUN
    if starts_at == place.starts_at:
        return NoDate.SAME_TIME
    return NoDate.IN_THE_PAST if starts_at <= now else None


def why_not_skip(place: Place, *, now: datetime.datetime) -> NoDate | None:
    """Whether a date may be left out, as for a holiday; it stays to be seen, so that links to it still say something."""
    if reason := _why_not_change(place, now=now):
        return reason
    return NoDate.BEGUN_SO_NOT_SKIPPED if now >= place.starts_at else None


def why_not_cancel(place: Place, *, now: datetime.datetime) -> NoDate | None:
    """Whether a date may be called off; while it runs it still may."""
    return _why_not_change(place, now=now)


def _why_not_change(place: Place, *, now: datetime.datetime) -> NoDate | None:
    if place.state in OFF:
        return NoDate.ALREADY_OFF
    if place.state is SessionState.CLOSED:
        return NoDate.ALREADY_FINISHED
    if place.state is SessionState.DRAFT:
        return NoDate.NOT_OPEN
    return NoDate.OVER if now >= place.ends_at else None


def why_not_bring_back(place: Place, *, now: datetime.datetime) -> NoDate | None:
    """Whether a cancelled or skipped date may take place after all."""
    if place.state not in OFF:
        return NoDate.NOT_OFF
    return NoDate.IN_THE_PAST if now >= place.starts_at else None


def why_not_reopen(place: Place) -> NoDate | None:
    """Whether a finished session may be taken up again to put marks right."""
    return None if place.state is SessionState.CLOSED else NoDate.NOT_FINISHED


def why_not_join(
    place: Place, parts: Sequence[Part], mine: RegistrationState | None, *, now: datetime.datetime
) -> NoDoor | None:
    """Whether the holder of a registration may walk into an online session; to open the door is not to have come (P4)."""
    if place.state in (SessionState.DRAFT, SessionState.CANCELLED, SessionState.SKIPPED):
        return NoDoor.OFF
    if place.state is SessionState.CLOSED or now >= place.ends_at:
        return NoDoor.OVER
    if mine in (RegistrationState.WAITING, RegistrationState.OFFERED):
        return NoDoor.IN_LINE
    if mine not in (RegistrationState.REGISTERED, RegistrationState.WALK_IN):
        return NoDoor.NO_SPOT
    is_open = any(part.starts_at - DOOR_OPENS <= now < part.ends_at for part in parts)
    return None if is_open else NoDoor.TOO_EARLY
