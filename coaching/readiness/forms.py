"""What is sent of a round: how it is opened, as whom somebody answers, what the group agrees on and builds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coaching.kit.forms import ChoiceField, Form, LongTextField, TextField, WholeNumberField
from coaching.kit.words import _, later
from coaching.readiness.values import Role

MOST_BUILT = 3


class Open(Form):
    """Which questions, in which form, and why now."""

    instrument = ChoiceField(later('Which questions?'))
    form = ChoiceField(
        later('How many of them?'), default='full',
        choices=(('full', later('All points')), ('pulse', later('A short look at a few points'))),
    )  # fmt: skip
    occasion = ChoiceField(later('Why now?'))

    def offer(self, instruments: Iterable[tuple[str, str]], occasions: Iterable[tuple[str, str]]) -> Open:
        """Offer these."""
        self.instrument.choices, self.occasion.choices = list(instruments), list(occasions)
        return self


class Send(Form):
    """As whom somebody answers."""

    role = ChoiceField(later('As whom do you answer?'), hint=later('We count this for the whole group. It is not kept with your answers.'))

    def offer(self, roles: Mapping[Role, str]) -> Send:
        """Offer these."""
        self.role.choices = list(roles.items())
        return self


class Agree(Form):
    """What the group says of a point."""

    answer = ChoiceField(later('What do you agree on?'), missing=later('Choose one answer, or “We are not sure”.'))
    evidence = LongTextField(later('What shows it?'), optional=True, limit=500, hint=later('No name of a family or a child.'))
    owner = TextField(later('Who looks after it?'), optional=True, limit=120)
    parent_leaders = ChoiceField(
        later('Do parents who lead take part?'), choices=(('yes', later('Yes')), ('no', later('Not yet'))), optional=True
    )  # fmt: skip
    seen = WholeNumberField(optional=True, least=0, most=10**9, default=0)

    def offer(self, answers: Mapping[str, str]) -> Agree:
        """Offer these."""
        self.answer.choices = list(answers.items())
        return self


class Build(Form):
    """Up to three points, and what will be done for each."""

    item_1 = ChoiceField(later('First'), optional=True)
    what_1 = TextField(later('What will you do for it?'), optional=True, limit=300)
    item_2 = ChoiceField(later('Second'), optional=True)
    what_2 = TextField(later('What will you do for it?'), optional=True, limit=300)
    item_3 = ChoiceField(later('Third'), optional=True)
    what_3 = TextField(later('What will you do for it?'), optional=True, limit=300)

    def offer(self, items: Iterable[tuple[str, str]]) -> Build:
        """Offer these points, and none."""
        choices = [('', later('Nothing more')), *items]
        for number in range(1, MOST_BUILT + 1):
            self[f'item_{number}'].choices = choices
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """What will be done is done for a point, so that no words are lost."""
        is_whole = super().validate(extra_validators)
        for number in range(1, MOST_BUILT + 1):
            if self[f'what_{number}'].data and not self[f'item_{number}'].data and not self[f'item_{number}'].errors:
                self[f'item_{number}'].errors, is_whole = [_('Choose the point for which you will do this.')], False
        return is_whole

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The points that were chosen, each with what will be done."""
        rows = [(self[f'item_{number}'].data or '', self[f'what_{number}'].data or '') for number in range(1, MOST_BUILT + 1)]
        return [(item, what) for item, what in rows if item]
