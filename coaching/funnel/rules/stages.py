"""How far a person, or an organisation, has come: derived from dated facts, for any day.

Whoever signed up stands at that stage while the spot stands; whoever let it go or missed the session stands where attendance says.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from coaching.funnel.values import AttendanceRule, Kind, Outcome, Stage

RESTING_AFTER = datetime.timedelta(days=90)

_SIGNED_UP = {Kind.TASTE: Stage.SIGNED_UP_TASTE, Kind.INTRO: Stage.SIGNED_UP_INTRO, Kind.TRAINING: Stage.SIGNED_UP_TRAINING}
_CAME = {Kind.TASTE: Stage.TASTED, Kind.INTRO: Stage.INTRODUCED, Kind.TRAINING: Stage.TRAINED}


@dataclass(frozen=True, slots=True)
class SignedUp:
    """A registration as a stage sees it; from `stopped_at` on it holds no stage any more (see `stops_at`)."""

    kind: Kind
    at: datetime.datetime
    starts_at: datetime.datetime
    stopped_at: datetime.datetime | None = None

    def stands(self, as_of: datetime.datetime) -> bool:
        """Whether it holds its stage at that moment."""
        return self.at <= as_of and (self.stopped_at is None or as_of < self.stopped_at)


@dataclass(frozen=True, slots=True)
class Came:
    """Something attended, here or elsewhere: when the attendance rule was met."""

    kind: Kind
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class History:
    """All that a person's stage is derived from, in any order."""

    signed_up: tuple[SignedUp, ...] = ()
    came: tuple[Came, ...] = ()
    opted_out_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """When a person first attended each kind; what the table `progress` keeps, and must equal."""

    tasted_at: datetime.datetime | None = None
    introduced_at: datetime.datetime | None = None
    trained_at: datetime.datetime | None = None

    @property
    def done(self) -> frozenset[Kind]:
        """The kinds attended, as `rules.places` asks for them."""
        firsts = {Kind.TASTE: self.tasted_at, Kind.INTRO: self.introduced_at, Kind.TRAINING: self.trained_at}
        return frozenset(kind for kind, at in firsts.items() if at is not None)


def credited(kind: Kind, attended_on: datetime.date, zone: str) -> Came:
    """Something attended before this system or elsewhere; it counts from the beginning of that day in the network's zone."""
    return Came(kind, datetime.datetime.combine(attended_on, datetime.time(), ZoneInfo(zone)).astimezone(datetime.UTC))


def came_at(here: Iterable[datetime.datetime], rule: AttendanceRule) -> datetime.datetime | None:
    """When somebody had come to enough parts; `here` are the beginnings of the parts they were at, made-up ones among them."""
    moments = sorted(here)
    return moments[rule.parts - 1] if len(moments) >= rule.parts else None


def stops_at(
    outcome: Outcome, *, ends_at: datetime.datetime, cancelled_at: datetime.datetime | None = None, finished: bool = False
) -> datetime.datetime | None:
    """When a registration stops holding its stage: let go, missed, never seated, or left unknown in a finished session."""
    if outcome in (Outcome.AHEAD, Outcome.CAME) or (outcome is Outcome.UNRESOLVED and not finished):
        return None
    return ends_at if cancelled_at is None else min(cancelled_at, ends_at)


def progress(history: History) -> Progress:
    """First attendance of each kind; sessions of other kinds move nobody."""
    first: dict[Kind, datetime.datetime] = {}
    for came in sorted(history.came, key=lambda came: came.at):
        first.setdefault(came.kind, came.at)
    return Progress(first.get(Kind.TASTE), first.get(Kind.INTRO), first.get(Kind.TRAINING))


def stage(history: History, *, as_of: datetime.datetime) -> Stage:
    """The furthest stage that a person's facts hold at that moment."""
    attended = (_CAME[came.kind] for came in history.came if came.kind in _CAME and came.at <= as_of)
    wished = (_SIGNED_UP[one.kind] for one in history.signed_up if one.kind in _SIGNED_UP and one.stands(as_of))
    return max((*attended, *wished), default=Stage.HEARD)


def first_reached(history: History) -> dict[Stage, datetime.datetime]:
    """When each stage was first reached, once for each person: what was let go later still was reached."""
    reached: dict[Stage, datetime.datetime] = {}
    facts = [(_CAME[came.kind], came.at) for came in history.came if came.kind in _CAME]
    facts += [(_SIGNED_UP[one.kind], one.at) for one in history.signed_up if one.kind in _SIGNED_UP]
    for reached_stage, at in sorted(facts, key=lambda fact: fact[1]):
        reached.setdefault(reached_stage, at)
    return reached


def is_ready_for_intro(history: History, *, now: datetime.datetime) -> bool:
    """Whether somebody came to a Taste, holds no spot further on and has not asked us to stop."""
    return stage(history, as_of=now) is Stage.TASTED and not has_opted_out(history, as_of=now)


def is_ready_for_training(history: History, *, now: datetime.datetime) -> bool:
    """Whether somebody came to an Intro, holds no spot further on and has not asked us to stop."""
    return stage(history, as_of=now) is Stage.INTRODUCED and not has_opted_out(history, as_of=now)


def has_opted_out(history: History, *, as_of: datetime.datetime) -> bool:
    """Whether a person had asked not to be written to."""
    return history.opted_out_at is not None and history.opted_out_at <= as_of


def last_active_at(history: History, *, as_of: datetime.datetime) -> datetime.datetime | None:
    """A person's last sign-up, session or spot still held; that spot may lie ahead. None where there was none."""
    moments = [one.at for one in history.signed_up if one.at <= as_of]
    moments += [one.starts_at for one in history.signed_up if one.stands(as_of)]
    moments += [came.at for came in history.came if came.at <= as_of]
    return max(moments, default=None)


def is_resting(active_at: datetime.datetime | None, *, as_of: datetime.datetime, after: datetime.timedelta = RESTING_AFTER) -> bool:
    """Whether nothing has happened for so long; somebody with whom nothing ever happened does not rest."""
    return active_at is not None and as_of - active_at >= after
