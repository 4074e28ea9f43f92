"""Who may have a spot, who gets a seat and who waits, and for how long an offer holds."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

from coaching.funnel.rules.attendance import PRESENT
from coaching.funnel.values import Kind, Mark, Place, Registration, RegistrationState, SessionState
from coaching.kit.refusal import Reason

OFFER = datetime.timedelta(hours=24)
OFFER_ON_THE_DAY = datetime.timedelta(hours=2)
MOST_AT_ONE_ADDRESS = 12
LADDER = (Kind.TASTE, Kind.INTRO, Kind.TRAINING)

_WEIGHTS = (RegistrationState.WAITING, RegistrationState.OFFERED, RegistrationState.REGISTERED)

OneInLine = TypeVar('OneInLine')


class NoPlace(Reason):
    """Why a spot cannot be saved."""

    NOT_OPEN = 'This date is not open yet. Pick another date.'
    CANCELLED = 'This session was cancelled. Pick another date.'
    SKIPPED = 'There is no session on this day. Pick another date.'
    BEGUN = 'This session has started. Save a spot on the next date.'
    OVER = 'This session is over. Save a spot on the next date.'
    ALREADY_SAVED = 'This spot is already saved. The link to it is in the email.'
    ALREADY_OFFERED = 'A spot is held already. Keep it with the link in the email.'
    ALREADY_IN_LINE = 'Already in line. An email comes when a spot opens.'
    MANY_AT_THIS_ADDRESS = 'Many spots on this date go to this email already. Write to us, and we add the others.'
    NOT_YET_TASTED = 'A Taste comes first. Save a spot at the next Taste, then come back for this.'
    NOT_YET_INTRODUCED = 'An Intro comes first. Save a spot at the next Intro, then come back for this.'
    NOT_YET_TRAINED = 'A Training comes first. Save a spot at the next Training, then come back for this.'


class NoChange(Reason):
    """Why a spot cannot be cancelled, moved, kept or taken back."""

    ALREADY_CANCELLED = 'This spot was let go before. You can save a spot on any date.'
    WALKED_IN = 'You came to this session, so there is nothing to cancel.'
    OVER = 'This session is over, so there is nothing to cancel. You can save a spot on the next date.'
    BEGUN = 'This session has started, so the spot cannot be moved. You can save a spot on another date.'
    SAME_DATE = 'This is the date you have now. Pick another one.'
    OTHER_OFFERING = 'A spot moves only to another date of the same session. Save a new spot for this one.'
    NOT_OFFERED = 'No spot has opened yet. An email comes when one does.'
    OFFER_RAN_OUT = 'This offer has run out. Pick another date, or get in line again.'
    NOT_CANCELLED = 'This spot still stands, so there is nothing to undo.'
    MOVED_ON = 'This spot has moved. The link in your newest email opens it.'
    CANCELLED_BY_US = 'We let this spot go, so it cannot be taken back. You can save a spot on any date.'


class NoOverride(Reason):
    """Why a trainer cannot make an exception."""

    WHY_IS_MISSING = 'Say why in a few words. They stay beside this choice.'
    NOT_IN_LINE = 'This person does not wait for a spot here. Look at the list again.'


_NOT_HELD = {
    SessionState.DRAFT: NoPlace.NOT_OPEN,
    SessionState.CANCELLED: NoPlace.CANCELLED,
    SessionState.SKIPPED: NoPlace.SKIPPED,
    SessionState.CLOSED: NoPlace.OVER,
}
_ALREADY = {
    RegistrationState.REGISTERED: NoPlace.ALREADY_SAVED,
    RegistrationState.WALK_IN: NoPlace.ALREADY_SAVED,
    RegistrationState.OFFERED: NoPlace.ALREADY_OFFERED,
    RegistrationState.WAITING: NoPlace.ALREADY_IN_LINE,
}
_NOT_YET = {
    Kind.TASTE: NoPlace.NOT_YET_TASTED,
    Kind.INTRO: NoPlace.NOT_YET_INTRODUCED,
    Kind.TRAINING: NoPlace.NOT_YET_TRAINED,
}


def why_not_register(
    place: Place,
    *,
    done: Collection[Kind],
    already: RegistrationState | None = None,
    waived: bool = False,
    at_address: int = 0,
    now: datetime.datetime,
) -> NoPlace | None:
    """Whether this person may have a spot or a place in line here; a full session is no reason.

    `done` is what the person attended or has credit for, `already` the state of a registration here (P1). `at_address` counts the spots
    here that are written to the same address, where anybody may ask for one; too many is said before what is known of this person.
    """
    if reason := why_closed_to_all(place, now=now):
        return reason
    if at_address >= MOST_AT_ONE_ADDRESS:
        return NoPlace.MANY_AT_THIS_ADDRESS
    if already in _ALREADY:
        return _ALREADY[already]
    return missing_before(place, done=done, waived=waived)


def why_closed_to_all(place: Place, *, now: datetime.datetime) -> NoPlace | None:
    """Whether anybody may still sign up here."""
    if place.state in _NOT_HELD:
        return _NOT_HELD[place.state]
    if now >= place.ends_at:
        return NoPlace.OVER
    return NoPlace.BEGUN if now >= place.starts_at else None


def missing_before(place: Place, *, done: Collection[Kind], waived: bool = False) -> NoPlace | None:
    """What this person should have attended first; asked at sign-up and again when the session begins (P3)."""
    asked = place.prerequisite
    if asked is None or waived or any(kind in done for kind in (asked, *LADDER[LADDER.index(asked) :])):
        return None
    return _NOT_YET[asked]


def free_seats(place: Place) -> int | None:
    """Seats that nobody holds; None where there is no limit. A lowered capacity takes no seat away."""
    return None if place.capacity is None else max(0, place.capacity - place.taken - place.offered)


def seat_for(place: Place) -> RegistrationState:
    """Registered or waiting: a newcomer never passes somebody in line (P2)."""
    free = free_seats(place)
    has_seat = free is None or (free > 0 and not place.waiting)
    return RegistrationState.REGISTERED if has_seat else RegistrationState.WAITING


def weight(state: RegistrationState, marks: Collection[Mark]) -> int:
    """How much a spot is worth beside another of the same person at the same session; the more, the better."""
    if state is RegistrationState.WALK_IN or any(mark in PRESENT for mark in marks):
        return len(_WEIGHTS) + 1
    return len(_WEIGHTS) if marks else _WEIGHTS.index(state)


def whom_to_offer(place: Place, line: Sequence[OneInLine], *, now: datetime.datetime) -> tuple[OneInLine, ...]:
    """Those in `line` (first come first) who are offered a seat now."""
    if why_closed_to_all(place, now=now):
        return ()
    return tuple(line[: free_seats(place)])


def offer_until(place: Place, *, now: datetime.datetime) -> datetime.datetime:
    """When an offer made now runs out: after 24 hours, on the session's own day after 2, and never past its start.

    An offer from an earlier day ends two hours before the start, so that the next in line still gets a turn.
    """
    zone = ZoneInfo(place.zone)
    shortest = min(now + OFFER_ON_THE_DAY, place.starts_at)
    if now.astimezone(zone).date() == place.starts_at.astimezone(zone).date():
        return shortest
    return max(shortest, min(now + OFFER, place.starts_at - OFFER_ON_THE_DAY))


def why_not_accept(registration: Registration, place: Place, *, now: datetime.datetime) -> Reason | None:
    """Whether an offered seat may be kept."""
    if registration.state in (RegistrationState.REGISTERED, RegistrationState.WALK_IN):
        return NoPlace.ALREADY_SAVED
    if reason := why_closed_to_all(place, now=now):
        return reason
    if not registration.state.is_active and registration.cancelled_from is not RegistrationState.OFFERED:
        return NoChange.ALREADY_CANCELLED
    if registration.state is RegistrationState.WAITING:
        return NoChange.NOT_OFFERED
    return None if registration.offered_until and now < registration.offered_until else NoChange.OFFER_RAN_OUT


def why_not_cancel(registration: Registration, place: Place, *, now: datetime.datetime) -> NoChange | None:
    """Whether a spot may be let go; while the session runs it may, and counts as missed (`rules.attendance`)."""
    if not registration.state.is_active:
        return NoChange.ALREADY_CANCELLED
    if registration.state is RegistrationState.WALK_IN:
        return NoChange.WALKED_IN
    return NoChange.OVER if now >= place.ends_at else None


def why_not_restore(
    registration: Registration, place: Place, *, already: RegistrationState | None = None, now: datetime.datetime
) -> Reason | None:
    """Whether a cancellation may be undone; `seat_for` says whether a seat is still there. `already` is a newer registration's state."""
    if registration.state.is_active:
        return NoChange.NOT_CANCELLED
    if registration.state is RegistrationState.CANCELLED_BY_US:
        return NoChange.CANCELLED_BY_US
    if registration.is_moved_on:
        return NoChange.MOVED_ON
    return why_not_register(place, done=LADDER, already=already, now=now)


