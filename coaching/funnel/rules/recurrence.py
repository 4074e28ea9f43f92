"""When an offering takes place: a rule on the wall clock of a zone, expanded to dates, and what a change of it does to them.

A rule is an RRULE without its start (`FREQ=WEEKLY;BYDAY=FR`, `FREQ=MONTHLY;BYDAY=2TU`); sessions are kept in UTC. A date that a rule
made keeps the rule's day (`rule_on`) as its name, even when the session itself has moved.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from coaching.funnel.values import Offering, Part, SessionState
from coaching.kit.refusal import Reason

DAYS = ('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
FIRST_DAY = datetime.date(2024, 1, 1)

_WEEKLY = re.compile(r'FREQ=WEEKLY(?:;INTERVAL=([1-9]|1[0-2]))?;BYDAY=((?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)')
_MONTHLY = re.compile(r'FREQ=MONTHLY(?:;INTERVAL=([1-9]|1[0-2]))?;BYDAY=(-1|[1-5])(MO|TU|WE|TH|FR|SA|SU)')


class NoRecurrence(Reason):
    """Why a rule cannot be kept."""

    UNREADABLE = 'Choose days of the week, or one day of the month, like the second Tuesday.'


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule taken apart: days of the week (0 is Monday), every so many weeks; with `nth` one day of every so many months.

    `nth` is 1 to 5, or -1 for the last; a month without a fifth Friday has no session.
    """

    weekdays: tuple[int, ...]
    nth: int | None = None
    interval: int = 1

    @classmethod
    def read(cls, rule: str) -> Self | None:
        """The pattern of a rule; None where it is none of ours."""
        if found := _WEEKLY.fullmatch(rule):
            return cls(tuple(sorted({DAYS.index(day) for day in found[2].split(',')})), None, int(found[1] or 1))
        if found := _MONTHLY.fullmatch(rule):
            return cls((DAYS.index(found[3]),), int(found[2]), int(found[1] or 1))
        return None

    @property
    def rule(self) -> str:
        """The pattern as an RRULE."""
        every = f';INTERVAL={self.interval}' if self.interval > 1 else ''
        if self.nth is None:
            return f'FREQ=WEEKLY{every};BYDAY={",".join(DAYS[day] for day in self.weekdays)}'
        return f'FREQ=MONTHLY{every};BYDAY={self.nth}{DAYS[self.weekdays[0]]}'

    def days(self, begins_on: datetime.date, since: datetime.date, until: datetime.date) -> list[datetime.date]:
        """The days from `since` to `until`, both included; intervals count from `begins_on`, before which there is none."""
        start = datetime.datetime.combine(begins_on, datetime.time())
        days = [weekday(day, self.nth) for day in self.weekdays]
        found = rrule(WEEKLY if self.nth is None else MONTHLY, interval=self.interval, byweekday=days, dtstart=start)
        edges = (datetime.datetime.combine(day, datetime.time()) for day in (since, until))
        return [moment.date() for moment in found.between(*edges, inc=True)]

    def period(self, day: datetime.date) -> tuple[int, int]:
        """The week or the month that a day belongs to."""
        return day.isocalendar()[:2] if self.nth is None else (day.year, day.month)


NEVER = Pattern(())


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a rule with its parts."""

    rule_on: datetime.date
    parts: tuple[Part, ...]

    @property
    def starts_at(self) -> datetime.datetime:
        return self.parts[0].starts_at

    @property
    def ends_at(self) -> datetime.datetime:
        return self.parts[-1].ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """A session that stands already; `rule_on` None where a person made it by hand."""

    session_id: int
    rule_on: datetime.date | None
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    state: SessionState = SessionState.OPEN
    is_edited: bool = False
    has_people: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rule asks of the sessions; `change` pairs a session with its new date, the rest are sessions by id.

    `rename` gives one that is left the day of the new rule that it stands for, so that no second one is made beside it.
    """

    create: tuple[Dated, ...] = ()
    change: tuple[tuple[int, Dated], ...] = ()
    remove: tuple[int, ...] = ()
    leave: tuple[int, ...] = ()
    rename: tuple[tuple[int, datetime.date], ...] = ()

    @property
    def changed(self) -> frozenset[int]:
        return frozenset(session_id for session_id, _dated in self.change)


def why_not_recur(rule: str) -> NoRecurrence | None:
    """Whether a rule can be kept; none at all is one too, for dates that are set by hand."""
    return NoRecurrence.UNREADABLE if rule and Pattern.read(rule) is None else None


def to_utc(day: datetime.date, time: datetime.time, zone: str) -> datetime.datetime:
    """A wall clock as a moment. A time that a clock change leaves out is as much later, one that comes twice is the first.

    2:30 on the night when clocks go forward becomes 3:30, as calendars show it.
    """
    return datetime.datetime.combine(day, time.replace(fold=0), ZoneInfo(zone)).astimezone(datetime.UTC)


def parts_on(
    day: datetime.date, time: datetime.time, zone: str, *, minutes: int, parts: int = 1, days_between: int = 7
) -> tuple[Part, ...]:
    """The parts of a session that begins on this day: the same wall clock each, `minutes` of real time long."""
    starts = [to_utc(day + datetime.timedelta(days=days_between * index), time, zone) for index in range(parts)]
    return tuple(Part(number, at, at + datetime.timedelta(minutes=minutes)) for number, at in enumerate(starts, start=1))


