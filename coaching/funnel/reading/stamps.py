"""Days, moments and lengths of time as programs print them in English and Spanish."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from coaching.kit.words import fold

EARLIEST, LATEST = 1990, 2100
LONGEST = 80
EXCELS_FIRST_DAY = datetime.date(1899, 12, 30)

_NUMBERS = re.compile(r'([0-9]{1,4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,4})(?![0-9])')
_MONTH_FIRST = re.compile(r'(?:[a-z]+,? )?([a-z]{3,10})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})')
_DAY_FIRST = re.compile(r'(?:[a-z]+,? )?([0-9]{1,2})(?: de)? ([a-z]{3,10})\.?(?: de|,)? ([0-9]{4})')
_SERIAL = re.compile(r'[0-9]{5}(?:\.[0-9]+)?')
_CLOCK = re.compile(
    r'(?:t|,| at| a las?)? ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)? ?([ap])?(?(4)\.? ?m\.?)'
    r' ?(z|utc|gmt|[+\-][0-9]{2}:?[0-9]{2})?(?: \([a-z ]+\))?'
)
_LENGTH = re.compile(r'([0-9]{1,6}) ?(h|m|s)[a-z]*\.?,? ?(?:(?:y|and) )?')
_LENGTHS_CLOCK = re.compile(r'(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})')
_BARE = re.compile(r'([0-9]{1,6})(?:[.,]([0-9]{1,3}))?')

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ('jan', 'ene'), ('feb',), ('mar',), ('apr', 'abr'), ('may',), ('jun',),
            ('jul',), ('aug', 'ago'), ('sep', 'set'), ('oct',), ('nov',), ('dec', 'dic'),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_SECONDS = {'h': 3600, 'm': 60, 's': 1}


def is_day_first(texts: Iterable[str], *, otherwise: bool, on: datetime.date | None = None) -> bool:
    """Whether 3/4/2026 is the third of April, by what the other dates of the same file allow.

    `on` is a day that the file should speak of, where one is known; `otherwise` decides when nothing else does.
    """
    pairs = {(int(found[1]), int(found[2])) for text in texts if (found := _NUMBERS.match(text)) and len(found[1]) < 3}
    for first, second in sorted(pairs):
        if first > 12 or second > 12:
            return first > 12
    if on and pairs:
        day_first, month_first = (on.day, on.month) in pairs, (on.month, on.day) in pairs
        if day_first != month_first:
            return day_first
    return otherwise


def _short(text: str) -> str:
    """The text folded; nothing where it is longer than any time is written."""
    return fold(text) if len(text) <= LONGEST else ''


def day_of(text: str, *, day_first: bool) -> datetime.date | None:
    """The day that a cell names, whatever time stands after it; None where it names none."""
    found = _day(_short(text), day_first=day_first)
    return found[0] if found and (not found[1].strip() or _CLOCK.fullmatch(found[1])) else None


def _day(text: str, *, day_first: bool) -> tuple[datetime.date, str] | None:
    """The day at the beginning of a folded text, and what stands after it."""
    if _SERIAL.fullmatch(text):
        return _in_range(EXCELS_FIRST_DAY + datetime.timedelta(days=int(text[:5])), '')
    if found := _NUMBERS.match(text):
        one, two, three = int(found[1]), int(found[2]), int(found[3])
        year = three + 2000 if len(found[3]) <= 2 else three
        parts = (one, two, three) if len(found[1]) == 4 else (year, two, one) if day_first else (year, one, two)
    elif found := _MONTH_FIRST.match(text):
        parts = (int(found[3]), _MONTHS.get(found[1][:3], 0), int(found[2]))
    elif found := _DAY_FIRST.match(text):
        parts = (int(found[3]), _MONTHS.get(found[2][:3], 0), int(found[1]))
    else:
        return None
    try:
        return _in_range(datetime.date(*parts), text[found.end() :])
    except ValueError:
        return None


def _in_range(day: datetime.date, rest: str) -> tuple[datetime.date, str] | None:
    return (day, rest) if EARLIEST <= day.year <= LATEST else None


@dataclass(frozen=True, slots=True)
class Clock:
    """How one report tells the time: its zone, the order of its dates, and its day where only hours are printed."""

    zone: ZoneInfo
    day_first: bool
    on: datetime.date | None = None

    @classmethod
    def of(cls, stamps: Sequence[str], zone: ZoneInfo, on: datetime.date | None, *, is_spanish: bool) -> Self:
        """The clock that these stamps were read from; Spanish puts the day first, unless it writes AM and PM as the United States do."""
        otherwise = is_spanish and not any(stamp.endswith(('AM', 'PM')) for stamp in stamps)
        return cls(zone, is_day_first(stamps, otherwise=otherwise, on=on), on)

    def moment(self, text: str, *, after: datetime.datetime | None = None) -> datetime.datetime | None:
        """The moment in UTC, or None. `after` is a moment that cannot be later: it settles midnight and the hour that comes twice."""
        folded = _short(text)
        day, rest = _day(folded, day_first=self.day_first) or (self.on, folded)
        found = _CLOCK.fullmatch(rest)
        if day is None or not found:
            return None
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        if found[4]:
            hour = hour % 12 + (12 if found[4] == 'p' else 0)
        try:
            wall = datetime.datetime.combine(day, datetime.time(hour, minute, second))
            moment = wall.replace(tzinfo=_offset(found[5]) if found[5] else self.zone)
        except ValueError:
            return None
        if after and moment < after:
            moment = moment.replace(fold=1)
        if after and moment < after and rest is folded:
            moment += datetime.timedelta(days=1)
        return moment.astimezone(datetime.UTC)


def _offset(printed: str) -> datetime.tzinfo:
    if printed in ('z', 'utc', 'gmt'):
        return datetime.UTC
    length = datetime.timedelta(hours=int(printed[1:3]), minutes=int(printed[-2:]))
    return datetime.timezone(-length if printed[0] == '-' else length)


def seconds_of(text: str) -> int | None:
    """A length of time in seconds: "1h 3m 12s", "1 hr 3 min", "1:03:12", "32:14"; a bare number is minutes. None where it is none."""
    folded = _short(text)
    if found := _BARE.fullmatch(folded):
        return int(found[1]) * 60 + (round(float(f'0.{found[2]}') * 60) if found[2] else 0)
    if found := _LENGTHS_CLOCK.fullmatch(folded):
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    parts = _LENGTH.findall(folded)
    if not parts or _LENGTH.sub('', folded):
        return None
    return sum(int(whole) * _SECONDS[unit] for whole, unit in parts)
