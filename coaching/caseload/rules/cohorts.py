"""The board of a cohort: where each team stands at each step, what moved between two days, and the cohort's own middle.

Proportion and days are told beside those of the same cohort, never against a deadline (the domain's chapter 2.5).
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from coaching.path.rules.progress import middle, progress, step_now
from coaching.path.rules.steps import state_of
from coaching.path.values import StepFacts, StepState


class Moved(enum.StrEnum):
    """What happened to a step between two days; a step back is told as what it is now, never as a loss."""

    BEGUN = 'begun'
    CLAIMED = 'claimed'
    CONFIRMED = 'confirmed'
    AGAIN = 'again'
    SET_ASIDE = 'set_aside'


@dataclass(frozen=True, slots=True)
class Cell:
    """One step of one team; `since` is the day of the first thing that is known of it."""

    number: int
    state: StepState
    since: datetime.date | None
    signed_off_on: datetime.date | None
    reached: int
    purposes: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A step that moved, and on which day where it is known."""

    number: int
    moved: Moved
    on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A team on the board; `reached` of `purposes` counts its whole way, `more` those that were reached since the day before."""

    team_id: int
    cells: tuple[Cell, ...]
    here: int
    reached: int
    purposes: int
    more: int
    changes: tuple[Change, ...]

    @property
    def now(self) -> Cell:
        """The step where the team is."""
        return next(cell for cell in self.cells if cell.number == self.here)

    @property
    def is_still(self) -> bool:
        """Whether nothing moved."""
        return not self.changes and self.more <= 0


@dataclass(frozen=True, slots=True)
class Middles:
    """The cohort's own middle: days of each step where it was signed off, by its number, and parts reached; few teams have none."""

    days: dict[int, float]
    reached: float | None


def cell(step: StepFacts, *, today: datetime.date) -> Cell:
    """Where one step stands at the end of that day."""
    state, far = state_of(step), progress(step, today=today)
    signed_off_on = step.history[-1].happened_on if state is StepState.CONFIRMED else None
    known = [*step.evidence_on, *(fact.happened_on for fact in step.history)]
    return Cell(step.number, state, min(known, default=None), signed_off_on, far.reached, far.purposes, far.days)


def moved(then: StepState, now: StepState) -> Moved | None:
    """What happened to a step that stood so, and now stands so."""
    if then is now or now is StepState.NOT_STARTED:
        return None
    if now is StepState.WORKING and then in (StepState.CLAIMED, StepState.CONFIRMED):
        return Moved.AGAIN
    return {
        StepState.WORKING: Moved.BEGUN,
        StepState.LIVING: Moved.BEGUN,
        StepState.CLAIMED: Moved.CLAIMED,
        StepState.CONFIRMED: Moved.CONFIRMED,
        StepState.NOT_APPLICABLE: Moved.SET_ASIDE,
    }[now]


def row(team_id: int, now: Sequence[StepFacts], then: Sequence[StepFacts], *, today: datetime.date, before: datetime.date) -> Row:
    """A team's line: as it stands today, and what moved since the end of the day before; both are of the same path."""
    cells = tuple(cell(step, today=today) for step in now)
    earlier = tuple(cell(step, today=before) for step in then)
    reached = sum(one.reached for one in cells)
    return Row(
        team_id, cells, step_now(now), reached, sum(one.purposes for one in cells), reached - sum(one.reached for one in earlier),
        tuple(_changes(now, cells, earlier)),
    )  # fmt: skip


def _changes(now: Sequence[StepFacts], cells: Sequence[Cell], earlier: Sequence[Cell]) -> list[Change]:
    found = []
    for step, one, was in zip(now, cells, earlier, strict=True):
        if what := moved(was.state, one.state):
            day = step.history[-1].happened_on if step.history else one.since
            found.append(Change(one.number, what, day))
    return found


def middles(rows: Collection[Row]) -> Middles:
    """Of teams that walk by the same path."""
    days: dict[int, list[int]] = {}
    for one in rows:
        for each in one.cells:
            if each.state is StepState.CONFIRMED and each.days is not None:
                days.setdefault(each.number, []).append(each.days)
    told = {number: half for number, taken in sorted(days.items()) if (half := middle(taken)) is not None}
    return Middles(told, middle([one.reached for one in rows]))


def a_month_before(today: datetime.date) -> datetime.date:
    """The same day of the month before, or its last day where it has none."""
    last = today.replace(day=1) - datetime.timedelta(days=1)
    return last.replace(day=min(today.day, last.day))
