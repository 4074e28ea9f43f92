"""Are these two the same person? A suggestion with its reason; a human decides."""

from __future__ import annotations

import enum

from coaching.kit.words import later
from coaching.people.values import Likeness

SHORTEST_FOR_ONE_SLIP = 4
SHORTEST_FOR_TWO_SLIPS = 8


class Alike(enum.Enum):
    """Why two records may be one person; strongest first. The value is the sentence beside the pair."""

    NAME_AND_PHONE = later('Same name and same phone number')
    NAME_AND_GROUP = later('Same name and same group')
    NAME_ALONE = later('Same name, and one of them has no email and no phone')
    EMAIL = later('Same email address, other name')
    NEAR_NAME_AND_PHONE = later('Same phone number and nearly the same name')
    NEAR_NAME_AND_GROUP = later('Same group and nearly the same name')


def alike(one: Likeness, other: Likeness) -> Alike | None:
    """The strongest reason to take these two for one person; None where there is none."""
    same_phone = one.phone is not None and one.phone == other.phone
    same_group = bool(one.groups & other.groups)
    if one.folded_name == other.folded_name:
        if same_phone:
            return Alike.NAME_AND_PHONE
        if same_group:
            return Alike.NAME_AND_GROUP
        if _unreachable(one) or _unreachable(other):
            return Alike.NAME_ALONE
        return None
    if one.email is not None and one.email == other.email:
        return Alike.EMAIL
    if (same_phone or same_group) and near(one.folded_name, other.folded_name):
        return Alike.NEAR_NAME_AND_PHONE if same_phone else Alike.NEAR_NAME_AND_GROUP
    return None


def _unreachable(person: Likeness) -> bool:
    return person.email is None and person.phone is None


def near(one: str, other: str) -> bool:
    """Whether two folded names are one name in another order, with a second surname, or with a slip of the pen."""
    words, others = one.split(), other.split()
    if len(words) != len(others):
        fewer, more = sorted((set(words), set(others)), key=len)
        return ''.join(words) == ''.join(others) or len(fewer) >= 2 and fewer <= more
    return sorted(words) == sorted(others) or all(map(_a_slip_apart, words, others))


def _a_slip_apart(word: str, other: str) -> bool:
    shortest = min(len(word), len(other))
    allowed = 2 if shortest >= SHORTEST_FOR_TWO_SLIPS else 1 if shortest >= SHORTEST_FOR_ONE_SLIP else 0
    return abs(len(word) - len(other)) <= allowed and slips(word, other) <= allowed


def slips(one: str, other: str) -> int:
    """How many letters were left out, added, mistaken or exchanged with their neighbour (Damerau 1964, each once)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, expected in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != expected))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == expected:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
