"""Times in words: always of a named zone, in the language that is spoken.

Everything takes an aware moment and the name of an IANA zone. The patterns are words like any other: a language orders day and
month, and chooses twelve hours or twenty-four, in its catalog.
"""

from __future__ import annotations

import datetime
import functools
import zoneinfo
from collections.abc import Callable, Sequence

from babel.core import Locale, get_global
from babel.dates import format_date, format_time, format_timedelta, get_timezone_gmt, get_timezone_name
from babel.lists import format_list

from coaching.kit.words import _, later, spoken

LONG_DAY = later('EEEE, MMMM d, y')
SHORT_DAY = later('EEE, MMM d')
DAY_OF_YEAR = later('MMM d, y')
TILE_DAY = later('EEE d')
TILE_MONTH = later('MMM y')
CLOCK = later('h:mm')

# What people in the United States call their own zones; CLDR's Spanish names are those of Spain.
OWN_ZONES = {
    'America/Phoenix': later('Arizona Time'),
    'Pacific/Honolulu': later('Hawaii Time'),
    'America/Puerto_Rico': later('Puerto Rico Time'),
    'Etc/UTC': later('Universal Time (UTC)'),
}
OWN_FAMILIES = {
    'America_Eastern': later('Eastern Time'),
    'America_Central': later('Central Time'),
    'America_Mountain': later('Mountain Time'),
    'America_Pacific': later('Pacific Time'),
    'Alaska': later('Alaska Time'),
}
REMEMBERED = 2048  # a page names the same days, hours and zones again and again
SOME_DAY = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)


class UnknownZone(ValueError):
    """A name that is no IANA zone."""


@functools.cache
def zone_names() -> frozenset[str]:
    """Every IANA name that this machine knows."""
    return frozenset(zoneinfo.available_timezones() - {'Factory', 'localtime'})


def zone(name: str) -> zoneinfo.ZoneInfo:
    """The zone of this name.

    :raises UnknownZone: there is none.
    """
    if name not in zone_names():
        raise UnknownZone(name)
    return zoneinfo.ZoneInfo(name)


def local(at: datetime.datetime, zone_name: str) -> datetime.datetime:
    """The wall clock of a zone at this moment.

    :raises UnknownZone: see `zone`.
    :raises ValueError: the moment has no zone of its own.
    """
    if at.tzinfo is None:
        raise ValueError('a moment needs a zone')
    return at.astimezone(zone(zone_name))


def day(on: datetime.date, pattern: str = LONG_DAY) -> str:
    """A calendar day that belongs to no zone, as 'Friday, December 5, 2025'."""
    return _said_day(on, str(pattern), spoken().locale)


def month(on: datetime.date) -> str:
    """'Dec 2025', where the day itself is not known."""
    return day(on, TILE_MONTH)


@functools.lru_cache(REMEMBERED)
def _said_day(on: datetime.date, pattern: str, locale: Locale) -> str:
    return format_date(on, format=pattern, locale=locale)


def long_day(at: datetime.datetime, zone_name: str) -> str:
    """'Friday, December 5, 2025'."""
    return day(local(at, zone_name).date())


def short_day(at: datetime.datetime, zone_name: str) -> str:
    """'Fri, Dec 5'."""
    return day(local(at, zone_name).date(), SHORT_DAY)


def day_of_week(on: datetime.date) -> str:
    """'Fri, Dec 5', of a calendar day that belongs to no zone."""
    return day(on, SHORT_DAY)


def day_of_year(at: datetime.datetime, zone_name: str) -> str:
    """'Dec 5, 2025', for lists and tables."""
    return day(local(at, zone_name).date(), DAY_OF_YEAR)


def tile_day(at: datetime.datetime, zone_name: str) -> str:
    """'Fri 5', the large line of a date's tile."""
    return day(local(at, zone_name).date(), TILE_DAY)


def tile_month(at: datetime.datetime, zone_name: str) -> str:
    """'Dec 2025', the small line under it."""
    return day(local(at, zone_name).date(), TILE_MONTH)


def time_of_day(at: datetime.datetime, zone_name: str) -> str:
    """'11:00 am'."""
    return _clock(local(at, zone_name))


def _clock(wall: datetime.datetime) -> str:
    clock = _said_time(wall.time(), str(CLOCK), spoken().locale)
    return _('%(clock)s am', clock=clock) if wall.hour < 12 else _('%(clock)s pm', clock=clock)


