"""What is known before a file comes in, and the teams of the file as they come to be row by row."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from coaching.coaches.values import Stand
from coaching.funnel.reading.cells import Wrong
from coaching.funnel.reading.fates import Somebody
from coaching.funnel.reading.values import Fault
from coaching.kit.words import fold
from coaching.people.values import Recognised
from coaching.sheets.rules.reasons import NotTaken
from coaching.sheets.values import Columns, Fate, Kind, Row


@dataclass(slots=True, eq=False)
class TeamAt:
    """A team as it is, with what the rows before have added; `id` is None for one that the file makes.

    `members` are (role, whether a parent who leads) by person, `names` the person of each folded name that one of them has alone, `told`
    the steps about which something was written down.
    """

    id: int | None
    name: str
    place_id: int | None
    cafe_name: str = ''
    serves: str = ''
    is_closed: bool = False
    lead: str = ''
    coach: str = ''
    members: dict[int, tuple[str, bool]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    stands: list[Stand] = field(default_factory=list)
    told: set[int] = field(default_factory=set)
    is_formed: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is known: teams within reach and open places by folded name, people, coaches by name, and talks that were logged.

    `scope` are the places of whoever brings the file in, None for all; `coaches` have a name alone; `logged` are author and draft of talks.
    """

    teams: Mapping[str, list[TeamAt]] = field(default_factory=dict)
    places: Mapping[str, list[int]] = field(default_factory=dict)
    scope: frozenset[int] | None = None
    people: Recognised = field(default_factory=lambda: Recognised({}, {}, {}, {}))
    coaches: Mapping[str, int] = field(default_factory=dict)
    logged: Collection[tuple[int, str]] = ()
    today: datetime.date = datetime.date.min


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one row: `does` is what it makes, by our own words, `notes` what is told beside."""

    row: Row
    fate: Fate
    team: TeamAt | None = None
    who: Somebody | None = None
    coach: Somebody | None = None
    does: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Fault, ...] = ()
    fault: Fault | None = None


class Teams:
    """Which team a row means."""

    def __init__(self, standing: Standing, columns: Columns) -> None:
        self._standing = standing
        self._columns = columns
        self._by_name = {name: list(teams) for name, teams in standing.teams.items()}

    def of(self, row: Row) -> TeamAt:
        """The team of this row; in a file of teams a new one where none is called so.

        :raises Wrong: no team, or several
        """
        place_id = self._place(row)
        called = self._by_name.get(fold(row.team), [])
        if place_id is not None and 'place' in row.said:
            called = [team for team in called if team.place_id == place_id] or [team for team in called if team.place_id is None]
        if len(called) > 1:
            raise Wrong(NotTaken.TWO_TEAMS, row.team)
        if called:
            return called[0]
        if self._columns.kind is not Kind.TEAMS:
            raise Wrong(NotTaken.UNKNOWN_TEAM, row.team)
        if self._standing.scope is not None and place_id not in self._standing.scope:
            raise Wrong(NotTaken.NO_PLACE)
        new = TeamAt(None, row.team, place_id)
        self._by_name.setdefault(fold(row.team), []).append(new)
        return new

    def _place(self, row: Row) -> int | None:
        if 'place' not in row.said:
            return self._columns.every.get('place_id')
        found = self._standing.places.get(fold(row.said['place']), [])
        if len(found) == 1:
            return found[0]
        raise Wrong(NotTaken.TWO_PLACES if found else NotTaken.UNKNOWN_PLACE, row.said['place'])
