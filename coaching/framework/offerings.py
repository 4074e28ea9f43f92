"""The words that the three kinds of session start with; a coordinator changes them afterwards, for her own network."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from coaching.kit import content

FOLDER = 'funnel'
KINDS = frozenset({'taste', 'intro', 'training'})


class OfferingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a kind of session is called, in a line, for whom it is, and what people bring; the body says what to expect."""

    title: str
    summary: str
    for_whom: str
    bring: list[str]


def starting_words(kind: str) -> dict[str, content.Page[OfferingWords]]:
    """The words for this kind of session by language.

    :raises KeyError: no kind of this name has words to start with.
    """
    return content.load(FOLDER, OfferingWords)[kind]


def faults(pages: Mapping[str, Mapping[str, content.Page[OfferingWords]]]) -> list[str]:
    """What must hold of these words beyond their form."""
    found = [f'{FOLDER}/{kind}.md: is missing' for kind in sorted(KINDS - pages.keys())]
    found += [f'{FOLDER}/{slug}.md: no session is of this kind' for slug in sorted(pages.keys() - KINDS)]
    return found + [
        f'{FOLDER}/{slug}.md: nothing fills {{…}} here' for slug, said in pages.items() if any(page.placeholders for page in said.values())
    ]


content.keep(FOLDER, OfferingWords, faults)
