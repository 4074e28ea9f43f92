"""What somebody with a spot knows of its date, and the one letter that tells the rest: a date that changes twice is told once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from coaching.funnel.values import Part

MOVED, CANCELLED, BACK, CHANGED = 'session-moved', 'session-cancelled', 'session-back', 'session-changed'
TELLINGS = (MOVED, CANCELLED, BACK, CHANGED)


@dataclass(frozen=True, slots=True)
class Known:
    """A date as somebody knows it, or as it stands: on or off, when, and where (`where` is only compared)."""

    is_on: bool
    parts: tuple[Part, ...]
    where: str

    @property
    def times(self) -> tuple[tuple[datetime.datetime, datetime.datetime], ...]:
        return tuple((part.starts_at, part.ends_at) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Concerned:
    """One person with a spot or a place in line; `untold` is what they know where a letter is still to go, and the reason in it."""

    registration_id: int
    person_id: int
    name: str
    email: str | None
    phone: str
    untold: Known | None = None
    why: str = ''


def letter_about(known: Known, stands: Known) -> str | None:
    """The kind of the letter for somebody who knows a date so, where it stands otherwise; None where there is nothing to say."""
    if not stands.is_on:
        return CANCELLED if known.is_on else None
    if not known.is_on:
        return BACK
    if known.times != stands.times:
        return MOVED
    return CHANGED if known.where != stands.where else None


def to_be_told(concerned: Sequence[Concerned], before: Known, stands: Known) -> list[tuple[Concerned, Known, str]]:
    """Who is written to, with what they know and the kind of their letter; whoever has no address is called instead."""
    found = []
    for one in concerned:
        known = one.untold or before
        if one.email and (kind := letter_about(known, stands)):
            found.append((one, known, kind))
    return found
