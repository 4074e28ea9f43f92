"""Which words of a text are those that somebody looks for, and which part of a guide shows them best."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup, escape

from coaching.guides.values import Passage
from coaching.kit import words

WORD = re.compile(r'\w+')
BEGINNING = 3
LONGEST = 240


@functools.lru_cache(maxsize=1 << 15)
def fold(word: str) -> str:
    """One word without capitals and accents; a language has not that many."""
    return words.fold(word)


def alike(texts: Iterable[str], stems: Collection[str]) -> list[str]:
    """The folded words that begin as one of the stems does; which of them are meant only the dictionary of their language knows."""
    beginnings = tuple({stem[:BEGINNING] for stem in stems})
    if not beginnings:
        return []
    folded = {fold(word) for word in set(WORD.findall(' '.join(texts)))}
    return sorted(word for word in folded if word.startswith(beginnings))


def marked(text: str, meant: Collection[str]) -> Markup:
    """The text with the words that are meant between <mark>; everything else is text."""
    parts: list[Markup] = []
    at = 0
    for found in WORD.finditer(text):
        if fold(found[0]) in meant:
            parts += [escape(text[at : found.start()]), Markup('<mark>%s</mark>') % found[0]]
            at = found.end()
    return Markup('').join([*parts, escape(text[at:])])


def best(passages: Sequence[Passage], meant: Collection[str]) -> Passage | None:
    """The passage with most of the words that are meant, cut around the first of them; None where no passage has any."""
    wanted = frozenset(meant)
    counted = [(len(wanted & set(map(fold, WORD.findall(f'{each.heading} {each.text}')))), each) for each in passages]
    most = max((count for count, _each in counted), default=0)
    if not most:
        return None
    found = next(each for count, each in counted if count == most)
    return Passage(found.anchor, found.heading, cut(found.text, meant))


def cut(text: str, meant: Collection[str]) -> str:
    """At most so many characters, whole words, with the first of those that are meant among them."""
    first = next((found.start() for found in WORD.finditer(text) if fold(found[0]) in meant), 0)
    start = 0 if first < LONGEST // 2 else text.index(' ', first - LONGEST // 2) + 1 if ' ' in text[first - LONGEST // 2 : first] else first
    piece = text[start : start + LONGEST]
    if start + LONGEST < len(text):
        piece = piece.rpartition(' ')[0] or piece
    return f'{"… " if start else ""}{piece.strip()}{" …" if start + LONGEST < len(text) else ""}'
