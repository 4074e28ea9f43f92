"""The five protective factors of Strengthening Families (Center for the Study of Social Policy), by which everything here is tagged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

from coaching.kit import content

FOLDER = 'factors'
Factor = Literal['parental-resilience', 'social-connections', 'knowledge', 'concrete-support', 'child-competence']
FACTORS: tuple[Factor, ...] = get_args(Factor)


class FactorWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a factor is called, what parents may call it, and a line about it; the body says more."""

    title: str
    plain: str
    summary: str


def factors() -> tuple[content.Page[FactorWords], ...]:
    """All five in their order, in the language that is spoken now; the slug of each is its key."""
    pages = content.load(FOLDER, FactorWords)
    return tuple(content.said(pages[key]) for key in FACTORS)


def faults(pages: Mapping[str, Mapping[str, content.Page[FactorWords]]]) -> list[str]:
    """What must hold of these words beyond their form."""
    found = [f'{FOLDER}/{key}.md: is missing' for key in sorted(set(FACTORS) - pages.keys())]
    return found + [f'{FOLDER}/{slug}.md: there is no factor of this name' for slug in sorted(pages.keys() - set(FACTORS))]


content.keep(FOLDER, FactorWords, faults)
