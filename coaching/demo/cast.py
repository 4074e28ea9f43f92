"""Who is in the demo network, read from content/demo/network.yaml."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

import msgspec
import yaml

from coaching.kit.words import fold

FILE = Path(__file__).parents[2] / 'content' / 'demo' / 'network.yaml'


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who signs in."""

    name: str
    email: str


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place, and inside which other."""

    name: str
    inside: str = ''


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A school, agency or group; `place` and `parent` are names."""

    name: str
    kind: str
    sector: str = ''
    place: str = ''
    parent: str = ''
    funds: bool = False


class Walkers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A team on the path: `step` is where it is, `weeks` how long ago it began.

    So many days ago: `alone` its coach left, `claimed` it said that the step is done, `quiet` they last talked. `next_talk` is in how many
    days they talk again; `may_call` has held many tables.
    """

    name: str
    place: str
    model: str
    languages: list[str]
    serves: str
    step: int
    weeks: int
    people: list[str]
    coach: str
    groups: list[str]
    cafe: str = ''
    parents: list[str] = []
    apprentice: str = ''
    standing: str = ''
    why: str = ''
    alone: int = 0
    claimed: int = 0
    quiet: int = 5
    next_talk: int = 0
    needs_help: str = ''
    may_call: str = ''


class Together(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Teams that are looked at together since so many weeks; `keeper` is one of the staff."""

    name: str
    kind: str
    weeks: int
    keeper: str
    teams: list[str]
    place: str = ''
    grant: str = ''


class Asker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who asked for cafés so many days ago."""

    name: str
    place: str
    hope: str
    language: str
    days: int


class Cast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everybody and everything that has a name; `people` come to sessions in turn. `meant` has an organisation for words of `groups`."""

    network: str
    help_lines: dict[str, str]
    staff: dict[str, Member]
    places: list[Place]
    organisations: list[Organisation]
    groups: list[str]
    meant: dict[str, str]
    teams: list[Walkers]
    cohorts: list[Together]
    starts: list[Asker]
    how_heard: list[str]
    people: list[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Guest:
    """One of the people as they sign up; some have a phone and no address, some prefer Spanish."""

    name: str
    email: str | None
    phone: str | None
    language: str
    group: str
    how_heard: str


@functools.cache
def cast() -> Cast:
    return msgspec.convert(yaml.safe_load(FILE.read_text(encoding='utf-8')), Cast)


def guest(number: int) -> Guest:
    """The person of this number; the same one each time."""
    whole = cast()
    name = whole.people[number % len(whole.people)]
    first, *_others, last = fold(name).split()
    address = f'{first}.{last}'
    by_phone = number % 17 == 11
    return Guest(
        name=name,
        email=None if by_phone else f'{address}@mail.example',
        phone=f'+1303555{2000 + number:04d}' if by_phone else None,
        language='es' if number % 4 == 0 else 'en',
        group=whole.groups[number % len(whole.groups)],
        how_heard=whole.how_heard[number % len(whole.how_heard)],
    )
