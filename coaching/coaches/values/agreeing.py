"""Calls for help, and plans that both sides agree to."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping


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