def why_not_move(
    registration: Registration,
    here: Place,
    there: Place,
    *,
    done: Collection[Kind],
    already: RegistrationState | None = None,
    waived: bool = False,
    now: datetime.datetime,
) -> Reason | None:
    """Whether a spot here may become one there; `already` is the state of a registration there."""
    if not registration.state.is_active:
        return NoChange.ALREADY_CANCELLED
    if here.session_id == there.session_id:
        return NoChange.SAME_DATE
    if here.offering_id != there.offering_id:
        return NoChange.OTHER_OFFERING
    if now >= here.starts_at:
        return NoChange.BEGUN
    return why_not_register(there, done=done, already=already, waived=waived, now=now)


def why_not_waive(why: str) -> NoOverride | None:
    """Whether a trainer may let somebody in without what comes first: with a reason, always."""
    return None if why.strip() else NoOverride.WHY_IS_MISSING


def why_not_seat_out_of_turn(state: RegistrationState, place: Place, why: str, *, now: datetime.datetime) -> Reason | None:
    """Whether a trainer may give somebody in line a seat now, past the others and past the capacity (the exception of P2)."""
    if reason := why_closed_to_all(place, now=now):
        return reason
    if state not in (RegistrationState.WAITING, RegistrationState.OFFERED):
        return NoOverride.NOT_IN_LINE
    return why_not_waive(why)