@functools.lru_cache(REMEMBERED)
def _said_time(time: datetime.time, pattern: str, locale: Locale) -> str:
    return format_time(time, format=pattern, locale=locale)


def span(starts_at: datetime.datetime, ends_at: datetime.datetime, zone_name: str) -> str:
    """'11:00 am to 12:00 pm Central Time'; with both days where they differ."""
    begins, ends = local(starts_at, zone_name), local(ends_at, zone_name)
    words = zone_words(zone_name, starts_at)
    if begins.date() == ends.date():
        return _('%(start)s to %(end)s %(zone)s', start=_clock(begins), end=_clock(ends), zone=words)
    first, last = (f'{day(wall.date(), SHORT_DAY)}, {_clock(wall)}' for wall in (begins, ends))
    return _('%(start)s to %(end)s %(zone)s', start=first, end=last, zone=words)


def when(starts_at: datetime.datetime, ends_at: datetime.datetime, zone_name: str) -> str:
    """'Friday, December 5, 2025, 11:00 am to 12:00 pm Central Time'."""
    if local(starts_at, zone_name).date() != local(ends_at, zone_name).date():
        return span(starts_at, ends_at, zone_name)
    return f'{long_day(starts_at, zone_name)}, {span(starts_at, ends_at, zone_name)}'


def days(moments: Sequence[datetime.datetime], zone_name: str) -> str:
    """The days of several parts: 'Fri, Dec 5 and Sat, Dec 6'; two parts of one day are said once."""
    said = list(dict.fromkeys(short_day(at, zone_name) for at in sorted(moments)))
    return format_list(said, locale=spoken().locale)


def zone_words(zone_name: str, at: datetime.datetime = SOME_DAY) -> str:
    """'Central Time', 'hora del Centro'; a zone without summer time says so ('Japan Standard Time').

    A zone that CLDR has no name for is told by its distance from Greenwich at the moment `at`.
    """
    place, locale = zone(zone_name), spoken().locale
    name = get_global('zone_aliases').get(zone_name, zone_name)
    summer = _has_summer_time(place, at.year)
    own = OWN_ZONES.get(name) or (OWN_FAMILIES.get(get_global('meta_zones').get(name, '')) if summer else None)
    if own is not None:
        return str(own)
    words = str(get_timezone_name(place, locale=locale, zone_variant='generic' if summer else 'standard'))
    if '/' not in name or locale.territories['ZZ'] in words:
        return get_timezone_gmt(at.astimezone(place), locale=locale)
    return words


@functools.lru_cache(REMEMBERED)
def _has_summer_time(place: zoneinfo.ZoneInfo, year: int) -> bool:
    return len({datetime.datetime(year, month, 1, tzinfo=place).utcoffset() for month in range(1, 13)}) > 1


def relative_day(at: datetime.datetime, zone_name: str, now: datetime.datetime) -> str:
    """'today', 'tomorrow', 'yesterday', 'in 3 days', '3 days ago', by the calendar of the zone."""
    apart = (local(at, zone_name).date() - local(now, zone_name).date()).days
    near = {0: _('today'), 1: _('tomorrow'), -1: _('yesterday')}.get(apart)
    return near or format_timedelta(
        datetime.timedelta(days=apart), granularity='day', threshold=7, add_direction=True, locale=spoken().locale
    )


def ago(at: datetime.datetime, now: datetime.datetime) -> str:
    """'just now', '5 minutes ago', 'in 2 hours'."""
    minutes = int((at - now) / datetime.timedelta(minutes=1))  # whole ones: the same words for everybody of a session
    return _said_apart(minutes, spoken().locale) if minutes else _('just now')


@functools.lru_cache(REMEMBERED)
def _said_apart(minutes: int, locale: Locale) -> str:
    return format_timedelta(datetime.timedelta(minutes=minutes), granularity='minute', threshold=1, add_direction=True, locale=locale)


def machine(at: datetime.datetime) -> str:
    """For the datetime attribute: '2025-12-05T17:00:00Z'."""
    return at.astimezone(datetime.UTC).strftime('%Y-%m-%dT%H:%M:%SZ')


FILTERS: dict[str, Callable[..., str]] = {
    rule.__name__: rule
    for rule in (
        long_day, short_day, day_of_week, day_of_year, tile_day, tile_month, time_of_day, span, when, days, day, month, zone_words,
        relative_day, ago, machine,
    )
}  # fmt: skip
