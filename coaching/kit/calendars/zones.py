"""When a zone changes its clocks, as calendars want to be told.

Written here because icalendar gives the start of summer time by the clock that begins, an hour late.
"""

from __future__ import annotations

import datetime
import functools
import zoneinfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from coaching.kit.dates import zone


@functools.lru_cache(maxsize=64)
def clock_changes(zone_name: str, first_year: int, last_year: int) -> Timezone:
    """A VTIMEZONE of these years and the one before, each change at the wall clock that it ends, as RFC 5545 3.6.5 asks."""
    place = zone(zone_name)
    at = datetime.datetime(first_year - 1, 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(last_year + 1, 1, 2, tzinfo=datetime.UTC)
    offset = _offset(place, at)
    found: dict[tuple[datetime.timedelta, datetime.timedelta, str, bool], list[datetime.datetime]] = {}
    found[offset, offset, _name(place, at), _is_summer(place, at)] = [(at + offset).replace(tzinfo=None)]
    while at < end:
        later = at + datetime.timedelta(days=1)
        if _offset(place, later) != offset:
            moment = _change(place, at, later)
            new = _offset(place, moment)
            key = (offset, new, _name(place, moment), _is_summer(place, moment))
            found.setdefault(key, []).append((moment + offset).replace(tzinfo=None))
            offset = new
        at = later
    component = Timezone()
    component.add('tzid', zone_name)
    for (before, after, name, is_summer), onsets in found.items():
        component.add_component(_observance(before, after, name, is_summer, onsets))
    return component


def _observance(
    before: datetime.timedelta, after: datetime.timedelta, name: str, is_summer: bool, onsets: list[datetime.datetime]
) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if is_summer else TimezoneStandard()
    part.add('dtstart', onsets[0])
    if onsets[1:]:
        part.add('rdate', onsets[1:])
    part.add('tzname', name)
    part.add('tzoffsetfrom', before)
    part.add('tzoffsetto', after)
    return part


def _change(place: zoneinfo.ZoneInfo, at: datetime.datetime, later: datetime.datetime) -> datetime.datetime:
    """The second at which the clocks change between two moments."""
    before = _offset(place, at)
    while later - at > datetime.timedelta(seconds=1):
        middle = at + (later - at) // 2
        at, later = (middle, later) if _offset(place, middle) == before else (at, middle)
    return later.replace(microsecond=0)


def _offset(place: zoneinfo.ZoneInfo, at: datetime.datetime) -> datetime.timedelta:
    return at.astimezone(place).utcoffset() or datetime.timedelta()


def _name(place: zoneinfo.ZoneInfo, at: datetime.datetime) -> str:
    return at.astimezone(place).tzname() or place.key


def _is_summer(place: zoneinfo.ZoneInfo, at: datetime.datetime) -> bool:
    return bool(at.astimezone(place).dst())
