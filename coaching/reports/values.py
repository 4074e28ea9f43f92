"""What a report counts, and of whom."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from coaching.funnel.rules.funnel import Flow, Share, ShowRate, Timed
from coaching.funnel.values import Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a report is about: a first Taste from `begins_at` on and before `ends_at`, counted as things stood at `as_of`.

    `place_ids` None is everywhere; else people of these places only.
    """

    begins_at: datetime.datetime
    ends_at: datetime.datetime
    as_of: datetime.datetime
    zone: str
    place_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """The people of a cohort by how far they came, and how soon."""

    tasted: int
    introduced: int
    trained: int
    trained_of_introduced: int
    to_intro: Timed
    to_training: Timed
    within: Mapping[int, Timed]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a split; lines add up to the line of everybody."""

    label: str
    counted: Counted


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who came of those with a spot, by kind of session."""

    kind: Kind
    rate: ShowRate


@dataclass(frozen=True, slots=True)
class Again:
    """Of the people who came to a Taste in the time: for how many it was the first, and how many came again."""

    first: int
    again: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """The whole report; every part is counted from the same rows."""

    asked: Asked
    counted: Counted
    flow: Flow
    turnouts: tuple[Turnout, ...]
    again: Again
    lines: tuple[Line, ...]

    def share_of(self, people: int) -> float:
        return people / self.counted.tasted if self.counted.tasted else 0.0


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation by its furthest present member, and how many stand where."""

    id: int
    name: str
    people: int
    tasted: int
    introduced: int
    trained: int


__all__ = ['Again', 'Asked', 'Counted', 'Flow', 'Funnel', 'Line', 'OrganisationLine', 'Share', 'ShowRate', 'Timed', 'Turnout']
