"""What is known about guides beyond their own words."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """The plain words of one section, its heading, and where on the page it begins; the first has neither of these."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A guide that has what was looked for, in the words of `language`."""

    slug: str
    language: str
    title: str
    summary: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What somebody says of a guide."""

    id: int
    slug: str
    language: str
    revision: int
    words: str
    month: datetime.date


@dataclass(frozen=True, slots=True)
class OnShelf:
    """What decides whether a guide is offered to a team."""

    slug: str
    revision: int
    steps: tuple[str, ...]
    models: tuple[str, ...]
    is_translated: bool


class Why(enum.StrEnum):
    """Where a guide stands for a team, in the order in which guides are offered."""

    NEW = 'new'
    REVISED = 'revised'
    IN_ENGLISH = 'in_english'
    READ = 'read'


@dataclass(frozen=True, slots=True)
class Offer:
    """A guide that is right at a step, and where it stands for the team."""

    slug: str
    revision: int
    why: Why
