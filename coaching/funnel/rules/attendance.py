"""What may be marked, what a mark becomes at the second tap, and what became of a registration.

Attendance is seen, never assumed: it may exist without a registration, and a registration is never counted as attendance (P4).
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coaching.funnel.values import AttendanceRule, Mark, Outcome, Part, Place, RegistrationState, SessionState
from coaching.kit.refusal import Reason

PRESENT = (Mark.HERE, Mark.PARTLY)
IN_LINE = (RegistrationState.WAITING, RegistrationState.OFFERED)
OFF = (SessionState.CANCELLED, SessionState.SKIPPED)


class NoMark(Reason):
    """Why somebody cannot be marked."""

    NOT_HELD = 'This session did not take place, so there is nobody to mark.'
    NOT_BEGUN = 'You can mark people from the start on. Come back then.'
    NO_SUCH_PART = 'This session has no such part. Look at the list again.'
    NOT_EXPECTED = 'This person had no spot. Tap Here if they came.'
    ALREADY_LISTED = 'This person is on the list. Tap Here beside the name.'
    WHY_IS_MISSING = 'This session is finished. Say in a few words why you change it.'
    NO_WALK_IN = 'This person is not on the list any more, or did not walk in. Look at the list again.'
    ON_THE_LIST_AGAIN = 'This person is on the list already. Look at the list again.'


class NoFinish(Reason):
    """Why a session cannot be finished."""

    NOT_HELD = 'This session did not take place, so there is nothing to finish.'
    NOT_BEGUN = 'This session has not started. Finish it once people have come.'
    PARTS_TO_COME = 'A part of this session is still to come. Finish it after the last part.'
    ALREADY_FINISHED = 'This session is finished. You can still put a mark right.'
    UNRESOLVED = 'Some people have no mark yet. Mark them, or finish and leave them as not known.'


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Everything that decides what became of one registration; `marks` by number of the part, made-up parts among them.

    `cancelled_from` tells a seat that was let go late, which is missed, from a place in line, which is not.
    """

    state: RegistrationState
    marks: Mapping[int, Mark]
    session: SessionState
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    cancelled_at: datetime.datetime | None = None
    cancelled_from: RegistrationState | None = None
    parts: int = 1
    rule: AttendanceRule = AttendanceRule()


@dataclass(frozen=True, slots=True)
class Counts:
    """One session's registrations by outcome; those who came without a seat are `walk_ins` and in no other count.

    expected = came + partly + missed + excused + unresolved + ahead; cancelled and in line stand beside it.
    """

    came: int = 0
    partly: int = 0
    missed: int = 0
    excused: int = 0
    unresolved: int = 0
    ahead: int = 0
    cancelled: int = 0
    in_line: int = 0
    walk_ins: int = 0

    @property
    def expected(self) -> int:
        """Those who held a seat when the session began, or hold one now."""
        return self.came + self.partly + self.missed + self.excused + self.unresolved + self.ahead

    @property
    def in_the_room(self) -> int:
        """Those who were seen, with a seat or without."""
        return self.came + self.partly + self.walk_ins


def why_not_mark(
    place: Place,
    parts: Iterable[Part],
    number: int,
    state: RegistrationState,
    mark: Mark | None,
    *,
    why: str = '',
    seen_before: bool = False,
    now: datetime.datetime,
) -> NoMark | None:
    """Whether a mark may be set, or taken off where `mark` is None: never before the part begins (P5), later with a reason.

    Whoever walked in and was seen at another part is expected at this one; `seen_before` says so.
    """
    if reason := _why_nobody(place, parts, number, now=now):
        return reason
    if place.state is SessionState.CLOSED and not why.strip():
        return NoMark.WHY_IS_MISSING
    if mark is None or mark in PRESENT or state in (RegistrationState.REGISTERED, RegistrationState.CANCELLED_BY_PERSON):
        return None
    return None if state is RegistrationState.WALK_IN and seen_before else NoMark.NOT_EXPECTED


def why_not_walk_in(
    place: Place, parts: Iterable[Part], already: RegistrationState | None, *, why: str = '', now: datetime.datetime
) -> NoMark | None:
    """Whether somebody who came without signing up may be added now; `already` is the state of an active registration here."""
    if reason := _why_nobody(place, parts, 1, now=now):
        return reason
    if already is not None and already.is_active:
        return NoMark.ALREADY_LISTED
    return NoMark.WHY_IS_MISSING if place.state is SessionState.CLOSED and not why.strip() else None


def why_not_take_off(place: Place, state: RegistrationState, *, why: str = '') -> NoMark | None:
    """Whether somebody who was put on the list at the door by mistake may be taken off it, marks and all; once finished with a reason."""
    if state is not RegistrationState.WALK_IN:
        return NoMark.NO_WALK_IN
    return NoMark.WHY_IS_MISSING if place.state is SessionState.CLOSED and not why.strip() else None


