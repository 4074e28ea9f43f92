"""What a trainer says of one person."""

from __future__ import annotations

from coaching.kit.forms import ChoiceField, DateField, Form, TextField
from coaching.kit.words import later


class Credit(Form):
    """Something attended before this system or elsewhere."""

    stage = ChoiceField(
        later('What was it?'), missing=later('Choose what they came to'),
        choices=(('taste', later('Taste')), ('intro', later('Intro')), ('training', later('Training'))),
    )  # fmt: skip
    attended_on = DateField(later('On which day?'), missing=later('Write the day they came'))
    source = TextField(
        later('Where was it, or who told you?'), missing=later('Say where it was, or who told you'), limit=200
    )
