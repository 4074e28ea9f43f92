"""The arithmetic of "Taste to trained": what is counted of whom, and in which words it may be said.

Every share says of how many, those for whom it is too early stand apart, and every table adds up (domain model, 2.4).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from zoneinfo import ZoneInfo

from coaching.funnel.rules.attendance import Counts
from coaching.funnel.rules.stages import is_resting
from coaching.funnel.values import Stage
from coaching.kit.words import Later, later

WINDOW = datetime.timedelta(days=60)
WITHIN_DAYS = (30, 60, 90)
PERCENT_FROM = 20
STEPS = (Stage.TASTED, Stage.INTRODUCED, Stage.TRAINED)

Label = TypeVar('Label', bound=Hashable)
Pair = tuple[datetime.datetime, datetime.datetime | None]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    x: int
    y: int

    @property
    def percent(self) -> int | None:
        """A whole percent, and none of fewer than 20 people; 0 and 100 only where they are exact."""
        if self.y < PERCENT_FROM:
            return None
        if self.x in (0, self.y):
            return 100 * self.x // self.y
        return min(99, max(1, (200 * self.x + self.y) // (2 * self.y)))

    def said(self) -> Later:
        """The share in words, as it stands in every table."""
        return later('%(x)s of %(y)s', x=self.x, y=self.y)


@dataclass(frozen=True, slots=True)
class Walk:
    """One person's way: when each stage was first reached, the last sign of life, and a wish not to be written to."""

    reached: Mapping[Stage, datetime.datetime]
    active_at: datetime.datetime | None = None
    opted_out_at: datetime.datetime | None = None

    def had(self, stage: Stage, as_of: datetime.datetime) -> bool:
        """Whether the stage was reached by then."""
        return stage in self.reached and self.reached[stage] <= as_of


@dataclass(frozen=True, slots=True)
class Timed:
    """A share of those who had the time, and how many have not had it yet."""

    share: Share
    too_early: int


@dataclass(frozen=True, slots=True)
class ShowRate:
    """Who came of those who were expected and are known; everybody else stands beside it."""

    share: Share
    partly: int
    unresolved: int
    excused: int
    cancelled: int
    walk_ins: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Where those who entered a stage are: entered = moved on + opted out + resting + still here."""

    entered: int
    moved_on: int
    opted_out: int
    resting: int
    still_here: int


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the figure: people who reached the stage, and the share of the step before."""

    stage: Stage
    people: int
    of_before: Share | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: people of one month, place, language or other label; rows add up to the row of everybody."""

    label: Hashable
    tasted: int
    introduced: int
    trained: int
    within: Mapping[int, Timed] = field(default_factory=dict)


def show_rate(sessions: Iterable[Counts]) -> ShowRate:
    """Attended ÷ (registered − cancelled before the start − unresolved), for one session or for many.

    Whoever was excused counts as cancelled; whoever came without a seat is no part of the share.
    """
    counts = list(sessions)
    came, partly, missed = (sum(getattr(one, name) for one in counts) for name in ('came', 'partly', 'missed'))
    return ShowRate(
        Share(came, came + partly + missed),
        partly=partly,
        unresolved=sum(one.unresolved for one in counts),
        excused=sum(one.excused for one in counts),
        cancelled=sum(one.cancelled for one in counts),
        walk_ins=sum(one.walk_ins for one in counts),
    )


def pairs(walks: Iterable[Walk], a: Stage, b: Stage) -> list[Pair]:
    """When each person who reached A did so, and when the same person reached B."""
    return [(walk.reached[a], walk.reached.get(b)) for walk in walks if a in walk.reached]


def conversion(people: Iterable[Pair], *, as_of: datetime.datetime, window: datetime.timedelta = WINDOW) -> Timed:
    """Who reached B of those who reached A at least a window ago; the others are too early, whatever they did since."""
    known = [(a, b) for a, b in people if a <= as_of]
    ripe = [(a, b) for a, b in known if a + window <= as_of]
    return Timed(Share(sum(b is not None and b <= as_of for _a, b in ripe), len(ripe)), len(known) - len(ripe))


def moved_on(people: Iterable[Pair], *, as_of: datetime.datetime, days: int) -> Timed:
    """Who reached B within so many days of A, of those who have had these days."""
    time = datetime.timedelta(days=days)
    known = [(a, b) for a, b in people if a <= as_of]
    ripe = [(a, b) for a, b in known if a + time <= as_of]
    return Timed(Share(sum(b is not None and b - a <= time for a, b in ripe), len(ripe)), len(known) - len(ripe))


def flow(walks: Iterable[Walk], stage: Stage, onwards: Stage, *, as_of: datetime.datetime) -> Flow:
    """Where everybody who entered a stage is now; nobody is counted twice, and nobody moves back."""
    entered = [walk for walk in walks if walk.had(stage, as_of)]
    places = [_whereabouts(walk, onwards, as_of) for walk in entered]
    return Flow(len(entered), *(places.count(name) for name in ('moved on', 'opted out', 'resting', 'still here')))


def _whereabouts(walk: Walk, onwards: Stage, as_of: datetime.datetime) -> str:
    if walk.had(onwards, as_of):
        return 'moved on'
    if walk.opted_out_at is not None and walk.opted_out_at <= as_of:
        return 'opted out'
    return 'resting' if is_resting(walk.active_at, as_of=as_of) else 'still here'


def cohort(walks: Iterable[Walk], begins_on: datetime.date, ends_on: datetime.date, zone: str) -> list[Walk]:
    """The people whose first Taste was from `begins_on` on and before `ends_on`, by the calendar of that zone."""
    return [walk for walk in walks if (on := tasted_on(walk, zone)) is not None and begins_on <= on < ends_on]


def tasted_on(walk: Walk, zone: str) -> datetime.date | None:
    """The day of a person's first attended Taste."""
    at = walk.reached.get(Stage.TASTED)
    return None if at is None else at.astimezone(ZoneInfo(zone)).date()