def why_not_put_back(was: RegistrationState | None, already: RegistrationState | None) -> NoMark | None:
    """Whether taking somebody off may be undone: `was` is what they were before, `already` the state of another registration here."""
    if was is not RegistrationState.WALK_IN:
        return NoMark.NO_WALK_IN
    return NoMark.ON_THE_LIST_AGAIN if already else None


def _why_nobody(place: Place, parts: Iterable[Part], number: int, *, now: datetime.datetime) -> NoMark | None:
    if place.state is SessionState.DRAFT or place.state in OFF:
        return NoMark.NOT_HELD
    part = next((part for part in parts if part.number == number), None)
    if part is None:
        return NoMark.NO_SUCH_PART
    return NoMark.NOT_BEGUN if now < part.starts_at else None


def mark_for(minutes: int, rule: AttendanceRule, state: RegistrationState = RegistrationState.REGISTERED) -> Mark | None:
    """The mark for so many minutes of one part in a meeting tool's report; none for no minutes of somebody who holds no seat."""
    if minutes <= 0:
        return Mark.NOT_HERE if state is RegistrationState.REGISTERED else None
    return Mark.HERE if minutes >= rule.minutes else Mark.PARTLY


def is_late(cancelled_at: datetime.datetime | None, starts_at: datetime.datetime) -> bool:
    """Whether a spot was let go too late to give it to anybody; it counts as missed unless a trainer excuses it."""
    return cancelled_at is not None and cancelled_at >= starts_at


def outcome(seen: Seen, *, now: datetime.datetime) -> Outcome:
    """What became of a registration; whoever was seen came, whatever the registration says."""
    if seen.session in OFF:
        return Outcome.CANCELLED
    whole = sum(mark is Mark.HERE for mark in seen.marks.values())
    unmarked = seen.parts - len(seen.marks) if seen.state.is_active else 0
    if whole >= seen.rule.parts:
        return Outcome.CAME
    if whole + unmarked >= seen.rule.parts or _walked_in_unseen(seen):
        return _undecided(seen, now=now)
    return Outcome.PARTLY if _was_seen(seen) else _absent(seen)


def _undecided(seen: Seen, *, now: datetime.datetime) -> Outcome:
    if seen.state in IN_LINE and not _was_seen(seen):
        return Outcome.IN_LINE
    return Outcome.AHEAD if seen.session is SessionState.OPEN and now < seen.ends_at else Outcome.UNRESOLVED


def _absent(seen: Seen) -> Outcome:
    if not seen.state.is_active and not _left_late(seen):
        return Outcome.CANCELLED
    return Outcome.EXCUSED if Mark.EXCUSED in seen.marks.values() else Outcome.MISSED


def _was_seen(seen: Seen) -> bool:
    return any(mark in PRESENT for mark in seen.marks.values())


def _walked_in_unseen(seen: Seen) -> bool:
    """Nobody expected those who walked in, so that without a mark that says they came they were not missed either."""
    return seen.state is RegistrationState.WALK_IN and not _was_seen(seen)


def was_a_mistake(seen: Seen) -> bool:
    """Whether somebody was put on the list at the door and taken off again: that counts nowhere, unless they were seen after all."""
    return seen.cancelled_from is RegistrationState.WALK_IN and not _was_seen(seen)


def _left_late(seen: Seen) -> bool:
    is_by_person = seen.state is RegistrationState.CANCELLED_BY_PERSON and seen.cancelled_from not in IN_LINE
    return is_by_person and is_late(seen.cancelled_at, seen.starts_at)


def tally(people: Iterable[Seen], *, now: datetime.datetime) -> Counts:
    """Everybody of one session counted once."""
    counted = Counter(_column(seen, outcome(seen, now=now)) for seen in people if not was_a_mistake(seen))
    return Counts(**counted)


def _column(seen: Seen, what: Outcome) -> str:
    had_seat = seen.state is RegistrationState.REGISTERED or _left_late(seen)
    return 'walk_ins' if what in (Outcome.CAME, Outcome.PARTLY) and not had_seat else what.value


def why_not_finish(
    place: Place, parts: Sequence[Part], counts: Counts, *, leave_unknown: bool = False, now: datetime.datetime
) -> NoFinish | None:
    """Whether a session may be closed: nobody without a mark, unless the trainer leaves them as not known.

    From the last part's start on, because a room may be done before its time.
    """
    if place.state is SessionState.CLOSED:
        return NoFinish.ALREADY_FINISHED
    if place.state is not SessionState.OPEN:
        return NoFinish.NOT_HELD
    if now < place.starts_at:
        return NoFinish.NOT_BEGUN
    if now < max(part.starts_at for part in parts):
        return NoFinish.PARTS_TO_COME
    return NoFinish.UNRESOLVED if counts.unresolved + counts.ahead and not leave_unknown else None
