"""Files of teams, of their people, of who stands beside them and of past talks, and what becomes of their rows."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from coaching.funnel.reading.values import Fault


class Kind(enum.StrEnum):
    """What each row of a file tells of."""

    TEAMS = 'team_list'
    MEMBERS = 'member_list'
    ASSIGNMENTS = 'assignment_list'
    TALKS = 'talk_list'


class Fate(enum.StrEnum):
    """What becomes of one row."""

    NEW = 'new'
    ADDS = 'known, more comes in'
    SAME = 'changes nothing'
    FAULTY = 'faulty'
    LEFT_OUT = 'left out'


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (counted from 0) holds what in a file of this kind.

    `every` holds for rows that do not say it themselves: 'place_id', 'mode', 'visibility'; `day_first` says whether 3/4/2026 is in April.
    """

    kind: Kind
    at: Mapping[str, int] = field(default_factory=dict)
    day_first: bool = False
    language: str = 'en'
    every: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What was chosen, as json holds it."""
        return {
            'kind': self.kind, 'at': dict(self.at), 'day_first': self.day_first, 'every_language': self.language, 'every': dict(self.every),
        }  # fmt: skip

    @classmethod
    def from_json(cls, chosen: Mapping[str, Any]) -> Self:
        """What was kept by `as_json`."""
        return cls(Kind(chosen['kind']), chosen['at'], chosen['day_first'], chosen['every_language'], chosen['every'])


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody whom a row names; what is not said is None."""

    name: str
    email: str | None = None
    phone: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it would be taken: the team's name, somebody of the team, who stands beside it, and by column all else that was said."""

    number: int
    team: str
    who: Who | None = None
    coach: Who | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class DoneRow:
    """What became of a row that was brought in; `why` names the reason where it was not, `notes` what it said beside."""

    number: int
    fate: Fate
    team_id: int | None
    team: str
    person_id: int | None
    person: str
    why: str
    earlier: int | None
