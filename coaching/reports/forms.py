"""What somebody asks a report for."""

from __future__ import annotations

import datetime

from coaching.kit import dates
from coaching.kit.forms import ChoiceField, DateField, Form
from coaching.kit.words import _, later


class Ask(Form):
    """The cohort, the day to which is counted, and how it is split."""

    first = DateField(later('First Taste from'), optional=True)
    last = DateField(later('First Taste until (that day included)'), optional=True)
    as_of = DateField(later('Counted to'), optional=True)
    split = ChoiceField(
        later('Split by'), optional=True, default='month',
        choices=(
            ('month', later('Month')), ('place', later('Place')), ('language', later('Language')), ('how_heard', later('How they heard')),
        ),
    )  # fmt: skip
    place = ChoiceField(later('Only people of'), optional=True)

    def look_at_order(self, today: datetime.date) -> None:
        """Say beside a day that it comes before the one it should follow, or that nobody can have come yet."""
        first = self.first.data
        if first is None:
            return
        if first > today:
            self.first.errors = [_('This day is still to come. Choose a day that is over')]
        for later_one in (self.last, self.as_of):
            if later_one.data is not None and later_one.data < first:
                later_one.errors = [_('This day is before %(day)s. Choose a later day', day=dates.day(first, dates.DAY_OF_YEAR))]
