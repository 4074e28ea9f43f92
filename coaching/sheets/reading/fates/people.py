"""The people whom the rows of a file about teams name: known ones and new ones, each of them once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from coaching.funnel.reading import fates
from coaching.funnel.reading.fates import Somebody
from coaching.funnel.reading.values import ImportRow
from coaching.kit.words import fold
from coaching.sheets.reading.fates.standing import Standing, TeamAt
from coaching.sheets.values import Row, Who
from coaching.teams.policy import covers

Place = tuple[int, bool]


def named(rows: Iterable[Row]) -> Iterator[tuple[Place, Who]]:
    """Everybody whom these rows name: the row's number and whether as a coach, and who."""
    for row in rows:
        for is_coach, who in ((False, row.who), (True, row.coach)):
            if who:
                yield (row.number, is_coach), who


def as_row(number: int, who: Who) -> ImportRow:
    """Somebody as a row of people."""
    return ImportRow(number, who.name, who.email, who.phone, language=who.language)


class People:
    """Who is meant where. A name alone is the team's own person of that name, or the one coach who is called so."""

    def __init__(self, rows: Mapping[int, TeamAt], every: Iterable[Row], standing: Standing, language: str) -> None:
        self.today = standing.today
        self.logged = set(standing.logged)
        self._found: dict[Place, Somebody] = {}
        self._adds: set[Place] = set()
        others: list[tuple[Place, ImportRow]] = []
        for place, who in named(row for row in every if row.number in rows):
            names = standing.coaches if place[1] else rows[place[0]].names
            person_id = None if who.email or who.phone else names.get(fold(who.name))
            if person_id:
                self._found[place] = Somebody(person_id, who.name, '', {})
            else:
                others.append((place, as_row(place[0], who)))
        planned = fates.plan([row for _place, row in others], fates.Standing(standing.people), language=language)
        for (place, _row), one in zip(others, planned, strict=True):
            if one.who:
                self._found[place] = one.who
                if one.who.person_id and not covers(standing.scope, _place_id(one.who)):
                    one.who.filled.clear()  # a record that is somebody else's to correct
                elif one.filled and one.who.person_id:
                    self._adds.add(place)

    def of(self, row: Row, *, coach: bool = False) -> Somebody | None:
        """Whom a row means."""
        return self._found.get((row.number, coach))

    def filled(self, row: Row) -> bool:
        """Whether a row adds an address or a number to somebody who is known."""
        return (row.number, False) in self._adds or (row.number, True) in self._adds


def _place_id(who: Somebody) -> int | None:
    place_id = who.has.get('place_id')
    return place_id if isinstance(place_id, int) else None


def sign(who: Somebody) -> int:
    """By what somebody is told from others: the person's id, below zero for somebody new."""
    return who.person_id or -id(who)
