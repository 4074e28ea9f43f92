"""Every kind of entry there is, a file for each domain. What is not in here cannot be written into the journal.

A fact is an id, a number, yes or no, a day, a moment, or a short word of our own such as the name of a field: never anybody's words.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from coaching.journal.catalogue import accounts, caseload, coaches, funnel, guides, keeping, people, readiness, teams
from coaching.journal.values import Fact, Kind

WORD = re.compile(r'[a-z0-9_-]{1,40}')


class CatalogueError(KeyError):
    """An entry that the catalogue does not know: its kind, its subject, the set of its facts, or a fact that holds words."""


def _together() -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for domain in (people, accounts, teams, coaches, readiness, caseload, guides, funnel, keeping):
        if twice := found.keys() & domain.KINDS.keys():
            raise CatalogueError(f'two domains have the same kind: {sorted(twice)}')
        found |= domain.KINDS
    return found


CATALOGUE: Mapping[str, Kind] = _together()


def checked(kind: str, subject_kind: str, facts: Mapping[str, object]) -> dict[str, Fact]:
    """The facts as they are stored.

    :raises CatalogueError: unless kind, subject and facts are exactly as the catalogue has them
    """
    if kind not in CATALOGUE:
        raise CatalogueError(f'no such kind of entry: {kind}')
    expected = CATALOGUE[kind]
    if subject_kind not in expected.subjects:
        raise CatalogueError(f'{kind} is about {sorted(expected.subjects)}, not about {subject_kind}')
    if facts.keys() != expected.facts:
        raise CatalogueError(f'{kind} has the facts {sorted(expected.facts)}, not {sorted(facts)}')
    return {name: _plain(name, fact) for name, fact in facts.items()}


def _plain(name: str, fact: object) -> Fact:
    match fact:
        case None | bool() | int() | float():
            return fact
        case str() if WORD.fullmatch(fact):
            return str(fact)
        case datetime.datetime() if fact.tzinfo is not None:
            return fact.astimezone(datetime.UTC).isoformat()
        case datetime.date() if not isinstance(fact, datetime.datetime):
            return fact.isoformat()
        case list() | tuple():
            return [_plain(name, one) for one in fact]
        case set() | frozenset():
            return sorted((_plain(name, one) for one in fact), key=str)
        case dict():
            return {str(_plain(name, word)): _plain(name, one) for word, one in fact.items()}
    raise CatalogueError(f'{name} holds what is no id, number, day or word of ours')
