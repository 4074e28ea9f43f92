"""What is known of a round of readiness, as plain values."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from collections.abc import Mapping


class Phase(enum.StrEnum):
    """Where a round stands: each answers alone, the group talks, or it is closed for good."""

    ANSWERING = 'answering'
    TALKING = 'talking'
    CLOSED = 'closed'


class Form(enum.StrEnum):
    """Every point, or the few of the pulse."""

    FULL = 'full'
    PULSE = 'pulse'


class Role(enum.StrEnum):
    """As whom somebody answers; counted on the round, never kept beside an answer."""

    PARENT = 'parent'
    STAFF = 'staff'
    PARTNER = 'partner'


@dataclasses.dataclass(frozen=True, slots=True)
class Stood:
    """Whoever asks, as the rules see them: of the team, its coach, or of those who look after the whole network."""

    is_member: bool = False
    is_coach: bool = False
    is_of_network: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class RoundFacts:
    """One time that an instrument is used, by a team or, without one, by the network."""

    id: int
    team_id: int | None
    instrument: str
    version: int
    form: Form
    occasion: str
    phase: Phase
    opened_on: datetime.date
    answered_on: datetime.date | None
    closed_on: datetime.date | None

    @property
    def is_pulse(self) -> bool:
        return self.form is Form.PULSE

    @property
    def subject(self) -> tuple[str, int]:
        """Whose it is, as the journal writes it."""
        return ('network', 1) if self.team_id is None else ('team', self.team_id)


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has answered so far, by point, and as whom; it is theirs alone until answering ends."""

    answers: Mapping[str, str]
    role: Role | None = None
    is_sent: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """What came on paper: how many sheets of each role, and by point how often each answer was given."""

    roles: Mapping[Role, int]
    answers: Mapping[str, Mapping[str, int]]

    @property
    def sheets(self) -> int:
        return sum(self.roles.values())


@dataclasses.dataclass(frozen=True, slots=True)
class Spread:
    """How far apart the answers to a point lie, as values of the scale; under four there is only how many answered."""

    answered: int
    raters: int | None = None
    unsure: int | None = None
    no_fit: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def apart(self) -> int:
        """By how many answers the lowest and the highest differ; 0 where that is not shown."""
        return 0 if self.low is None or self.high is None else self.high - self.low


@dataclasses.dataclass(frozen=True, slots=True)
class Agreed:
    """What the group agreed on for a point; `number` is how often it was said."""

    item: str
    answer: str
    evidence: str = ''
    owner: str = ''
    parent_leaders: bool | None = None
    number: int = 1
    by: str = ''


@dataclasses.dataclass(frozen=True, slots=True)
class Priority:
    """One of at most three things to build, with the next step that came of it."""

    item: str
    what: str
    next_step_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """How far answering is: who began, who sent, and how many sheets of paper were counted."""

    begun: int = 0
    sent: int = 0
    sheets: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Component:
    """A part as it was agreed: the share of the highest answer and its band, None where too little is agreed."""

    key: str
    title: str
    asked: int
    agreed: int
    share: float | None
    band: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Moved:
    """A point that was agreed on two times, by how many answers it went up or down."""

    item: str
    before: str
    after: str
    by: int