def steps(walks: Iterable[Walk], *, as_of: datetime.datetime) -> tuple[Step, ...]:
    """Came to a Taste, came to an Intro, finished training: each person once a step."""
    people = [walk for walk in walks if walk.had(Stage.TASTED, as_of)]
    found = [Step(Stage.TASTED, len(people), None)]
    for before, stage in zip(STEPS, STEPS[1:], strict=False):
        here = [walk for walk in people if walk.had(stage, as_of)]
        both = sum(walk.had(before, as_of) for walk in here)
        found.append(Step(stage, len(here), Share(both, sum(walk.had(before, as_of) for walk in people))))
    return tuple(found)


def row(label: Hashable, walks: Iterable[Walk], *, as_of: datetime.datetime) -> Row:
    """One line of a table."""
    people = list(walks)
    to_intro = pairs(people, Stage.TASTED, Stage.INTRODUCED)
    tasted, introduced, trained = (step.people for step in steps(people, as_of=as_of))
    return Row(label, tasted, introduced, trained, {days: moved_on(to_intro, as_of=as_of, days=days) for days in WITHIN_DAYS})


def split(walks: Iterable[Walk], label_of: Callable[[Walk], Label], *, as_of: datetime.datetime) -> list[Row]:
    """A line for each label, in the order in which labels first come up; each person stands in one of them."""
    groups: dict[Label, list[Walk]] = {}
    for walk in walks:
        groups.setdefault(label_of(walk), []).append(walk)
    return [row(label, people, as_of=as_of) for label, people in groups.items()]


def first_timers(came: Iterable[tuple[Hashable, datetime.datetime]], firsts: Mapping[Hashable, datetime.datetime]) -> tuple[int, int]:
    """Of the people who came in some time: for how many it was the first time ever, and how many came again; each once."""
    seen: dict[Hashable, datetime.datetime] = {}
    for person, at in came:
        seen[person] = min(at, seen.get(person, at))
    new = sum(firsts[person] >= at for person, at in seen.items())
    return new, len(seen) - new
