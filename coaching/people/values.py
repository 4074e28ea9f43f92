"""What other domains learn of a person, and how they say what becomes of their rows about one."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal


@dataclasses.dataclass(frozen=True, slots=True)
class PersonCard:
    """A person in a list."""

    id: int
    name: str
    email: str | None
    email_refused: bool
    phone: str | None
    language: str
    place_id: int | None
    made_at: datetime.datetime
    seen_at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """All that the person's own row holds."""

    id: int
    name: str
    email: str | None
    email_refused_at: datetime.datetime | None
    phone: str | None
    language: str
    zone: str
    how_heard: str
    place_id: int | None
    source: str
    made_at: datetime.datetime
    seen_at: datetime.datetime
    erased_at: datetime.datetime | None
    merged_into_id: int | None
    version: int


@dataclasses.dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who shall be added, everything as it is kept: the name tidy, the phone number with its country."""

    name: str
    email: str | None = None
    phone: str | None = None
    language: str = 'en'
    how_heard: str = ''
    place_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Fillable:
    """What a person's record holds of that which can be filled in where it is empty."""

    id: int
    email: str | None
    phone: str | None
    how_heard: str
    place_id: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Recognised:
    """Who is known of many: ids by (e-mail, folded name), by (phone, folded name), and by a folded name that came alone by an import."""

    by_email: Mapping[tuple[str, str], int]
    by_phone: Mapping[tuple[str, str], int]
    by_name: Mapping[str, int]
    records: Mapping[int, Fillable]


@dataclasses.dataclass(frozen=True, slots=True)
class PeoplePage:
    """A few people of a search; `after` is the mark of the next few, '' where there are no more."""

    people: tuple[PersonCard, ...]
    after: str = ''


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """What a rule needs to know of somebody who may be somebody else; `groups` are organisations' ids."""

    id: int
    folded_name: str
    email: str | None
    phone: str | None
    groups: frozenset[int] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class MergingFacts:
    """Two records made one; names as they stand on the two records now."""

    id: int
    kept_id: int
    kept_name: str
    merged_id: int
    merged_name: str
    by_name: str
    merged_at: datetime.datetime
    undone_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Happening:
    """One line of what happened with a person; `path` leads to the page about it, '' where there is none."""

    at: datetime.datetime
    sentence: str
    path: str = ''


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A column that points at a person, and what becomes of its rows.

    `on_merge` 'move' lets them follow the person, 'stay' leaves them. `rivals` are the columns that, with the person, may stand only
    once: a row whose twin the kept person has already stays behind; `rivals_while` is the SQL condition under which
    that is so, with {row} before each column: '{row}.ended_on is null'.
    """

    table: str
    column: str
    on_erase: Literal['keep', 'null', 'delete'] = 'keep'
    on_merge: Literal['move', 'stay'] = 'move'
    rivals: tuple[str, ...] | None = None
    rivals_while: str = 'true'
    key: str = 'id'


Export = Callable[[int], Awaitable[Mapping[str, Any]]]
Erase = Callable[[int, datetime.datetime], Awaitable[None]]
BeforeMerge = Callable[[int, int, datetime.datetime], Awaitable[Mapping[str, Any] | None]]
AfterMerge = Callable[[int, int], Awaitable[None]]
AfterUnmerge = Callable[[int, int, Mapping[str, Any], datetime.datetime], Awaitable[None]]
Story = Callable[[int], Awaitable[list[Happening]]]


@dataclasses.dataclass(frozen=True, slots=True)
class Keeper:
    """What one domain does with its rows when a person is exported, merged or erased.

    `export` gets a person's id and answers with what the domain holds; keys may be `later(…)` sentences, which a page then translates.
    `before_merge(kept, merged, now)` runs before the references move and may settle what cannot stand twice; what it returns (ids
    only) comes back to `after_unmerge(kept, merged, recorded, now)`. `after_merge(kept, merged)` runs when all is the kept person's.
    `erase` runs before references are set to null or deleted; it may raise `Refused`. `story` tells what happened, for the person's
    page.
    """

    references: tuple[Reference, ...]
    export: Export
    erase: Erase | None = None
    before_merge: BeforeMerge | None = None
    after_merge: AfterMerge | None = None
    after_unmerge: AfterUnmerge | None = None
    story: Story | None = None

    @property
    def domain(self) -> str:
        """The domain's name, for records of a merging and headings of an export."""
        return self.export.__module__.split('.')[1]
