"""Which organisation did somebody mean? A score from what was typed; a human clicks."""

from __future__ import annotations

import re

from coaching.kit.words import fold

LIKELY = 0.55
SHORTEST_BEGINNING = 3
SAYS_LITTLE = frozenset({
    'the', 'of', 'a', 'an', 'at', 'in', 'for', 'and', 'inc', 'llc', 'county', 'school', 'schools', 'elementary', 'middle', 'high', 'center',
    'centre', 'church', 'agency', 'group', 'community', 'family', 'families', 'de', 'la', 'el', 'los', 'las', 'del', 'y', 'en', 'para',
    'escuela', 'primaria', 'centro', 'iglesia', 'agencia', 'grupo', 'comunidad', 'familia', 'familias', 'condado',
})  # fmt: skip
ABBREVIATED = frozenset({
    ('st', 'street'), ('st', 'saint'), ('pt', 'point'), ('mt', 'mount'), ('ctr', 'center'), ('cntr', 'center'), ('sch', 'school'),
    ('dist', 'district'), ('hs', 'high'), ('ms', 'middle'), ('es', 'elementary'), ('co', 'county'), ('esc', 'escuela'),
})  # fmt: skip
KINDS_BY_WORD = {
    'school': 'school', 'schools': 'school', 'elementary': 'school', 'academy': 'school', 'escuela': 'school', 'primaria': 'school',
    'district': 'district', 'distrito': 'district', 'library': 'nonprofit', 'biblioteca': 'nonprofit', 'church': 'faith',
    'iglesia': 'faith', 'parish': 'faith', 'parroquia': 'faith', 'mosque': 'faith', 'temple': 'faith', 'preschool': 'early_care',
    'childcare': 'early_care', 'daycare': 'early_care', 'learning': 'early_care', 'guarderia': 'early_care',
    'clinic': 'health_department', 'health': 'health_department', 'salud': 'health_department', 'rotary': 'service_club',
    'lions': 'service_club', 'kiwanis': 'service_club', 'foundation': 'funder', 'fundacion': 'funder',
}  # fmt: skip


def likely_kind(text: str) -> str:
    """The kind of organisation that a name speaks of; 'other' where it says nothing."""
    words = re.findall(r'\w+', fold(text))
    return next((KINDS_BY_WORD[word] for word in reversed(words) if word in KINDS_BY_WORD), 'other')


def telling_words(text: str) -> list[str]:
    """The words of a name that tell it from others, folded; all of them where none does."""
    words = re.findall(r'\w+', fold(text))
    return [word for word in words if word not in SAYS_LITTLE] or words


def likeness(typed: str, name: str) -> float:
    """How well a name fits what was typed, from 0 to 1.

    Words that say little count a quarter; a beginning of a word, or its short form, three quarters.
    """
    words, others = re.findall(r'\w+', fold(typed)), re.findall(r'\w+', fold(name))
    if not words or not others:
        return 0.0
    if words == others:
        return 1.0
    found = sum(_weight(word) * max(_same(word, other) for other in others) for word in words)
    missed = sum(_weight(other) for other in others if max(_same(word, other) for word in words) == 0)
    return min(0.99, found / (sum(map(_weight, words)) + missed / 2))


def _weight(word: str) -> float:
    return 0.25 if word in SAYS_LITTLE else 1.0


def _same(word: str, other: str) -> float:
    if word == other:
        return 1.0
    short, long = sorted((word, other), key=len)
    is_beginning = len(short) >= SHORTEST_BEGINNING and long.startswith(short)
    return 0.75 if is_beginning or (short, long) in ABBREVIATED else 0.0
