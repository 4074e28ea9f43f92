"""Who stands beside a team, who stands in, and how much each coach has."""

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
class Watch:
    """Who looks after one team on a day: the lead coach, whoever covers, and since when nobody does."""

    team_id: int
    lead_id: int | None
    lead: str
    cover_id: int | None
    cover: str
    without_since: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """How many teams wait for a coach; id, name and since when of those that wait the longest."""

    number: int
    longest: list[tuple[int, str, datetime.date]]


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """How many teams somebody leads as coach now, in which places, and how many that may be; `place_ids` None may coach everywhere."""

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
    led_in: frozenset[int] = frozenset()


Steps = Mapping[int, int]
"""The step at which each team is, by the team's id; a team that walks by no path is not among them."""
