"""A file of people that is brought in as one: what it is, what becomes of its rows, and what it did."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Fate(enum.StrEnum):
    """What becomes of one row."""

    NEW = 'new person'
    KNOWN = 'known person'
    FILLED = 'known, more filled in'
    SAME = 'changes nothing'
    FAULTY = 'faulty'
    LEFT_OUT = 'left out'


@dataclass(frozen=True, slots=True)
class Batch:
    """One file. `mapping` says what its columns hold, None until somebody has said it; `has_content` until it is made or a day old.

    `counts` has the number of rows of each fate, of people, credits and memberships that were made, and what an undoing left standing.
    """

    id: int
    tool: str
    file_name: str
    digest: bytes
    mapping: Mapping[str, Any] | None
    counts: Mapping[str, int]
    by_id: int | None
    by_name: str
    uploaded_at: datetime.datetime
    made_at: datetime.datetime | None
    undone_at: datetime.datetime | None
    has_content: bool


@dataclass(frozen=True, slots=True)
class DoneRow:
    """What became of a row that was brought in; `why` names the reason where it was not."""

    number: int
    fate: Fate
    person_id: int | None
    name: str
    credits: int
    why: str
    earlier: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Words of a group that rows named and no organisation has as its name; `people` are as many as named it."""

    words: str
    people: int
