"""What somebody asks a report for."""

from __future__ import annotations

from coaching.kit.forms import ChoiceField, DateField, Form
from coaching.kit.words import later


class Ask(Form):
    """The cohort, the day to which is counted, and how it is split."""

    first = DateField(later('First Taste from'), optional=True)
    last = DateField(later('to (that day included)'), optional=True)
    as_of = DateField(later('Counted to'), optional=True)
    split = ChoiceField(
        later('Split by'), optional=True,
        choices=(
            ('month', later('Month')), ('place', later('Place')), ('language', later('Language')), ('how_heard', later('How they heard')),
        ),
    )  # fmt: skip
    place = ChoiceField(later('Only people of'), optional=True)
