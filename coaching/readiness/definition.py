"""The instruments as content: `instruments/KEY-VERSION.md` is one version of one, with every word that it shows and how it is read.

No line of code knows an instrument by its name: what is asked, of whom, with which answers, and whether it is scored, stands in its head.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Literal

import msgspec

from coaching.kit import content
from coaching.kit.words import language

FOLDER = 'instruments'
UNSURE, NO_FIT = 'not-sure', 'does-not-fit'

Answered = Literal['each', 'together', 'network']
Model = Literal['community', 'parent', 'school']
Occasion = Literal['baseline', 'before_plan', 'after_first_cafe', 'six_monthly', 'yearly', 'after_cafe', 'other']
Extra = Literal['owner', 'parent_leaders']


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the answers, and what it means; of a scored instrument also what it counts, from 0."""

    key: str
    words: str
    means: str
    value: int | None = None


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a part is called from this share of the highest answer on, 0 to 1."""

    key: str
    words: str
    share: float = msgspec.field(name='from')


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One point: what is said, what it looks like when it is there, and what could show it.

    `was` is the key of the point in the version before that asked the very same; without it a line over time ends here.
    """

    key: str
    words: str
    in_place: str
    evidence: str
    pulse: bool = False
    must_have: bool = False
    was: str = ''


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An area, with a page of its own."""

    key: str
    title: str
    lead: str
    items: list[Item]


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of an instrument; its body says how it is used.

    `enough` is the value that a must-have should have before the first café.
    """

    title: str
    summary: str
    version: int
    credit: str
    answered: Answered
    models: list[Model]
    occasions: list[Occasion]
    scored: bool
    scale: list[Anchor]
    unsure: bool
    may_not_fit: bool
    bands: list[Band]
    parts: list[Part]
    enough: int | None = None
    extra: list[Extra] = []


@dataclass(frozen=True, slots=True)
class Instrument:
    """One version of an instrument, such as ('readiness-check', 1), in the language in which it was asked for."""

    key: str
    page: content.Page[Head]

    @property
    def head(self) -> Head:
        return self.page.head

    @property
    def version(self) -> int:
        return self.head.version

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for part in self.head.parts for item in part.items)

    @property
    def has_pulse(self) -> bool:
        return any(item.pulse for item in self.items)

    @property
    def answers(self) -> tuple[str, ...]:
        """The keys of all that may be answered, in the order in which it is shown."""
        unsure, no_fit = (UNSURE,) * self.head.unsure, (NO_FIT,) * self.head.may_not_fit
        return (*(anchor.key for anchor in self.head.scale), *unsure, *no_fit)

    @property
    def values(self) -> dict[str, int]:
        """What each answer counts, where it counts: of a scored instrument its own value, else its place in the scale."""
        return {anchor.key: number if anchor.value is None else anchor.value for number, anchor in enumerate(self.head.scale)}

    def item(self, key: str) -> Item | None:
        """The point of this key; None where there is none."""
        return next((item for item in self.items if item.key == key), None)

    def asked(self, *, pulse: bool) -> tuple[Part, ...]:
        """The parts with the points that this form asks; a part without any is not there."""
        parts = (msgspec.structs.replace(part, items=[i for i in part.items if i.pulse or not pulse]) for part in self.head.parts)
        return tuple(part for part in parts if part.items)


def instruments() -> tuple[Instrument, ...]:
    """Every instrument in its newest version, in the language that is spoken now."""
    newest: dict[str, Instrument] = {}
    for one in _all(language()).values():
        if one.key not in newest or newest[one.key].version < one.version:
            newest[one.key] = one
    return tuple(newest.values())


def instrument(key: str, version: int) -> Instrument:
    """One version of an instrument in the language that is spoken now.

    :raises KeyError: there is none
    """
    return _all(language())[key, version]


@functools.lru_cache(maxsize=16)
def _all(code: str) -> dict[tuple[str, int], Instrument]:
    pages = content.load(FOLDER, Head)
    found = (Instrument(slug.rpartition('-')[0], pages[slug][code]) for slug in sorted(pages))
    return {(one.key, one.version): one for one in found}


def same_point(key: str, item: str, *, since: int, version: int) -> str | None:
    """The key that a point of this version had in the older one, where every version between says that it is the same."""
    for newer in range(version, since, -1):
        found = _all('en')[key, newer].item(item) if (key, newer) in _all('en') else None
        if found is None or not found.was:
            return None
        item = found.was
    return item
