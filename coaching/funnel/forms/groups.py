"""What a coordinator says of a group that people wrote."""

from __future__ import annotations

from coaching.kit.forms import ChoiceField, Form, TextField
from coaching.kit.words import later
from coaching.teams.rules import KINDS


class GroupAnswer(Form):
    """Which organisation the words of a group mean: its number, 'new' with its kind, or 'none'."""

    words = TextField(later('Group'), limit=160)
    means = TextField(later('Organization'), limit=20)
    kind = ChoiceField(later('Kind'), choices=tuple(KINDS.items()), optional=True)
