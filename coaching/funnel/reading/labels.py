"""Finding the line that names the columns, in whatever words a program uses."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coaching.kit.words import fold

Words = Mapping[str, tuple[str, ...]]

_SPANISH = re.compile(r'\b(nombre|correo|duracion|hora|apellidos?|asistio|fecha|telefono|organizacion|equipo|acompanante)\b')
_SPEAKS_OF_A_NAME = re.compile('name|nombre', re.IGNORECASE)
_NEVER_IN_A_HEAD = re.compile('[0-9@]')
LINES_TRIED = 200


@dataclass(frozen=True, slots=True)
class Head:
    """A line that names columns: which line, which column holds what, and whether it speaks Spanish."""

    line: int
    at: Mapping[str, int]
    is_spanish: bool


def label(text: str) -> str:
    """The name of a column as it is compared: folded, without brackets and dots, # as a word."""
    return ' '.join(re.sub(r'[^\w#]+|_', ' ', fold(text)).replace('#', ' number ').split())


def columns(names: Sequence[str], words: Words) -> dict[str, int]:
    """Which column holds which of these, by the first of its words that is there; a column is taken once."""
    labels = [label(name) for name in names]
    found: dict[str, int] = {}
    for what, spellings in words.items():
        where = next((place for spelling in spellings for place in _places(labels, spelling) if place not in found.values()), None)
        if where is not None:
            found[what] = where
    return found


def _places(labels: Sequence[str], spelling: str) -> Iterable[int]:
    return (place for place, name in enumerate(labels) if name == spelling)


def heads(grid: Sequence[Sequence[str]], words: Words, *, needed: Sequence[frozenset[str]]) -> list[Head]:
    """Every line that names at least one of each needed set of columns."""
    found = []
    for line, names in itertools.islice(_may_be_heads(grid), LINES_TRIED):
        at = columns(names, words)
        if all(any(what in at for what in choice) for choice in needed):
            found.append(Head(line, at, is_spanish(names)))
    return found


def _may_be_heads(grid: Sequence[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Lines that speak of a name and hold no digit and no address, as those of people do."""
    for line, names in enumerate(grid):
        text = ' '.join(names)
        if _SPEAKS_OF_A_NAME.search(text) and not _NEVER_IN_A_HEAD.search(text):
            yield line, names


def is_spanish(names: Iterable[str]) -> bool:
    """Whether these names of columns are Spanish."""
    return any(_SPANISH.search(label(name)) for name in names)


def cell(row: Sequence[str], at: Mapping[str, int], what: str) -> str:
    """The text of a row under one of its columns, '' where there is none."""
    place = at.get(what)
    return row[place] if place is not None and place < len(row) else ''
