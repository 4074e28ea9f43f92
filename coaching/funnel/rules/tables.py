"""The sheet for the room: tables of at most five, and at each table pairs for the first talk.

People of one agency sit at different tables as far as there are tables, and never make a pair. The same seed seats the same
people in the same way, in whatever order they come.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

MOST_AT_A_TABLE = 5


@dataclass(frozen=True, slots=True, order=True)
class Guest:
    """Somebody who is expected; `agency` None for somebody who came alone."""

    id: int
    name: str
    agency: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its pairs (one of them may be three), and those for whom no pair was left, who talk with the trainer."""

    number: int
    pairs: tuple[tuple[Guest, ...], ...]
    alone: tuple[Guest, ...] = ()

    @property
    def guests(self) -> tuple[Guest, ...]:
        """Everybody at the table."""
        return tuple(guest for pair in (*self.pairs, self.alone) for guest in pair)


def seat(guests: Iterable[Guest], *, seed: int) -> tuple[Table, ...]:
    """As few tables as hold everybody, as even as they can be."""
    chance = random.Random(seed)
    people = sorted(guests)
    chance.shuffle(people)
    groups = _by_agency(people)
    count = -(-len(people) // MOST_AT_A_TABLE)
    dealt = [guest for group in sorted(groups, key=len, reverse=True) for guest in group]
    return tuple(_table(number, dealt[number - 1 :: count]) for number in range(1, count + 1))


def _by_agency(people: Iterable[Guest]) -> list[list[Guest]]:
    groups: dict[tuple[str, int], list[Guest]] = {}
    for guest in people:
        groups.setdefault(('guest', guest.id) if guest.agency is None else ('agency', guest.agency), []).append(guest)
    return list(groups.values())


def _table(number: int, guests: Iterable[Guest]) -> Table:
    """Pairs from the two largest agencies at a time, which leaves as few alone as can be; one who is left joins a pair of strangers."""
    groups = _by_agency(guests)
    pairs: list[tuple[Guest, ...]] = []
    while len(groups) > 1:
        groups.sort(key=len, reverse=True)
        pairs.append((groups[0].pop(), groups[1].pop()))
        groups = [group for group in groups if group]
    alone = groups[0] if groups else []
    if len(alone) == 1:
        index = next((index for index, pair in enumerate(pairs) if _are_strangers(alone[0], pair)), None)
        if index is not None:
            pairs[index] = (*pairs[index], alone.pop())
    return Table(number, tuple(pairs), tuple(alone))


def _are_strangers(guest: Guest, pair: Iterable[Guest]) -> bool:
    return guest.agency is None or all(guest.agency != other.agency for other in pair)
