"""Who in a meeting tool's report is who on our list: by e-mail, then by exact name; everything else is a suggestion for a click."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coaching.kit.words import fold
from coaching.people.rules import folded, tidy_phone

LEAST = 60
BY_PHONE = 95
MOST_SUGGESTIONS = 3
SHORTEST_FOR_A_SLIP = 5

_TWO_PEOPLE = re.compile(r'\s*(?:[&+/,]|\band\b|\by\b)\s*', re.IGNORECASE)
_WORD = re.compile(r'[^\W\d_]+')
_DEVICES = ('iphone', 'ipad', 'android', 'galaxy', 'samsung', 'phone', 'telefono', 'tablet', 'laptop', 'macbook', 'pc', 'zoom', 'guest')
_NO_NAMES = frozenset((*_DEVICES, 'de', 'del', 'la', 'las', 'los', 'y', 'and', 's'))
_GROUPS = (
    'jose pepe', 'francisco paco pancho', 'guadalupe lupe lupita', 'jesus chuy', 'guillermo memo', 'ignacio nacho', 'teresa tere',
    'dolores lola', 'antonio tono tony', 'anthony tony', 'roberto beto', 'alberto beto', 'robert rob bob bobby',
    'william will bill billy', 'elizabeth liz beth betty', 'katherine kathryn catherine kate katie kathy cathy', 'michael mike',
    'james jim jimmy', 'thomas tom', 'daniel dan danny', 'david dave', 'christopher christine christina chris', 'susan sue',
    'jennifer jen jenny', 'patricia patrick pat patty', 'margaret meg peggy maggie', 'joseph joe', 'richard rick dick',
    'deborah debra deb debbie', 'rebecca becky', 'samuel samantha sam', 'benjamin ben', 'matthew matt', 'steven stephen steve',
)  # fmt: skip
_NOBODY: frozenset[int] = frozenset()
_SHORT_NAMES = {
    name: frozenset(number for number, names in enumerate(_GROUPS) if name in names.split()) for group in _GROUPS for name in group.split()
}


@dataclass(frozen=True, slots=True)
class Joined:
    """One person of a report; `others` are further names that were shown."""

    number: int
    name: str
    email: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """One person on our list."""

    registration_id: int
    name: str
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Perhaps this one; `score` is from 60 to 99."""

    registration_id: int
    score: int


@dataclass(frozen=True, slots=True)
class Match:
    """What is known of one row: found by 'email' or 'name', or '' with suggestions, best first."""

    number: int
    registration_id: int | None = None
    how: str = ''
    suggestions: tuple[Suggestion, ...] = ()


def match(joined: Iterable[Joined], expected: Iterable[Expected]) -> list[Match]:
    """Each row once. Two rows may be one person, who joined twice; a name that two people bear is never decided here."""
    rows = list(joined)
    shown = Counter(folded(row.name) for row in rows)
    people = _People(expected)
    return [_match(row, people, is_shared=shown[folded(row.name)] > 1) for row in rows]


class _People:
    """The list, looked up by address, name, phone and single words, so that a long report meets a long list quickly."""

    def __init__(self, expected: Iterable[Expected]) -> None:
        """Take every name apart once."""
        self.by_email, self.by_name, self.by_phone, self.by_word, self.by_initials = (defaultdict(list) for _ in range(5))
        self.words: dict[int, list[str]] = {}
        for one in expected:
            words = self.words[one.registration_id] = _words(one.name)
            self.by_name[folded(one.name)].append(one)
            self.by_email[one.email].append(one)
            self.by_phone[one.phone].append(one)
            self.by_initials[''.join(word[0] for word in words)].append(one)
            for word in set(words):
                self.by_word[word].append(one)

    def alike(self, shown: str) -> Iterator[tuple[int, int]]:
        """Everybody who shares a word with a name, with a score."""
        words = _words(shown)
        near = {other for word in words for other in self.by_word if _alike(word, other)}
        for number in {one.registration_id for other in near for one in self.by_word[other]}:
            yield number, _score(words, self.words[number])
        if len(words) == 1 and len(words[0]) > 1:
            yield from ((one.registration_id, LEAST) for one in self.by_initials[words[0]])


def _match(row: Joined, people: _People, *, is_shared: bool) -> Match:
    same_name = people.by_name[folded(row.name)]
    same_address = people.by_email[row.email.lower()] if row.email else []
    if len(same_address) > 1:
        same_address = [one for one in same_address if one in same_name]
    if len(same_address) == 1:
        return Match(row.number, same_address[0].registration_id, 'email')
    if len(same_name) == 1 and not (is_shared and row.email):
        return Match(row.number, same_name[0].registration_id, 'name')
    return Match(row.number, suggestions=_suggest(row, people))


def _suggest(row: Joined, people: _People) -> tuple[Suggestion, ...]:
    """The people on our list whom this row may be, at most three; none for a row that names nobody."""
    best: dict[int, int] = {}
    address = row.email.partition('@')[0] if row.email else ''
    names = {name for shown in (row.name, *row.others) for name in (shown, *_TWO_PEOPLE.split(shown))}
    for number, score in (found for name in {*names, address} for found in people.alike(name)):
        best[number] = max(score, best.get(number, 0))
    phone = tidy_phone(row.name)
    for one in people.by_phone[phone] if phone else ():
        best[one.registration_id] = BY_PHONE
    likely = sorted((-score, number) for number, score in best.items() if score >= LEAST)
    return tuple(Suggestion(number, -score) for score, number in likely[:MOST_SUGGESTIONS])


def likeness(shown: str, name: str) -> int:
    """How much of two names agrees, 0 to 99: the mean of what is covered of the shorter and of the longer one."""
    return _score(_words(shown), _words(name))


def _score(left: Sequence[str], right: Sequence[str]) -> int:
    shorter, longer = sorted((left, right), key=len)
    found, rest = 0.0, list(longer)
    for word in shorter:
        best = max(rest, key=lambda other: _alike(word, other))
        if _alike(word, best):
            found += _alike(word, best)
            rest.remove(best)
    return min(99, round(50 * found / len(shorter) + 50 * found / len(longer))) if shorter else 0


def _words(name: str) -> list[str]:
    return [word for word in _WORD.findall(fold(name)) if word not in _NO_NAMES]


def _alike(one: str, other: str) -> float:
    """1 for the same word, less for a short name, a slip of the pen or an initial."""
    if one == other:
        return 1.0
    if _SHORT_NAMES.get(one, _NOBODY) & _SHORT_NAMES.get(other, _NOBODY):
        return 0.9
    if len(one) == 1 or len(other) == 1:
        return 0.6 if one[0] == other[0] else 0.0
    return 0.8 if min(len(one), len(other)) >= SHORTEST_FOR_A_SLIP and _is_slip(one, other) else 0.0


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, added or mistaken, or two neighbours were exchanged."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(index for index, pair in enumerate(zip(one + '\0', other + '\1', strict=False)) if pair[0] != pair[1])
    left, right = one[start:], other[start:]
    if left[1:] == right[1:] or left[1:] == right or left == right[1:]:
        return True
    return left[:2] == right[1::-1] and left[2:] == right[2:]
