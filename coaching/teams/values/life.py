"""What other domains learn of a team's next steps and of cohorts."""

from __future__ import annotations

import dataclasses
import datetime
import enum
from collections.abc import Mapping

from coaching.teams.values.teams import TeamStanding


class NextState(enum.StrEnum):
    """Where a next step stands."""

    OPEN = 'open'
    DONE = 'done'
    DROPPED = 'dropped'


class DroppedWhy(enum.StrEnum):
    """Why a next step was let go, in one tap."""

    NO_TIME = 'no_time'
    NOT_NEEDED = 'not_needed'
    SOMEONE_ELSE = 'someone_else'
    CHANGED = 'changed'
    OTHER = 'other'


class Answer(enum.StrEnum):
    """Whether somebody can come."""

    YES = 'yes'
    IF_NEED_BE = 'if_need_be'
    NO = 'no'


@dataclasses.dataclass(frozen=True, slots=True)
class NextStepFacts:
    """What will be done, by whom and by when; `owner` is a name, the words that were written for one, or '' for the whole team."""

    id: int
    team_id: int
    what: str
    owner_id: int | None
    owner: str
    due_on: datetime.date | None
    state: NextState
    dropped_why: DroppedWhy | None
    meeting_id: int | None
    contact_id: int | None
    made_by: str
    made_at: datetime.datetime
    ended_on: datetime.date | None
    version: int


@dataclasses.dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who may take a next step of a team: of it, or beside it; `part` is the role that says most of what they are to it."""

    person_id: int
    name: str
    part: str

    @property
    def is_of_team(self) -> bool:
        return self.part == 'member'


@dataclasses.dataclass(frozen=True, slots=True)
class DoorFacts:
    """A code on the table of a team by which people join."""

    id: int
    team_id: int
    team: str
    standing: TeamStanding
    nonce: bytes
    made_by: str
    made_at: datetime.datetime
    expires_at: datetime.datetime
    revoked_at: datetime.datetime | None


class CohortKind(enum.StrEnum):
    """What brings the teams of a cohort together."""

    START = 'start'
    GRANT = 'grant'
    PLACE = 'place'


@dataclasses.dataclass(frozen=True, slots=True)
class CohortFacts:
    """Teams that are looked at together; `teams` are those in it now."""

    id: int
    name: str
    kind: CohortKind
    place_id: int | None
    place: str
    grant_words: str
    began_on: datetime.date
    ended_on: datetime.date | None
    owner_id: int | None
    owner: str
    version: int
    teams: int


@dataclasses.dataclass(frozen=True, slots=True)
class CohortTeamFacts:
    """A team in a cohort; `ended_on` is the first day on which that is no longer so."""

    id: int
    cohort_id: int
    team_id: int
    name: str
    place_id: int | None
    place: str
    began_on: datetime.date
    ended_on: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A meeting that a team held; `people` are who was there, by id and name."""

    id: int
    team_id: int
    held_on: datetime.date
    title: str
    decided: str
    made_by: str
    version: int
    people: tuple[tuple[int, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class DateFacts:
    """A date that is proposed; `answers` by person's id."""

    id: int
    number: int
    starts_at: datetime.datetime
    minutes: int
    answers: Mapping[int, Answer] = dataclasses.field(default_factory=dict, hash=False)

    @property
    def ends_at(self) -> datetime.datetime:
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


@dataclasses.dataclass(frozen=True, slots=True)
class PollFacts:
    """Dates that a team is asked about; once one is chosen, it stands in calendars under `uid` in its `sequence`."""

    id: int
    team_id: int
    title: str
    zone: str
    place_words: str
    made_by: str
    made_at: datetime.datetime
    chosen_id: int | None
    uid: str
    sequence: int
    cancelled_at: datetime.datetime | None
    dates: tuple[DateFacts, ...]

    @property
    def chosen(self) -> DateFacts | None:
        return next((date for date in self.dates if date.id == self.chosen_id), None)


@dataclasses.dataclass(frozen=True, slots=True)
class AskedFacts:
    """Somebody who is asked about dates by letter."""

    id: int
    poll_id: int
    person_id: int
    nonce: bytes


class SiteState(enum.StrEnum):
    """How likely it is that cafés begin in a place."""

    POSSIBLE = 'possible'
    LIKELY = 'likely'
    PILOT = 'pilot'
    ESTABLISHED = 'established'
    NOT_NOW = 'not_now'


@dataclasses.dataclass(frozen=True, slots=True)
class SiteStood:
    """How a place stood since a day, and who said so."""

    state: SiteState
    began_on: datetime.date
    note: str
    by: str


@dataclasses.dataclass(frozen=True, slots=True)
class SiteFacts:
    """A place where cafés may begin; `stood` has the newest first, `introduced_by` a name or the words for one."""

    id: int
    team_id: int
    organisation_id: int | None
    name: str
    introduced_by_id: int | None
    introduced_by: str
    version: int
    stood: tuple[SiteStood, ...]

    @property
    def state(self) -> SiteState:
        return self.stood[0].state
