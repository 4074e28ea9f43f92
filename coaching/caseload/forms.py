"""Until when a team need not be on a coach's page."""

from __future__ import annotations

from coaching.kit.forms import DateField, Form
from coaching.kit.words import later


class Pause(Form):
    """A day."""

    until_on = DateField(later('On which day?'))
