"""What is known about guides beyond their own words."""

from __future__ import annotations

import datetime
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
