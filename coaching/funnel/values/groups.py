"""Groups as people wrote them, and what somebody said they mean."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words that nobody has said the meaning of; `folded` is what they are known by, `words` how most people wrote them."""

    folded: str
    words: str
    people: int


@dataclass(frozen=True, slots=True)
class Waitings:
    """A few of them; `all` is how many there are."""

    groups: tuple[Waiting, ...]
    all: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What words mean; `words` is '' where everybody who wrote them was forgotten, `organisation_id` None where they mean none."""

    id: int
    words: str
    organisation_id: int | None
    organisation: str
    people: int
    by_name: str
    answered_at: datetime.datetime
    undone_at: datetime.datetime | None