def shifted(parts: Sequence[Part], starts_at: datetime.datetime, zone: str) -> tuple[Part, ...]:
    """The parts of a session that moves to begin at `starts_at`: as many days and hours apart on the wall clock as before."""
    new, *clocks = (at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in (starts_at, *(part.starts_at for part in parts)))
    later = [new + (clock - clocks[0]) for clock in clocks[1:]]
    begins = [starts_at, *(to_utc(clock.date(), clock.time(), zone) for clock in later)]
    return tuple(Part(part.number, at, at + (part.ends_at - part.starts_at)) for part, at in zip(parts, begins, strict=True))


def dates(offering: Offering, *, after: datetime.datetime, until: datetime.datetime) -> list[Dated]:
    """The dates of an offering that begin later than `after` and not later than `until`."""
    pattern = Pattern.read(offering.recurrence)
    if pattern is None:
        return []
    zone = ZoneInfo(offering.zone)
    days = pattern.days(offering.starts_on or FIRST_DAY, after.astimezone(zone).date(), until.astimezone(zone).date())
    found = [Dated(day, _parts(offering, day)) for day in days]
    return [dated for dated in found if after < dated.starts_at <= until]


def _parts(offering: Offering, day: datetime.date) -> tuple[Part, ...]:
    return parts_on(
        day, offering.wall_time, offering.zone,
        minutes=offering.minutes, parts=offering.parts, days_between=offering.days_between_parts,
    )  # fmt: skip


def plan(offering: Offering, existing: Sequence[Existing], *, now: datetime.datetime) -> Plan:
    """What the nightly run does, `offering.weeks_ahead` weeks ahead: what a person edited, skipped or signed up for is never touched."""
    horizon = now + datetime.timedelta(weeks=offering.weeks_ahead)
    wanted = {dated.rule_on: dated for dated in dates(offering, after=now, until=_latest(existing, horizon))}
    pairs = [(one, wanted.pop(one.rule_on, None)) for one in existing if one.rule_on is not None]
    begins_on = offering.starts_on or FIRST_DAY
    free = {one.session_id for one, _dated in pairs if _is_free(one, begins_on, now) and not one.has_people}
    return _settle(existing, pairs, free, [dated for dated in wanted.values() if dated.starts_at <= horizon])


def plan_following(offering: Offering, existing: Sequence[Existing], from_on: datetime.date, *, now: datetime.datetime) -> Plan:
    """What a person's change of "this and all following" does: `offering` has the new rule, `from_on` is the first old day.

    Sessions move within their week (or month) and take their people along. One that was edited or called off stays and keeps its
    week; one with people for which the new rule has no date stays too. The new rule's `starts_on` is the first day it may have, and
    `existing` is everything from that day's week (or month) on.
    """
    horizon = now + datetime.timedelta(weeks=offering.weeks_ahead)
    pattern = Pattern.read(offering.recurrence) or NEVER
    fresh = dates(offering, after=now, until=_latest(existing, horizon))
    pairs, unpaired = _pair(pattern, {one.rule_on: one for one in existing if one.rule_on}, fresh)
    moving = {one.session_id for one in existing if _is_free(one, from_on, now)}
    kept = {one.session_id for one, dated in pairs if dated is None and one.has_people}
    return _settle(existing, pairs, moving - kept, [dated for dated in unpaired if dated.starts_at <= horizon])


def _pair(
    pattern: Pattern, existing: Mapping[datetime.date, Existing], fresh: Iterable[Dated]
) -> tuple[list[tuple[Existing, Dated | None]], list[Dated]]:
    """Each session with the same day of the new rule, else with the next one of its own period; and what is left over."""
    left = {dated.rule_on: dated for dated in fresh}
    found = {day: left.pop(day, None) for day in sorted(existing)}
    for day in found:
        nearest = next((other for other in left if pattern.period(other) == pattern.period(day)), day)
        found[day] = found[day] or left.pop(nearest, None)
    return [(existing[day], dated) for day, dated in found.items()], list(left.values())


def _latest(existing: Iterable[Existing], horizon: datetime.datetime) -> datetime.datetime:
    return max(itertools.chain([horizon], (one.starts_at + datetime.timedelta(days=31) for one in existing)))


def _is_free(one: Existing, begins_on: datetime.date, now: datetime.datetime) -> bool:
    is_later = one.rule_on is not None and one.rule_on >= begins_on and one.starts_at > now
    return is_later and one.state is SessionState.OPEN and not one.is_edited


def _settle(
    existing: Iterable[Existing], pairs: Iterable[tuple[Existing, Dated | None]], free: set[int], create: Iterable[Dated]
) -> Plan:
    """Only what is free is changed or removed; a session that is as it should be is left."""
    change, remove, rename = [], [], []
    for one, dated in pairs:
        if one.session_id in free and dated is None:
            remove.append(one.session_id)
        elif one.session_id in free and dated and (dated.starts_at, dated.ends_at) != (one.starts_at, one.ends_at):
            change.append((one.session_id, dated))
        elif dated and dated.rule_on != one.rule_on:
            rename.append((one.session_id, dated.rule_on))
    touched = {*remove, *(session_id for session_id, _dated in change)}
    leave = tuple(one.session_id for one in existing if one.session_id not in touched)
    return Plan(tuple(create), tuple(change), tuple(remove), leave, tuple(rename))
