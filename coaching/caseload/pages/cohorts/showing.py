"""The board in words: what a cell, a change and a middle say."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Sequence

from coaching.caseload.queries.boards import BoardTeam, ways
from coaching.caseload.rules.cohorts import Cell, Change, Middles, Moved, Row, a_month_before, middles, row
from coaching.kit import dates
from coaching.kit.words import Later, _, later, n_
from coaching.path import definition
from coaching.path.pages.dates import STANDING
from coaching.path.values import StepState

MARKS: dict[StepState, tuple[str, str]] = {
    StepState.NOT_STARTED: ('○', 'later'),
    StepState.WORKING: ('◐', 'now'),
    StepState.CLAIMED: ('◔', 'info'),
    StepState.CONFIRMED: ('✓', 'done'),
    StepState.NOT_APPLICABLE: ('–', 'later'),
    StepState.LIVING: ('∞', 'now'),
}
WITH_DAY: dict[Moved, Later] = {
    Moved.BEGUN: later('step %(n)s began on %(day)s'),
    Moved.CLAIMED: later('the team said on %(day)s that step %(n)s is done'),
    Moved.CONFIRMED: later('step %(n)s was signed off on %(day)s'),
    Moved.AGAIN: later('step %(n)s is worked on again since %(day)s'),
    Moved.SET_ASIDE: later('step %(n)s was set aside on %(day)s'),
}
WITHOUT: dict[Moved, Later] = {
    Moved.BEGUN: later('step %(n)s began'),
    Moved.CLAIMED: later('the team said that step %(n)s is done'),
    Moved.CONFIRMED: later('step %(n)s was signed off'),
    Moved.AGAIN: later('step %(n)s is worked on again'),
    Moved.SET_ASIDE: later('step %(n)s was set aside'),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """One cell in words: its mark and its look, where the step stands, and its numbers."""

    number: int
    mark: str
    kind: str
    words: str
    numbers: str
    is_now: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Board:
    """The teams that walk by one path, with its steps as (number, label), and the middle of the cohort beside them."""

    key: str
    title: str
    steps: tuple[tuple[int, str], ...]
    rows: tuple[tuple[BoardTeam, Row], ...]
    middles: Middles


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """All boards of a cohort, the teams that walk by no path, and the day to which today is compared."""

    boards: tuple[Board, ...]
    without: tuple[BoardTeam, ...]
    before: datetime.date

    @property
    def rows(self) -> list[tuple[BoardTeam, Row]]:
        return [pair for board in self.boards for pair in board.rows]

    @property
    def moved(self) -> list[tuple[BoardTeam, Row]]:
        return [(team, line) for team, line in self.rows if not line.is_still]


async def drawn(every: Sequence[BoardTeam], shown: Iterable[int], today: datetime.date) -> Drawn:
    """The boards of these teams; the middle is that of every team of the cohort, which names none of them."""
    before, visible = a_month_before(today), frozenset(shown)
    walked = await ways(every, today, before)
    rows = {team_id: row(team_id, now, then, today=today, before=before) for team_id, (now, then) in walked.items()}
    boards = []
    for key in sorted({team.path_key for team in every if team.path_key}):
        of_path = [team for team in every if team.path_key == key]
        version = max(team.path_version or 1 for team in of_path)
        path = definition.path(key, version)
        mine = tuple((team, rows[team.id]) for team in of_path if team.id in visible)
        if mine:
            steps = tuple((step.number, step.head.label) for step in path.steps)
            boards.append(Board(key, path.head.title, steps, mine, middles([rows[team.id] for team in of_path])))
    without = tuple(team for team in every if team.journey_id is None and team.id in visible)
    return Drawn(tuple(boards), without, before)


def told(cell: Cell, *, here: int) -> Told:
    """A cell as the table says it."""
    mark, kind = MARKS[cell.state]
    numbers = []
    if cell.state not in (StepState.NOT_STARTED, StepState.NOT_APPLICABLE):
        numbers.append(_('%(reached)s of %(purposes)s parts', reached=cell.reached, purposes=cell.purposes))
        if cell.signed_off_on:
            numbers.append(dates.day(cell.signed_off_on, dates.DAY_OF_YEAR))
        if cell.days is not None:
            numbers.append(n_('%(n)s day', '%(n)s days', cell.days))
    return Told(cell.number, mark, kind, str(STANDING[cell.state]), ' · '.join(numbers), cell.number == here)


def changed(line: Row) -> str:
    """What moved, as one sentence part after the other."""
    said = [_change(one) for one in line.changes]
    if line.more > 0:
        said.append(n_('%(n)s more part is reached', '%(n)s more parts are reached', line.more))
    return '; '.join(said)


def _change(one: Change) -> str:
    if one.on is None:
        return _(WITHOUT[one.moved], n=one.number)
    return _(WITH_DAY[one.moved], n=one.number, day=dates.day(one.on, dates.DAY_OF_YEAR))


def half(days: float | None) -> str:
    """A middle as a cell; nothing where there is none."""
    return '' if days is None else n_('%(n)s day', '%(n)s days', round(days))


def team_line(line: Row) -> str:
    """How far a team is on its whole way."""
    return _('%(reached)s of %(purposes)s parts', reached=line.reached, purposes=line.purposes)
