"""Fields in which a person chooses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import wtforms
from wtforms.validators import StopValidation

from coaching.kit import words
from coaching.kit.forms.base import Field
from coaching.kit.words import _, later

Choices = Sequence[tuple[Any, str]] | Callable[[], Iterable[tuple[Any, str]]]
MOST_AT_ONCE = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is sent, what is read, whether it is chosen, and the id of its own control."""

    value: str
    label: str
    chosen: bool
    id: str


class ChoiceField(Field):
    """One of several; `choices` are pairs of value and label, also set on the bound field, or a function that finds them.

    `coerce` makes the value from what was sent, such as int for rows.
    """

    kind = 'choice'
    missing = later('Choose an answer for “%(label)s”')

    def __init__(
        self, label: str = '', validators: Any = None, *, choices: Choices = (), coerce: Callable[[str], Any] = str, **others: Any
    ) -> None:
        super().__init__(label, validators, **others)
        self.choices: list[tuple[Any, str]] = list(choices() if callable(choices) else choices)
        self.coerce = coerce

    @property
    def options(self) -> list[Option]:
        """What is offered, in order."""
        return [Option(str(value), str(label), self.is_chosen(value), f'{self.id}-{n}') for n, (value, label) in enumerate(self.choices)]

    def is_chosen(self, value: Any) -> bool:
        return str(value) == ('' if self.data is None else str(self.data))

    def read(self, text: str) -> Any:
        """The value.

        :raises ValueError: it is not one that could be offered.
        """
        if text == '':
            return None
        try:
            return self.coerce(text)
        except (ValueError, KeyError):
            raise ValueError(_('Choose one of these')) from None

    def pre_validate(self, form: wtforms.Form) -> None:
        """What was chosen must be among what was offered."""
        super().pre_validate(form)
        if self.data not in [value for value, _label in self.choices]:
            raise StopValidation(_('Choose one of these'))


class ManyField(ChoiceField):
    """Any of several; the value is a list in the order of what was offered."""

    kind = 'many'
    missing = later('Choose at least one for “%(label)s”')

    def is_chosen(self, value: Any) -> bool:
        return str(value) in {str(one) for one in self.data or ()}

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take every value that was sent; no box ticked means none."""
        if len(valuelist) > MOST_AT_ONCE:
            raise ValueError(_('Choose fewer of these'))
        read = (self.read(value) for value in valuelist if isinstance(value, str))
        self.data = list(dict.fromkeys(value for value in read if value is not None))

    def pre_validate(self, form: wtforms.Form) -> None:
        """All of them must be among what was offered."""
        Field.pre_validate(self, form)
        offered = [value for value, _label in self.choices]
        chosen = self.data or []
        if not set(chosen) <= set(offered):
            raise StopValidation(_('Choose from these'))
        self.data = sorted(chosen, key=offered.index)


class LanguageField(ChoiceField):
    """A language that the product speaks; at first the one of the page."""

    def __init__(self, label: str = '', validators: Any = None, **others: Any) -> None:
        others.setdefault('choices', lambda: [(one.code, one.name) for one in words.LANGUAGES.values()])
        others.setdefault('default', words.language)
        super().__init__(label, validators, **others)


class YesField(Field):
    """A box to tick."""

    kind = 'yes'

    def __init__(self, label: str = '', validators: Any = None, **others: Any) -> None:
        super().__init__(label, validators, **{'optional': True, **others})

    @property
    def empty(self) -> bool:
        return not self.data

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A box that is not ticked is not sent."""
        self.data = bool(valuelist) and valuelist[0] not in ('', '0', 'false', 'no', 'off')

    def _value(self) -> str:
        return 'yes'
