"""The words for what was decided, what was seen and how far a person has come."""

from __future__ import annotations

import enum


class Stage(enum.IntEnum):
    """How far a person has come; always derived (see `rules.stages`), highest last."""

    HEARD = 0
    SIGNED_UP_TASTE = 1
    TASTED = 2
    SIGNED_UP_INTRO = 3
    INTRODUCED = 4
    SIGNED_UP_TRAINING = 5
    TRAINED = 6


class Kind(enum.StrEnum):
    """What an offering is for; the first three move a person's stage."""

    TASTE = 'taste'
    INTRO = 'intro'
    TRAINING = 'training'
    OTHER = 'other'


class Mode(enum.StrEnum):
    """Where people meet."""

    ONLINE = 'online'
    IN_PERSON = 'in_person'
    HYBRID = 'hybrid'


class SessionState(enum.StrEnum):
    """What was decided about a date; the clock and the seats add the rest (see `Phase`)."""

    DRAFT = 'draft'
    OPEN = 'open'
    CANCELLED = 'cancelled'
    SKIPPED = 'skipped'
    CLOSED = 'closed'


class Phase(enum.StrEnum):
    """Where a session stands now: its state, the clock and its seats together."""

    DRAFT = 'draft'
    OPEN = 'open'
    FULL = 'full'
    RUNNING = 'running'
    ENDED = 'ended'
    CLOSED = 'closed'
    CANCELLED = 'cancelled'
    SKIPPED = 'skipped'


class RegistrationState(enum.StrEnum):
    """What was decided about one person at one session."""

    REGISTERED = 'registered'
    OFFERED = 'offered'
    WAITING = 'waiting'
    CANCELLED_BY_PERSON = 'cancelled_by_person'
    CANCELLED_BY_US = 'cancelled_by_us'
    WALK_IN = 'walk_in'

    @property
    def is_active(self) -> bool:
        """Whether it stands; a person has at most one such registration at a session (P1)."""
        return self not in (RegistrationState.CANCELLED_BY_PERSON, RegistrationState.CANCELLED_BY_US)


class Source(enum.StrEnum):
    """Who asked for a registration."""

    SELF = 'self'
    COLLEAGUE = 'colleague'
    TRAINER = 'trainer'
    PASTE = 'paste'
    IMPORT = 'import'
    WALK_IN = 'walk_in'
    MOVED = 'moved'
    NEXT = 'next'


class Mark(enum.StrEnum):
    """What the trainer saw of one person at one part of a session."""

    HERE = 'here'
    PARTLY = 'partly'
    NOT_HERE = 'not_here'
    EXCUSED = 'excused'


class Outcome(enum.StrEnum):
    """What became of one registration; every registration has exactly one."""

    AHEAD = 'ahead'
    CAME = 'came'
    PARTLY = 'partly'
    MISSED = 'missed'
    EXCUSED = 'excused'
    UNRESOLVED = 'unresolved'
    CANCELLED = 'cancelled'
    IN_LINE = 'in_line'


class FeeMark(enum.StrEnum):
    """A plain mark beside a name; money is handled elsewhere."""

    NONE = ''
    FEE = 'fee'
    PAID = 'paid'
    SCHOLARSHIP = 'scholarship'


class LetterKind(enum.StrEnum):
    """The letters that follow from a registration by rule (see `rules.reminders`); each is a kind of the outbox."""

    SPOT_SAVED = 'spot-saved'
    COLLEAGUE_SIGNED_UP = 'colleague-signed-up'
    PLACE_IN_LINE = 'place-in-line'
    SEAT_OFFERED = 'seat-offered'
    SEAT_CONFIRMED = 'seat-confirmed'
    REMINDER_DAY = 'reminder-day'
    REMINDER_HOUR = 'reminder-hour'
    THANK_YOU_TASTE = 'thank-you-taste'
    THANK_YOU_INTRO = 'thank-you-intro'
    THANK_YOU_TRAINING = 'thank-you-training'
    MISSED = 'missed'
    CORRECTION = 'correction'
