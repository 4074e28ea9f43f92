"""What all fields have in common. How a field looks is for the macros of the templates, which ask for its `kind`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import wtforms
from wtforms.validators import StopValidation

from coaching.kit.words import Later, later

CONTROL = re.compile(r'[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]')
"""Characters that nobody types and that can turn a line around or end it; tab and line feed are looked at by themselves."""
UNSEEN = re.compile(r'[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060-\u206f\u2800\u3164\uffa0\ufff9-\ufffb]')
"""Characters without ink, which make two lines that look alike differ, or turn one around; the joiners of scripts and signs are none."""


class Sent(dict[str, list[Any]]):
    """Everything that was sent, under the names of the fields, each in order; texts, and files as `Upload`."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Any]]) -> Sent:
        """What these pairs of name and value sent."""
        sent = cls()
        for name, value in pairs:
            sent.setdefault(name, []).append(value)
        return sent

    def getlist(self, name: str) -> list[Any]:
        """The values under this name, as WTForms asks for them."""
        return self.get(name, [])


class Field(wtforms.Field):
    """A field with its hint, and with a kind sentence for when it stays empty, which may name the field by its %(label)s."""

    kind = 'text'
    autocomplete = ''
    missing = later('Fill in “%(label)s”')
    limit = 200

    def __init__(
        self,
        label: str = '',
        validators: Any = None,
        *,
        hint: str = '',
        optional: bool = False,
        missing: Later | None = None,
        limit: int | None = None,
        autocomplete: str | None = None,
        **others: Any,
    ) -> None:
        super().__init__(label, validators, **others)
        self.hint = hint
        self.optional = optional
        self.missing = missing or self.missing
        self.limit = limit or self.limit
        self.autocomplete = self.autocomplete if autocomplete is None else autocomplete

    @property
    def empty(self) -> bool:
        return self.data in (None, '', [])

    @property
    def control(self) -> str:
        """The type of the input: what the browser itself may help with."""
        return self.kind if self.kind in ('email', 'tel') else 'text'

    @property
    def shown(self) -> str:
        """What stands in the field: what was typed, even if it is wrong, else what is known."""
        return self._value()

    def _value(self) -> str:
        if self.raw_data and isinstance(self.raw_data[0], str):
            return self.raw_data[0]
        return '' if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first value that was sent under this name; a second one is nobody's."""
        if not valuelist:
            return
        self.data = None
        self.data = self.read(valuelist[0] if isinstance(valuelist[0], str) else '')

    def read(self, text: str) -> Any:
        """The value in a text.

        :raises ValueError: with the sentence to show.
        """
        raise NotImplementedError

    def pre_validate(self, form: wtforms.Form) -> None:
        """An empty field is a mistake or the end of looking at it."""
        if self.process_errors:
            raise StopValidation
        if self.empty:
            raise StopValidation(None if self.optional else self.missing % {**self.missing.facts, 'label': self.label.text})


def one_line(text: str) -> str:
    """The text as one line: composed, without characters that nobody sees, with single spaces."""
    return ' '.join(unicodedata.normalize('NFC', UNSEEN.sub('', CONTROL.sub('', text.replace('\r', '\n')))).split())


def lines(text: str) -> str:
    """The text with its lines: composed, without control characters, without spaces at the ends and more than one empty line."""
    plain = CONTROL.sub('', unicodedata.normalize('NFC', text).replace('\r\n', '\n').replace('\r', '\n'))
    return re.sub(r'\n{3,}', '\n\n', '\n'.join(line.rstrip() for line in plain.split('\n'))).strip()
