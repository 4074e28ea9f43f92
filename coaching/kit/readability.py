"""How hard a text is to read, counted here because the usual counters fetch a dictionary first.

English: the school year of Flesch and Kincaid (1975); Spanish: the ease of Fernández Huerta (1959), where 70 and more is easy.
"""

from __future__ import annotations

import re
from collections.abc import Callable

SENTENCE = re.compile(r'[.!?:…]+(?:["”»)]*\s+|["”»)]*$)|\n+')
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
STRONG, WEAK_WITH_ACCENT = 'aeoáéó', 'íú'


def grade(text: str) -> float:
    """The school year in the United States that an English text asks for."""
    words, sentences, syllables = _counted(text, _english)
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def ease(text: str) -> float:
    """How easy a Spanish text is, from 0 to about 120."""
    words, sentences, syllables = _counted(text, _spanish)
    return 206.84 - 1.02 * words / sentences - 60 * syllables / words


def _counted(text: str, syllables: Callable[[str], int]) -> tuple[int, int, int]:
    sentences = [part for part in SENTENCE.split(text) if WORD.search(part)]
    words = WORD.findall(text)
    if not words:
        raise ValueError('a text without words has no grade')
    return len(words), len(sentences), sum(map(syllables, words))


def _english(word: str) -> int:
    """Groups of vowels, without the e and the ed that are not spoken."""
    bare = re.sub(r'[^a-z]', '', word.lower().replace('é', 'e'))
    count = len(re.findall(r'[aeiouy]+', bare))
    if bare.endswith('e') and not bare.endswith(('le', 'ee')) and not word.lower().endswith('é'):
        count -= 1
    if re.search(r'[^td]ed$', bare):
        count -= 1
    return max(1, count)


def _spanish(word: str) -> int:
    """Groups of vowels; two strong ones, or a weak one with an accent, are two syllables."""
    bare = re.sub(r'([gq])u([eiéí])', r'\1\2', word.lower())
    groups = re.findall(r'[aeiouáéíóúü]+', bare)
    apart = sum(
        (first in STRONG and second in STRONG) or first in WEAK_WITH_ACCENT or second in WEAK_WITH_ACCENT
        for group in groups
        for first, second in zip(group, group[1:], strict=False)
    )
    return max(1, len(groups) + apart)
