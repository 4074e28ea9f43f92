"""Days and times of day: chosen in the browser's own way, which sends them as ISO 8601, or written as people write them."""

from __future__ import annotations

import datetime
import re
from typing import Any

from coaching.kit.forms.base import Sent
from coaching.kit.forms.typing_in import TextField
from coaching.kit.words import _, later

ISO_DAY = re.compile(r'(\d{4})-(\d{1,2})-(\d{1,2})', re.ASCII)
US_DAY = re.compile(r'(\d{1,2})[/.](\d{1,2})[/.](\d{4})', re.ASCII)
CLOCK = re.compile(r'(\d{1,2})(?:[:.h](\d{2})(?::00)?)?\s*(?:([ap])\.?\s?m\.?)?', re.ASCII | re.IGNORECASE)
PARTS = ('year', 'month', 'day')
YEARS = range(1900, 2200)


class DateField(TextField):
    """A day: in one box as 2026-11-20 or 11/20/2026, or in three boxes named after the field with -year, -month and -day."""

    kind = 'day'
    missing = later('Write a day')
    parts: dict[str, str]

    def process(self, formdata: Sent | None, *others: Any, **more: Any) -> None:
        """Three boxes are read as one text."""
        sent = {part: formdata.getlist(f'{self.name}-{part}') for part in PARTS} if formdata else {}
        three = {part: values[0].strip() for part, values in sent.items() if values and isinstance(values[0], str)}
        if formdata and three and self.name not in formdata:
            formdata = Sent.of([(self.name, '-'.join(three.get(part, '') for part in PARTS) if any(three.values()) else '')])
        super().process(formdata, *others, **more)
        day = self.data
        known = {'year': day.year, 'month': day.month, 'day': day.day} if isinstance(day, datetime.date) else dict.fromkeys(PARTS, '')
        self.parts = {part: three.get(part, str(known[part])) for part in PARTS}

    def read(self, text: str) -> datetime.date | None:
        """The day.

        :raises ValueError: there is no such day.
        """
        typed = text.strip()
        if not typed:
            return None
        iso, american = ISO_DAY.fullmatch(typed), US_DAY.fullmatch(typed)
        year, month, day = iso.groups() if iso else (american[3], american[1], american[2]) if american else ('0', '0', '0')
        try:
            found = datetime.date(int(year), int(month), int(day))
        except ValueError:
            found = datetime.date.min
        if found.year not in YEARS:
            raise ValueError(_('Write a day that is on the calendar, like 11/20/2026'))
        return found

    @property
    def control(self) -> str:
        """The browser's own; it would not show words that are no day, so those stand in a line of text."""
        return 'text' if self.shown.strip() and not isinstance(self.data, datetime.date) else 'date'

    def _value(self) -> str:
        return self.data.isoformat() if isinstance(self.data, datetime.date) else super()._value()


class TimeField(TextField):
    """A time of day, such as 13:30, 12:30 pm or 1 p. m."""

    kind = 'clock'
    missing = later('Write a time of day')

    def read(self, text: str) -> datetime.time | None:
        """The time of day.

        :raises ValueError: there is no such time.
        """
        typed = text.replace('\u00a0', ' ').replace('\u202f', ' ').strip()
        if not typed:
            return None
        found = CLOCK.fullmatch(typed)
        hour, minute, half = (int(found[1]), int(found[2] or 0), (found[3] or '').lower()) if found else (99, 0, '')
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == 'p' else 0)
        elif half or (found and found[2] is None):
            hour = 99  # 13 pm is no time, and a bare 9 may be morning or evening
        try:
            return datetime.time(hour, minute)
        except ValueError:
            raise ValueError(_('Write a time of day, like 12:30 pm')) from None

    @property
    def control(self) -> str:
        """The browser's own; words that are no time stand in a line of text."""
        return 'text' if self.shown.strip() and not isinstance(self.data, datetime.time) else 'time'

    def _value(self) -> str:
        return f'{self.data:%H:%M}' if isinstance(self.data, datetime.time) else super()._value()
