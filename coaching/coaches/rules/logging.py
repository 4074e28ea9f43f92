"""What makes a talk's record whole, who may change it and until when, and how its minutes count once. CO4 to CO6 of chapter 2.6."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from coaching.coaches.rules.taxonomy import BY_STEP
from coaching.coaches.values import Talk
from coaching.kit.refusal import Reason

EDIT_DAYS = datetime.timedelta(days=15)
USUAL_MINUTES = 30
SATURDAY = 5
USUAL_WAIT = datetime.timedelta(days=14)


class NoContact(Reason):
    """Why a talk cannot be written down so, changed or taken back."""

    FUTURE = 'Choose a day that is not still to come.'
    NO_TEAM = 'Choose a team.'
    NEXT_TOO_EARLY = 'Choose a day after this talk.'
    NO_MINUTES = 'Write how many minutes you talked.'
    GONE = 'This was taken back.'
    NOT_YOURS = 'Whoever wrote this down can change it.'
    TOO_LATE = 'More than 15 days have passed, so this stays as it is. You can add a line below.'
    CHANGED_MEANWHILE = 'This was changed in another window. Look at it again.'
    EMPTY = 'Write a few words.'
    CLOSED = 'This team has closed. You can still write down a talk from before that day.'
    TAKEN_BACK = 'You took this talk back. Save it again to write it down as a new one.'


@dataclasses.dataclass(frozen=True, slots=True)
class Begun:
    """With what a new record begins, so that nothing has to be typed."""

    mode: str
    minutes: int
    purposes: tuple[str, ...]
    next_on: datetime.date


def weekday(on: datetime.date) -> datetime.date:
    """The day itself, or the Monday after a weekend."""
    return on + datetime.timedelta(days=7 - on.weekday() if on.weekday() >= SATURDAY else 0)


def begun(last: Talk | None, step: int | None, *, planned_on: datetime.date | None, mode: str | None = None, today: datetime.date) -> Begun:
    """Mode and minutes of the last talk, a purpose by the team's step, and the day that is planned, else a weekday after the usual wait.

    `mode` is that of the talk that was planned for today.
    """
    return Begun(
        mode or (last.mode if last else 'phone'),
        last.minutes if last else USUAL_MINUTES,
        (BY_STEP.get(step or 1, 'getting_to_know'),),
        planned_on if planned_on is not None and planned_on > today else weekday(today + USUAL_WAIT),
    )


def why_not_log(
    team_ids: Sequence[int], on: datetime.date, how: str, minutes: int, next_on: datetime.date | None, *,
    closed_on: datetime.date | None = None, today: datetime.date,
) -> NoContact | None:  # fmt: skip
    """Back-dating is fine, until the day on which the first of the teams closed; what is still to come is planned, not logged.

    A talk that took place has minutes.
    """
    if not team_ids:
        return NoContact.NO_TEAM
    if on > today:
        return NoContact.FUTURE
    if closed_on is not None and on > closed_on:
        return NoContact.CLOSED
    if how == 'held' and minutes < 1:
        return NoContact.NO_MINUTES
    return NoContact.NEXT_TOO_EARLY if next_on is not None and next_on < on else None


def why_not_change(talk: Talk | None, by_id: int | None, *, version: int | None = None, now: datetime.datetime) -> NoContact | None:
    """CO5: its author changes it for 15 days."""
    if talk is None or talk.removed_at is not None:
        return NoContact.GONE
    if talk.author_id != by_id:
        return NoContact.NOT_YOURS
    if now - talk.recorded_at > EDIT_DAYS:
        return NoContact.TOO_LATE
    return NoContact.CHANGED_MEANWHILE if version is not None and version != talk.version else None


def why_not_send_again(talk: Talk, *, now: datetime.datetime) -> NoContact | None:
    """A draft that comes again with other words changes its talk for 15 days, unless its author took it back or changed it on its page."""
    if talk.removed_at is not None:
        return NoContact.TAKEN_BACK
    if now - talk.recorded_at > EDIT_DAYS:
        return NoContact.TOO_LATE
    return NoContact.CHANGED_MEANWHILE if talk.version > 1 else None


def shares(minutes: int, count: int) -> list[int]:
    """CO4 and CO6: minutes that several teams share, as even as whole minutes are; together they are what was logged."""
    whole, more = divmod(minutes, count)
    return [whole + 1] * more + [whole] * (count - more)
