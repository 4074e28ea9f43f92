"""What a trainer says of one person."""

from __future__ import annotations

from coaching.kit.forms import ChoiceField, DateField, Form, TextField
from coaching.kit.words import later


class Credit(Form):
    """Something attended before this system or elsewhere."""

    stage = ChoiceField(
        later('What was it?'), choices=(('taste', later('Taste')), ('intro', later('Intro')), ('training', later('Training')))
    )
    attended_on = DateField(later('On which day?'))
    source = TextField(later('Where was it, or who told you?'), limit=200)
