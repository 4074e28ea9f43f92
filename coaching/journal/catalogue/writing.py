"""How the files of the catalogue are written: subjects, facts and the sentence of each kind, one line a kind."""

from __future__ import annotations

from collections.abc import Mapping

from coaching.journal.values import Kind
from coaching.kit.words import Later

Description = tuple[str, str, Later] | tuple[str, str, Later, Mapping[str, Later]]


def kinds(words: Mapping[str, Later], /, **described: Description) -> dict[str, Kind]:
    """Kinds by name, each described by its subjects and its facts (names with spaces between them) and its sentence.

    A fourth part has the sentences that leave out what is no, nothing or none, by the names of those facts.
    """
    return {name: _kind(words, *description) for name, description in described.items()}


def _kind(words: Mapping[str, Later], subjects: str, facts: str, sentence: Later, without: Mapping[str, Later] | None = None) -> Kind:
    shorter = {frozenset(names.split()): said for names, said in (without or {}).items()}
    return Kind(sentence, frozenset(subjects.split()), frozenset(facts.split()), words, shorter)
