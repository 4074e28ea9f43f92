"""Forms: what a browser sends, and what to say when it is wrong. Every mistake is told at once, and what was typed stays.

A field knows its label, a hint, whether it may stay empty (`optional`) and how long it may be (`limit`); `shown` is what belongs
into the page again.
"""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

import wtforms
from litestar import Request

from coaching.kit import words
from coaching.kit.forms.base import Sent
from coaching.kit.forms.choosing import ChoiceField, LanguageField, ManyField, YesField
from coaching.kit.forms.days import DateField, TimeField
from coaching.kit.forms.files import FILES, LARGE_FILES, FileField, Upload
from coaching.kit.forms.reading import sent
from coaching.kit.forms.typing_in import EmailField, LongTextField, NameField, PhoneField, TextField, TrapField, WholeNumberField

__all__ = [
    'FILES',
    'LARGE_FILES',
    'ChoiceField',
    'DateField',
    'EmailField',
    'FileField',
    'Form',
    'LanguageField',
    'LongTextField',
    'ManyField',
    'Mistake',
    'NameField',
    'PhoneField',
    'Sent',
    'TextField',
    'TimeField',
    'TrapField',
    'Upload',
    'WholeNumberField',
    'YesField',
    'read',
    'sent',
]


class OurWords:
    """WTForms' own way to ask for a translation, answered by our catalogs."""

    def gettext(self, sentence: str) -> str:
        return words.spoken().words.gettext(sentence)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return words.spoken().words.ngettext(one, many, n)


@dataclasses.dataclass(frozen=True, slots=True)
class Mistake:
    """One line of the list above a form: where it is, what the field is called and what is wrong."""

    id: str
    label: str
    sentence: str


class Form(wtforms.Form):
    """The base of every form. `trap` names a hidden field that only a machine fills in."""

    class Meta:
        translations = OurWords()

        def get_translations(self, _form: wtforms.Form) -> OurWords:
            return self.translations

    @property
    def mistakes(self) -> list[Mistake]:
        """Every mistake in the order of the page."""
        fields = [Mistake(field.id, str(field.label.text), str(sentence)) for field in self for sentence in field.errors]
        return fields + [Mistake('', '', str(sentence)) for sentence in self.form_errors]

    @property
    def trapped(self) -> bool:
        """Whether a machine filled in what no person sees; answer as if all were well, and do nothing."""
        return any(isinstance(field, TrapField) and field.data for field in self)

    def changes(self, before: object) -> dict[str, Any]:
        """The fields whose value differs from the attribute of the same name; nothing and an empty text are the same."""
        return {
            name: field.data
            for name, field in self._fields.items()
            if hasattr(before, name) and (field.data or None) != (getattr(before, name) or None)
        }


F = TypeVar('F', bound=Form)


async def read(form_class: type[F], request: Request, **defaults: Any) -> F:
    """The form with what was sent in it; without anything sent, with the defaults (also `obj=`, whose attributes fill it).

    A GET reads the query, if it names one of the fields.

    :raises ClientException: what was sent is no form.
    """
    form = form_class(**defaults) if request.method == 'GET' else form_class(await sent(request), **defaults)
    if request.method == 'GET' and any(name in form for name in request.query_params):
        form.process(Sent.of(request.query_params.multi_items()), **defaults)
    return form
