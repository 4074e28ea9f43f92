"""What would become of each row of a file, in its order: who it is, and what it adds to what is known."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from coaching.funnel.reading.reasons import Faulty, LeftOut
from coaching.funnel.reading.values import Attended, Fault, ImportRow
from coaching.funnel.values.imports import Fate
from coaching.kit.words import fold
from coaching.people.rules import folded, tidy_name, tidy_phone
from coaching.people.values import Newcomer, Recognised
from coaching.teams.values import Named

Sign = TypeVar('Sign')
FIELDS = ('email', 'phone', 'how_heard')


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known before: who, their credits by id, to which organisations they belong, words of groups that wait, and every name."""

    people: Recognised
    credits: Mapping[tuple[int, str, datetime.date], int] = field(default_factory=dict)
    belonging: Collection[tuple[int, int]] = ()
    words: Collection[tuple[int, str]] = ()
    organisations: Mapping[str, Named] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Somebody:
    """One person of a file; `person_id` is None for a new one. `has` is what is known with what the file adds, which is `filled`."""

    person_id: int | None
    name: str
    language: str
    has: dict[str, object]
    filled: dict[str, object] = field(default_factory=dict)

    def fill(self, facts: Mapping[str, object]) -> tuple[str, ...]:
        """Take what was not known; the names of the fields."""
        fresh = {name: fact for name, fact in facts.items() if fact and not self.has.get(name)}
        self.has |= fresh
        self.filled |= fresh
        return tuple(fresh)

    def newcomer(self) -> Newcomer:
        return Newcomer(self.name, language=self.language, **self.has)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one row; `same` are ids of credits that it says once more."""

    row: ImportRow
    fate: Fate
    who: Somebody | None = None
    filled: tuple[str, ...] = ()
    credits: tuple[Attended, ...] = ()
    same: tuple[int, ...] = ()
    joins: Named | None = None
    group_words: str = ''
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """Everything by which somebody in a file may be known: (e-mail, folded name), (phone, folded name), and names that stand alone."""

    emails: frozenset[tuple[str, str]]
    phones: frozenset[tuple[str, str]]
    names: frozenset[str]
    groups: frozenset[str]


def signs(rows: Iterable[ImportRow]) -> Signs:
    """By what the people of these rows may be known."""
    good = [(row, *_signs(row)) for row in rows if row.fault is None]
    return Signs(
        frozenset((email, name) for _, email, _, name in good if email),
        frozenset((phone, name) for _, _, phone, name in good if phone),
        frozenset(name for _, email, phone, name in good if not email and not phone),
        frozenset(fold(row.organisation) for row, *_ in good if row.organisation),
    )


def _signs(row: ImportRow) -> tuple[str | None, str | None, str]:
    return row.email, tidy_phone(row.phone), folded(tidy_name(row.name))


def plan(rows: Iterable[ImportRow], standing: Standing, *, language: str) -> list[Planned]:
    """The fate of each row; rows of one person are one person. `language` is of those whose row names none."""
    people = _People(standing, language)
    return [people.plan(row) for row in rows]


class _People:
    """The people of one file, known and new, as they come to be row by row."""

    def __init__(self, standing: Standing, language: str) -> None:
        self._standing = standing
        self._language = language
        known = {
            person_id: Somebody(person_id, '', '', {name: getattr(record, name) for name in (*FIELDS, 'place_id')})
            for person_id, record in standing.people.records.items()
        }
        self._by_email = _of(standing.people.by_email, known)
        self._by_phone = _of(standing.people.by_phone, known)
        self._by_name = _of(standing.people.by_name, known)
        self._said: set[tuple[Somebody, object]] = set()

    def plan(self, row: ImportRow) -> Planned:
        own = _signs(row)
        fault = row.fault if row.fault or own[2] else Fault(Faulty.NO_NAME)
        if fault:
            return Planned(row, Fate.LEFT_OUT if isinstance(fault.reason, LeftOut) else Fate.FAULTY, fault=fault)
        who, is_new = self._who(row, *own)
        filled = who.fill({'email': own[0], 'phone': own[1], 'how_heard': row.how_heard})
        self._know(who, *own)
        fresh, same = self._credits(who, row.attended)
        joins, words = self._group(who, row.organisation)
        if joins:
            filled += who.fill({'place_id': joins.place_id})
        adds = Fate.KNOWN if fresh or joins or words else Fate.SAME
        fate = Fate.NEW if is_new else Fate.FILLED if filled else adds
        return Planned(row, fate, who, filled, fresh, same, joins, words)

    def _who(self, row: ImportRow, email: str | None, phone: str | None, name: str) -> tuple[Somebody, bool]:
        by_phone = self._by_phone.get((phone, name)) if phone else None
        if email:
            found = self._by_email.get((email, name)) or (by_phone if by_phone and not by_phone.has['email'] else None)
        else:
            found = by_phone if phone else self._by_name.get(name)
        if found:
            return found, False
        has: dict[str, object] = {'email': email, 'phone': phone, 'how_heard': row.how_heard or '', 'place_id': None}
        return Somebody(None, tidy_name(row.name), row.language or self._language, has), True

    def _know(self, who: Somebody, email: str | None, phone: str | None, name: str) -> None:
        """Let later rows find this person."""
        if email:
            self._by_email.setdefault((email, name), who)
        if phone:
            self._by_phone.setdefault((phone, name), who)
        if not email and not phone:
            self._by_name.setdefault(name, who)

    def _credits(self, who: Somebody, attended: Iterable[Attended]) -> tuple[tuple[Attended, ...], tuple[int, ...]]:
        fresh, same = [], []
        for one in dict.fromkeys(attended):
            standing = self._standing.credits.get((who.person_id, one.stage, one.on)) if who.person_id else None
            if standing:
                same.append(standing)
            elif self._first(who, one):
                fresh.append(one)
        return tuple(fresh), tuple(same)

    def _group(self, who: Somebody, words: str | None) -> tuple[Named | None, str]:
        """The organisation that the person joins, or words that nobody knows yet; neither where all was so."""
        if not words:
            return None, ''
        named = self._standing.organisations.get(fold(words))
        if named:
            return (named if (who.person_id, named.id) not in self._standing.belonging and self._first(who, named) else None), ''
        is_fresh = (who.person_id, fold(words)) not in self._standing.words and self._first(who, fold(words))
        return None, words if is_fresh else ''

    def _first(self, who: Somebody, what: object) -> bool:
        """Whether this file says it of this person for the first time."""
        is_first = (who, what) not in self._said
        self._said.add((who, what))
        return is_first


def _of(ids: Mapping[Sign, int], known: Mapping[int, Somebody]) -> dict[Sign, Somebody]:
    """Whom each sign stands for; a record that was erased or merged just now stands for nobody."""
    return {sign: known[person_id] for sign, person_id in ids.items() if person_id in known}
