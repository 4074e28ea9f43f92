"""How the files of the catalogue are written: subjects, facts and the sentence of each kind, one line a kind."""

from __future__ import annotations

from collections.abc import Mapping

from coaching.journal.values import Kind
from coaching.kit.words import Later


def kinds(words: Mapping[str, Later], /, **described: tuple[str, str, Later]) -> dict[str, Kind]:
    """Kinds by name, each described by its subjects and its facts (names with spaces between them) and its sentence."""
    return {
        name: Kind(sentence, frozenset(subjects.split()), frozenset(facts.split()), words)
        for name, (subjects, facts, sentence) in described.items()
    }
