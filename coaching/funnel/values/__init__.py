"""What the funnel hands out: the words for its states, and frozen pictures of its rows.

Moments are aware and in UTC, a `zone` is an IANA name, and no picture that a visitor sees holds a join link or another's name.
"""

from coaching.funnel.values.registrations import Registration, RosterRow
from coaching.funnel.values.sessions import AttendanceRule, Offered, Offering, Part, Place, Room, Session
from coaching.funnel.values.states import (
    FeeMark,
    Kind,
    LetterKind,
    Mark,
    Mode,
    Outcome,
    Phase,
    RegistrationState,
    SessionState,
    Source,
    Stage,
)

__all__ = [
    'AttendanceRule',
    'FeeMark',
    'Kind',
    'LetterKind',
    'Mark',
    'Mode',
    'Offered',
    'Offering',
    'Outcome',
    'Part',
    'Phase',
    'Place',
    'Registration',
    'RegistrationState',
    'Room',
    'RosterRow',
    'Session',
    'SessionState',
    'Source',
    'Stage',
]
