"""What is known of a team's way, as plain values."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from collections.abc import Mapping


class Did(enum.StrEnum):
    """What happened to a step; each is a dated fact that is never changed."""

    ENTERED = 'entered'
    CLAIMED = 'claimed'
    WITHDRAWN = 'withdrawn'
    RETURNED = 'returned'
    CONFIRMED = 'confirmed'
    REOPENED = 'reopened'
    SET_ASIDE = 'set_aside'
    TAKEN_UP = 'taken_up'


class StepState(enum.StrEnum):
    """Where a step stands; `LIVING` is the last one's, which is never done."""

    NOT_STARTED = 'not_started'
    WORKING = 'working'
    CLAIMED = 'claimed'
    CONFIRMED = 'confirmed'
    NOT_APPLICABLE = 'not_applicable'
    LIVING = 'living'


class Marked(enum.IntEnum):
    """How far a purpose is reached."""

    NOT_YET = 0
    PARTLY = 1
    FULLY = 2


@dataclasses.dataclass(frozen=True, slots=True)
class StepFact:
    """One thing that happened to a step: on that day, written down at that moment."""

    did: Did
    happened_on: datetime.date
    recorded_at: datetime.datetime
    by_person_id: int | None
    why: str = ''
    by: str = ''


@dataclasses.dataclass(frozen=True, slots=True)
class StepFacts:
    """All that the rules ask of one step; `marks` by the purpose's code, the team's and, where there is one, the coach's.

    `excepted` are purposes that the coach let stand without being reached, with a reason.
    """

    number: int
    codes: tuple[str, ...]
    is_living: bool = False
    history: tuple[StepFact, ...] = ()
    marks: Mapping[str, Marked] = dataclasses.field(default_factory=dict)
    coach_marks: Mapping[str, Marked] = dataclasses.field(default_factory=dict)
    excepted: frozenset[str] = frozenset()
    evidence_on: tuple[datetime.date, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Stood:
    """Whoever asks, as the rules see them: who it is, and what they hold with this team."""

    person_id: int
    is_member: bool = False
    is_coach: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class JourneyFacts:
    """A team's walk by one version of a path."""

    id: int
    team_id: int
    path_key: str
    path_version: int
    began_on: datetime.date


@dataclasses.dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """A dated fact that shows a step, or the purpose of this code."""

    id: int
    step: int
    code: str | None
    happened_on: datetime.date
    words: str
    url: str
    session_id: int | None
    recorded_at: datetime.datetime
    by: str
    file_id: int | None = None
    file: str = ''
    size: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class BoldStepFacts:
    """What the team does next; `is_done` is None while it is open, False where it was let go."""

    id: int
    what: str
    who: str
    due_on: datetime.date | None
    made_at: datetime.datetime
    ended_on: datetime.date | None
    is_done: bool | None
    version: int


@dataclasses.dataclass(frozen=True, slots=True)
class NoteFacts:
    """What the team noted on a question, as it stands."""

    question: int
    number: int
    words: str
    written_at: datetime.datetime
    by: str
    by_person_id: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class SharedFacts:
    """An answer to a private question that whoever wrote it shares."""

    id: int
    question: int
    words: str
    shared_at: datetime.datetime
    by: str
    person_id: int


class ResourceKind(enum.StrEnum):
    """What a team finds: what is strong, what can be used, and who will do what."""

    STRENGTH = 'strength'
    RESOURCE = 'resource'
    COMMITMENT = 'commitment'


@dataclasses.dataclass(frozen=True, slots=True)
class ResourceFacts:
    """One line of these lists."""

    id: int
    kind: ResourceKind
    words: str
    by: str


@dataclasses.dataclass(frozen=True, slots=True)
class FileFacts:
    """A photo or file that shows something; its name ends as its kind does."""

    name: str
    media_type: str
    content: bytes
