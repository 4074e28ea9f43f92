"""What other domains learn of places and organisations."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A node in the tree of places; `depth` is 0 at the top."""

    id: int
    name: str
    parent_id: int | None
    depth: int
    closed_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """A school, agency or group; `members` are those who belong to it now."""

    id: int
    name: str
    kind: str
    sector: str
    is_funder: bool
    place_id: int | None
    place: str
    parent_id: int | None
    parent: str
    merged_into_id: int | None
    version: int
    members: int


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation in a list or under a field while somebody types."""

    id: int
    name: str
    kind: str
    place: str


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationPage:
    """A few organisations; `after` is the mark of the next few, '' where there are no more."""

    organisations: tuple[OrganisationCard, ...]
    after: str = ''


@dataclasses.dataclass(frozen=True, slots=True)
class MembershipFacts:
    """A person in an organisation; `ended_on` is the first day on which that is no longer so."""

    id: int
    person_id: int
    person: str
    organisation_id: int
    organisation: str
    title: str
    began_on: datetime.date
    ended_on: datetime.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person, the older first, and the sentence that says why."""

    one_id: int
    other_id: int
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Pairs:
    """A few suggested pairs; `before_id` is where to look on, None where everybody was looked at."""

    pairs: tuple[Pair, ...]
    before_id: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Joined:
    """Whoever came to belong to an organisation, with the new membership's id, and whoever got its place, with the last entry about it."""

    memberships: Mapping[int, int] = dataclasses.field(default_factory=dict)
    placed: frozenset[int] = frozenset()
    entry_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """The one organisation that a name stands for, and its place."""

    id: int
    name: str
    place_id: int | None
