"""What a reader says of a guide."""

from __future__ import annotations

from coaching.kit.forms import Form, LongTextField, TrapField
from coaching.kit.words import later


class Say(Form):
    """Words about the guide, and nothing about who writes them."""

    words = LongTextField(
        later('What works? What is missing?'), limit=2000, missing=later('Write what you want to tell us'),
        hint=later('We keep no name and no day, only the month. Leave out names of people.'),
    )  # fmt: skip
    website = TrapField('Website')
