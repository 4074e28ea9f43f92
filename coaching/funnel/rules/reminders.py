"""Which letters should exist for a registration now: recomputed whenever something changes, so that nothing stale is ever sent.

A key names what the letter is about, so that one thing is said once: a day reminder its day, an hour reminder its hour.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from coaching.funnel.values import Kind, LetterKind, Outcome, RegistrationState, SessionState, Source

DAY = datetime.timedelta(hours=24)
HOUR = datetime.timedelta(hours=1)
QUIET_FROM, QUIET_UNTIL = datetime.time(21), datetime.time(8)
AFTERWARDS = datetime.timedelta(days=30)

_THANK_YOU = {
    Kind.TASTE: LetterKind.THANK_YOU_TASTE,
    Kind.INTRO: LetterKind.THANK_YOU_INTRO,
    Kind.TRAINING: LetterKind.THANK_YOU_TRAINING,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that should exist: due at this moment, and of no more use from `useful_until` on."""

    kind: LetterKind
    key: str
    due_at: datetime.datetime
    useful_until: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What a reminder follows from; `zone` is the session's, `their_zone` the person's own, or empty where it is not known.

    `known_since` is when the person last heard of this seat at this time: signed up, given the seat, or told of a move.
    """

    registration_id: int
    state: RegistrationState
    session: SessionState
    starts_at: datetime.datetime
    zone: str
    known_since: datetime.datetime
    their_zone: str = ''


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What a follow-up follows from; `sent` is the follow-up that this person already has."""

    registration_id: int
    kind: Kind
    outcome: Outcome
    ends_at: datetime.datetime
    finished_at: datetime.datetime | None
    sent: LetterKind | None = None


def answer(state: RegistrationState, source: Source) -> LetterKind:
    """The letter that answers a sign-up, at once and whatever the hour."""
    if state is RegistrationState.WAITING:
        return LetterKind.PLACE_IN_LINE
    return LetterKind.COLLEAGUE_SIGNED_UP if source is Source.COLLEAGUE else LetterKind.SPOT_SAVED


def reminders(seat: Seat, *, now: datetime.datetime) -> tuple[Wanted, ...]:
    """The reminders of a seat that can still be of use: a day before and an hour before, none once the session has begun.

    The day's keeps out of the night in the person's own zone and comes the morning after instead; the hour's comes at any hour,
    because whoever starts at 7 wants it at 6. Whoever heard of the seat later than a reminder's time needs none.
    """
    if seat.state is not RegistrationState.REGISTERED or seat.session is not SessionState.OPEN:
        return ()
    day, hour = seat.starts_at - DAY, seat.starts_at - HOUR
    on = seat.starts_at.astimezone(ZoneInfo(seat.zone))
    both = (
        (day, Wanted(LetterKind.REMINDER_DAY, f'reminder-day:{seat.registration_id}:{on:%Y%m%d}', _by_daylight(day, seat), hour)),
        (hour, Wanted(LetterKind.REMINDER_HOUR, f'reminder-hour:{seat.registration_id}:{on:%Y%m%d%H%M}', hour, seat.starts_at)),
    )
    return tuple(wanted for time, wanted in both if seat.known_since <= time and now < wanted.useful_until)


def _by_daylight(at: datetime.datetime, seat: Seat) -> datetime.datetime:
    """The moment itself, or the end of the night that it falls into; a night is shorter than the day before a session."""
    local = at.astimezone(ZoneInfo(seat.their_zone or seat.zone))
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    morning = local.date() + datetime.timedelta(days=local.time() >= QUIET_FROM)
    return datetime.datetime.combine(morning, QUIET_UNTIL, local.tzinfo).astimezone(datetime.UTC)


def follow_up(after: Aftermath, *, now: datetime.datetime) -> tuple[Wanted, ...]:
    """What should go out once a session is finished; where something else was sent, one correction that says what is true.

    Nothing for whom it is not known, nothing for whoever was there in part or excused, nothing after 30 days.
    """
    useful_until = after.ends_at + AFTERWARDS
    kind = LetterKind.MISSED if after.outcome is Outcome.MISSED else _THANK_YOU.get(after.kind)
    if after.finished_at is None or after.outcome not in (Outcome.CAME, Outcome.MISSED) or kind is None or now >= useful_until:
        return ()
    if after.sent is None:
        return (Wanted(kind, f'follow-up:{after.registration_id}:{kind}', after.finished_at, useful_until),)
    if after.sent is kind:
        return ()
    return (Wanted(LetterKind.CORRECTION, f'correction:{after.registration_id}', now, useful_until),)
