"""What other domains learn of coaches, their talks and their calendars."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from collections.abc import Mapping


class Beside(enum.StrEnum):
    """As what somebody stands beside a team."""

    LEAD = 'lead'
    CO_COACH = 'co_coach'
    APPRENTICE = 'apprentice'
    SEASONED_HOST = 'seasoned_host'


@dataclasses.dataclass(frozen=True, slots=True)
class Stand:
    """An interval in which somebody stands beside a team; `ended_on` is the first day on which that is no longer so."""

    team_id: int
    person_id: int
    role: Beside
    began_on: datetime.date
    ended_on: datetime.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class AssignmentFacts:
    """The same with its names; `phone` and `email` are how a team reaches its coach."""

    id: int
    team_id: int
    team: str
    person_id: int
    person: str
    email: str | None
    phone: str | None
    role: Beside
    began_on: datetime.date
    ended_on: datetime.date | None
    why_ended: str
    note: str
    recorded_at: datetime.datetime

    @property
    def stand(self) -> Stand:
        return Stand(self.team_id, self.person_id, self.role, self.began_on, self.ended_on)


@dataclasses.dataclass(frozen=True, slots=True)
class CoverFacts:
    """Somebody looks after a coach's teams; `until_on` is the first day on which the coach is back."""

    id: int
    coach_id: int
    coach: str
    by_id: int
    by: str
    from_on: datetime.date
    until_on: datetime.date
    note: str


@dataclasses.dataclass(frozen=True, slots=True)
class LastTalk:
    """The last talk that took place with a team; `next_on` is the day that was agreed on in it."""

    team_id: int
    contact_id: int
    happened_on: datetime.date
    next_on: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class NextTalk:
    """A planned talk of a coach with a team."""

    id: int
    team_id: int
    team: str
    coach_id: int
    coach: str
    starts_at: datetime.datetime
    minutes: int
    zone: str
    mode: str
    where_words: str
    uid: str
    sequence: int


@dataclasses.dataclass(frozen=True, slots=True)
class AnyTalk:
    """A talk as calendars know it, also one that was taken off or took place."""

    id: int
    team_id: int
    team: str
    coach_id: int
    coach: str
    starts_at: datetime.datetime
    minutes: int
    zone: str
    mode: str
    where_words: str
    uid: str
    sequence: int
    state: str
    changed_at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class OpenHelp:
    """A call for help that nobody has closed."""

    id: int
    team_id: int
    words: str
    asked_at: datetime.datetime
    answered_at: datetime.datetime | None
    passed_on_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Watch:
    """Who looks after one team on a day: the lead coach, whoever covers, and since when nobody does."""

    team_id: int
    lead_id: int | None
    lead: str
    cover_id: int | None
    cover: str
    without_since: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to a talk's record later."""

    by: str
    words: str
    written_at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Talk:
    """One logged talk; `teams` and `coaches` are ids with names, the coaches without whoever wrote it down."""

    id: int
    author_id: int
    author: str
    draft_key: str
    happened_on: datetime.date
    how: str
    mode: str
    minutes: int
    travel_minutes: int
    is_joint: bool
    present: Mapping[str, int]
    purposes: tuple[str, ...]
    methods: tuple[str, ...]
    touched: tuple[str, ...]
    going_well: str
    in_the_way: str
    in_the_way_tags: tuple[str, ...]
    energy: int | None
    visibility: str
    next_on: datetime.date | None
    recorded_at: datetime.datetime
    changed_at: datetime.datetime | None
    removed_at: datetime.datetime | None
    version: int
    teams: tuple[tuple[int, str], ...]
    coaches: tuple[tuple[int, str], ...]
    addenda: tuple[Addendum, ...]

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset(team_id for team_id, _name in self.teams)


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """How many teams somebody leads as coach now, and how many that may be."""

    person_id: int
    name: str
    team_ids: tuple[int, ...]
    most_teams: int
    languages: tuple[str, ...]
    models: tuple[str, ...]
    place_ids: frozenset[int] | None
    away_until: datetime.date | None
    covered_by: str
    version: int


Steps = Mapping[int, int]
"""The step at which each team is, by the team's id; a team that walks by no path is not among them."""


@dataclasses.dataclass(frozen=True, slots=True)
class NewStep:
    """A next step that was agreed on in a talk."""

    what: str
    owner_id: int | None = None
    due_on: datetime.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Logged:
    """What somebody writes down of a talk; the first of `team_ids` is the one whose page it was written on."""

    draft_key: str
    team_ids: tuple[int, ...]
    happened_on: datetime.date
    how: str = 'held'
    mode: str = 'phone'
    minutes: int = 30
    travel_minutes: int = 0
    is_joint: bool = False
    coach_ids: tuple[int, ...] = ()
    present: Mapping[str, int] = dataclasses.field(default_factory=dict)
    purposes: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    going_well: str = ''
    in_the_way: str = ''
    in_the_way_tags: tuple[str, ...] = ()
    energy: int | None = None
    coaches_only: bool = False
    next_on: datetime.date | None = None
    next_at: datetime.datetime | None = None
    zone: str = 'UTC'
    steps: tuple[NewStep, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class PlanFacts:
    """One version of a coaching plan; agreed when both sides have said yes to it."""

    id: int
    team_id: int
    number: int
    parts: Mapping[str, str]
    review_on: datetime.date | None
    made_by: str
    made_at: datetime.datetime
    agreed_by_team_on: datetime.date | None
    agreed_by_team_id: int | None
    agreed_by_team: str
    agreed_by_coach_on: datetime.date | None
    agreed_by_coach_id: int | None
    agreed_by_coach: str

    @property
    def is_agreed(self) -> bool:
        return self.agreed_by_team_on is not None and self.agreed_by_coach_on is not None


@dataclasses.dataclass(frozen=True, slots=True)
class HelpWord:
    """What somebody wrote in a call for help."""

    by_id: int | None
    by: str
    words: str
    written_at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class HelpThread:
    """A call for help with all that was written in it."""

    id: int
    team_id: int
    team: str
    asked_by: str
    words: str
    asked_at: datetime.datetime
    answered_at: datetime.datetime | None
    answered_by: str
    passed_on_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    answers: tuple[HelpWord, ...]
