"""Offerings and sessions, for visitors and for those who lead them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from coaching.funnel.values.states import Kind, Mode, SessionState


@dataclass(frozen=True, slots=True)
class AttendanceRule:
    """What counts as having come: so many minutes of a part (0: any), and so many parts."""

    minutes: int = 0
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One sitting of a session, numbered from 1."""

    number: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One session as somebody who wants a spot there meets it; `capacity` None is no limit.

    `taken` counts registered and walk-in, `offered` the seats held for somebody in line, `waiting` those behind them.
    """

    session_id: int
    offering_id: int
    kind: Kind
    state: SessionState
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: str
    capacity: int | None = None
    taken: int = 0
    offered: int = 0
    waiting: int = 0
    prerequisite: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Place):
    """A session as any visitor may see it."""

    slug: str
    title: str
    summary: str = ''
    mode: Mode = Mode.ONLINE
    location: str = ''
    languages: tuple[str, ...] = ('en',)
    parts: tuple[Part, ...] = ()
    trainers: tuple[str, ...] = ()
    fee: str = ''
    moved_from: datetime.datetime | None = None
    uid: str = ''
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(Session):
    """A session as its trainers see it: with the way in, and the rule for having come."""

    join_url: str = ''
    join_by_phone: str = ''
    rule: AttendanceRule = AttendanceRule()
    edited_at: datetime.datetime | None = None
    closed_at: datetime.datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Offered:
    """What any visitor may know of an offering: how long one of its parts takes, where people meet, how often."""

    kind: Kind
    minutes: int
    parts: int
    mode: Mode
    recurrence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """What sessions are made from; `recurrence` is an RRULE without its start, `minutes` is the length of one part."""

    id: int
    slug: str
    kind: Kind
    title: str
    recurrence: str
    starts_on: datetime.date | None
    wall_time: datetime.time
    zone: str
    minutes: int
    parts: int = 1
    days_between_parts: int = 7
    mode: Mode = Mode.ONLINE
    location: str = ''
    capacity: int | None = None
    languages: tuple[str, ...] = ('en',)
    prerequisite: Kind | None = None
    rule: AttendanceRule = AttendanceRule()
    fee: str = ''
    weeks_ahead: int = 8
    version: int = 1
    archived_at: datetime.datetime | None = None
