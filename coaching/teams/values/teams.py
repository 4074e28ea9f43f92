"""What other domains learn of teams and of the requests by which they begin."""

from __future__ import annotations

import dataclasses
import datetime
import enum


class TeamStanding(enum.StrEnum):
    """Where a team stands as a whole."""

    FORMING = 'forming'
    ACTIVE = 'active'
    RESTING = 'resting'
    SUSTAINING = 'sustaining'
    CLOSED = 'closed'


@dataclasses.dataclass(frozen=True, slots=True)
class TeamFacts:
    """A team as it stands now; `standing_since` is the day on which its state began."""

    id: int
    name: str
    cafe_name: str
    models: tuple[str, ...]
    place_id: int | None
    place: str
    languages: tuple[str, ...]
    serves: str
    began_on: datetime.date
    version: int
    standing: TeamStanding
    standing_since: datetime.date
    standing_why: str


@dataclasses.dataclass(frozen=True, slots=True)
class TeamCard:
    """A team in a list; `coach` is whoever coaches it, also for a while only."""

    id: int
    name: str
    cafe_name: str
    place: str
    standing: TeamStanding
    members: int
    lead: str
    coach: str


@dataclasses.dataclass(frozen=True, slots=True)
class TeamPage:
    """A few teams; `after` is the mark of the next few, '' where there are no more."""

    teams: tuple[TeamCard, ...]
    after: str = ''


@dataclasses.dataclass(frozen=True, slots=True)
class Sifted:
    """Which teams are asked for: those that stand so (without any, all that are not closed), without a coach, of a cohort."""

    standings: tuple[TeamStanding, ...] = ()
    without_coach: bool = False
    cohort_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class StateFacts:
    """Where a team stood from a day on; `ended_at` is when that was over."""

    standing: TeamStanding
    began_on: datetime.date
    why: str
    by: str
    ended_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Belongs:
    """A team of somebody's, or an organisation in a team."""

    id: int
    name: str
    words: str


@dataclasses.dataclass(frozen=True, slots=True)
class MemberFacts:
    """A person in a team; `ended_on` is the first day on which that is no longer so."""

    id: int
    team_id: int
    person_id: int
    name: str
    email: str | None
    phone: str | None
    role: str
    is_parent_leader: bool
    began_on: datetime.date
    ended_on: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who is of a team from a day, None for today."""

    team_id: int
    person_id: int
    role: str = 'member'
    is_parent_leader: bool = False
    on: datetime.date | None = None


class Fit(enum.StrEnum):
    """What a first call came to."""

    YES = 'yes'
    NOT_NOW = 'not_now'
    NO = 'no'


@dataclasses.dataclass(frozen=True, slots=True)
class StartFacts:
    """A request to bring cafés to a place, with who asks and who answers."""

    id: int
    person_id: int
    name: str
    email: str | None
    phone: str | None
    place_words: str
    who_words: str
    hope_words: str
    language: str
    place_id: int | None
    place: str
    asked_at: datetime.datetime
    due_at: datetime.datetime
    owner_id: int | None
    owner: str
    called_at: datetime.datetime | None
    minutes: int | None
    need: str
    intention: str
    first_action: str
    fit: Fit | None
    ask_again_on: datetime.date | None
    decided_at: datetime.datetime | None
    team_id: int | None
    version: int
