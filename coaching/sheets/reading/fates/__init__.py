"""What would become of each row of a file about teams, in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from coaching.funnel.reading.cells import Wrong
from coaching.funnel.reading.reasons import LeftOut
from coaching.funnel.reading.values import Fault
from coaching.sheets.reading.fates import beside, members, talks, teams
from coaching.sheets.reading.fates.people import People
from coaching.sheets.reading.fates.standing import Planned, Standing, TeamAt, Teams
from coaching.sheets.values import Columns, Fate, Kind, Row

FATE_OF: Mapping[Kind, Callable[[Row, TeamAt, People, Columns], Planned]] = {
    Kind.TEAMS: teams.fate, Kind.MEMBERS: members.fate, Kind.ASSIGNMENTS: beside.fate, Kind.TALKS: talks.fate,
}  # fmt: skip


def plan(rows: Sequence[Row], columns: Columns, standing: Standing) -> list[Planned]:
    """The fate of each row; what one row makes is there for the next, so that two rows about one team or one person meet."""
    every = Teams(standing, columns)
    found: dict[int, TeamAt | Fault] = {row.number: row.fault or _team(row, every) for row in rows}
    people = People({number: team for number, team in found.items() if isinstance(team, TeamAt)}, rows, standing, columns.language)
    return [_fate(row, found[row.number], people, columns) for row in rows]


def _team(row: Row, every: Teams) -> TeamAt | Fault:
    try:
        return every.of(row)
    except Wrong as wrong:
        return wrong.fault


def _fate(row: Row, team: TeamAt | Fault, people: People, columns: Columns) -> Planned:
    try:
        if isinstance(team, TeamAt):
            return FATE_OF[columns.kind](row, team, people, columns)
        fault = team
    except Wrong as wrong:
        fault = wrong.fault
    return Planned(row, Fate.LEFT_OUT if isinstance(fault.reason, LeftOut) else Fate.FAULTY, fault=fault)
