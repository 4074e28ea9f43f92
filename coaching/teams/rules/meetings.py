"""A team's meetings: what is written of one that was, and how the date of the next is found."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from coaching.kit.refusal import Reason
from coaching.teams.values import MeetingFacts, PollFacts

MOST_DATES = 3
MOST_WORDS = 4000


class NoMeeting(Reason):
    """Why a meeting cannot be written down or changed."""

    GONE = 'This meeting is not here.'
    TO_COME = 'Choose a day that is over, or today.'
    NOTHING_SAID = 'Write down what you decided, or at least who was there.'
    TOO_LONG = 'Together these are too long. Keep one of them, or make yours shorter.'
    CHANGED_MEANWHILE = 'Somebody else changed this while you were writing. Both texts stand below: keep yours, or keep both.'


class NoPoll(Reason):
    """Why dates cannot be proposed, answered, chosen, moved or called off."""

    GONE = 'These dates are not here any more.'
    CLOSED = 'This team has closed. A coordinator can open it again.'
    NO_DATES = 'Propose at least one date.'
    TOO_MANY = 'Propose three dates at most.'
    IN_THE_PAST = 'Choose a time that is still to come.'
    TWICE = 'This is the same time as another one.'
    NO_SUCH_HOUR = 'On that day the clocks jump over this hour. Choose another one.'
    CALLED_OFF = 'This meeting is called off.'
    CHOSEN = 'The date is chosen already.'
    NOT_CHOSEN = 'No date is chosen yet.'
    CHANGED_MEANWHILE = 'Somebody else changed this a moment ago. Look at it again.'


def why_not_record(held_on: datetime.date, today: datetime.date, *, decided: str, people: int) -> NoMeeting | None:
    """What is written down has happened, says something, and has room; nothing of it is cut off."""
    if held_on > today:
        return NoMeeting.TO_COME
    if len(decided.strip()) > MOST_WORDS:
        return NoMeeting.TOO_LONG
    return None if decided.strip() or people else NoMeeting.NOTHING_SAID


def why_not_change(meeting: MeetingFacts | None, *, version: int) -> NoMeeting | None:
    """Of two who write, the second is told, and nothing is lost."""
    if meeting is None:
        return NoMeeting.GONE
    return None if meeting.version == version else NoMeeting.CHANGED_MEANWHILE


def both(stands: str, written: str) -> str:
    """What stands, and below it what somebody else wrote; once where one is in the other."""
    if written.strip() in stands:
        return stands
    return written if stands.strip() in written else f'{stands.rstrip()}\n\n{written.strip()}'


def moment(day: datetime.date, time: datetime.time, zone: str) -> datetime.datetime | None:
    """The moment of this wall clock, of two the first; None where the clock jumps over it."""
    wall = datetime.datetime.combine(day, time.replace(fold=0))
    at = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(datetime.UTC)
    return at if at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == wall else None


def why_not_propose(dates: Sequence[datetime.datetime], now: datetime.datetime) -> NoPoll | None:
    """One to three dates that are to come, each once."""
    if not dates:
        return NoPoll.NO_DATES
    if len(dates) > MOST_DATES:
        return NoPoll.TOO_MANY
    if len(set(dates)) < len(dates):
        return NoPoll.TWICE
    return NoPoll.IN_THE_PAST if min(dates) <= now else None


def why_not_answer(poll: PollFacts | None) -> NoPoll | None:
    """Dates are answered while none is chosen."""
    if poll is None:
        return NoPoll.GONE
    if poll.cancelled_at:
        return NoPoll.CALLED_OFF
    return NoPoll.CHOSEN if poll.chosen_id else None


def why_not_choose(poll: PollFacts | None, date_id: int, now: datetime.datetime) -> NoPoll | None:
    """One of the dates, once, while it is to come; another time later is a move."""
    if reason := why_not_answer(poll):
        return reason
    assert poll is not None
    date = next((one for one in poll.dates if one.id == date_id), None)
    if date is None:
        return NoPoll.GONE
    return NoPoll.IN_THE_PAST if date.starts_at <= now else None


def why_not_move(poll: PollFacts | None, starts_at: datetime.datetime, *, sequence: int, now: datetime.datetime) -> NoPoll | None:
    """A chosen date moves to a time that is to come; of two who move it, the second is told."""
    if poll is None:
        return NoPoll.GONE
    if poll.cancelled_at:
        return NoPoll.CALLED_OFF
    if poll.chosen_id is None:
        return NoPoll.NOT_CHOSEN
    if poll.sequence != sequence:
        return NoPoll.CHANGED_MEANWHILE
    return NoPoll.IN_THE_PAST if starts_at <= now else None


def why_not_call_off(poll: PollFacts | None) -> NoPoll | None:
    """Once."""
    if poll is None:
        return NoPoll.GONE
    return NoPoll.CALLED_OFF if poll.cancelled_at else None
