"""Talks that were logged and talks to come."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from typing import ClassVar


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
class Addendum:
    """What was added to a talk's record later."""

    by: str
    words: str
    written_at: datetime.datetime
    for_coaches: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Talk:
    """One logged talk; `teams` and `coaches` are ids with names, the coaches without whoever wrote it down.

    `for_coaches` is what coaches alone read beside what is shared; of a talk of before, `visibility` says so of all its words.
    """

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
    for_coaches: str
    next_on: datetime.date | None
    recorded_at: datetime.datetime
    changed_at: datetime.datetime | None
    removed_at: datetime.datetime | None
    version: int
    teams: tuple[tuple[int, str], ...]
    coaches: tuple[tuple[int, str], ...]
    addenda: tuple[Addendum, ...]

    @property
    def has_words(self) -> bool:
        return bool(self.going_well or self.in_the_way or self.in_the_way_tags or self.for_coaches)

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset(team_id for team_id, _name in self.teams)

    @property
    def shared(self) -> Talk:
        """The talk without what coaches alone read of it."""
        return dataclasses.replace(self, for_coaches='', addenda=tuple(line for line in self.addenda if not line.for_coaches))


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
    for_coaches: str = ''
    next_on: datetime.date | None = None
    next_at: datetime.datetime | None = None
    zone: str = 'UTC'
    steps: tuple[NewStep, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class PastTalk:
    """A talk of before this system, or the try of one, as a list tells it; `draft_key` tells it from others of its author."""

    team_id: int
    author_id: int
    draft_key: str
    happened_on: datetime.date
    how: str
    mode: str
    minutes: int
    travel: int
    going_well: str
    in_the_way: str
    visibility: str
    note: str = ''

    COLUMNS: ClassVar[tuple[str, ...]] = (
        'author_id', 'draft_key', 'happened_on', 'how', 'mode', 'minutes', 'travel', 'going_well', 'in_the_way', 'visibility',
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """How much a talk was, without a word of it; `teams` are id, name and the grants that the team was under."""

    id: int
    happened_on: datetime.date
    coach: str
    how: str
    mode: str
    minutes: int
    travel_minutes: int
    is_joint: bool
    purposes: tuple[str, ...]
    teams: tuple[tuple[int, str, str], ...]
