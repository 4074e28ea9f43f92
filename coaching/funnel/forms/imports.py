"""The forms of bringing people in from a file: the file itself, and what each of its columns holds."""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from coaching.funnel.reading.columns import COLUMNS, ColumnMap
from coaching.funnel.reading.text import MOST_BYTES
from coaching.funnel.reading.values import Sheet
from coaching.kit.forms import ChoiceField, DateField, FileField, Form, LanguageField
from coaching.kit.words import _, later

EXAMPLES = 3
LONGEST_EXAMPLE = 40
MEANINGS = {
    'name': later('Full name'),
    'first_name': later('First name'),
    'last_name': later('Last name'),
    'email': later('Email address'),
    'phone': later('Phone number'),
    'organisation': later('School, agency or group'),
    'language': later('Language'),
    'how_heard': later('How they heard of us'),
    'stage': later('What they came to'),
    'attended_on': later('The day they came'),
    'came': later('Whether they came: yes or no'),
    'taste_on': later('The day of their Taste'),
    'intro_on': later('The day of their Intro'),
    'training_on': later('The day of their Training'),
}
OUT = 'out'
STAGES = (
    (OUT, later('It differs, or nothing')), ('taste', later('A Taste')), ('intro', later('An Intro')), ('training', later('A Training')),
)  # fmt: skip


class File(Form):
    """A file that shall come in."""

    file = FileField(
        later('Your file'), endings=('csv', 'txt', 'tsv', 'xlsx'), megabytes=MOST_BYTES // 1024 // 1024,
        hint=later('A CSV or Excel file with one person, team or talk on a line, or the list of attendees from Eventbrite'),
    )  # fmt: skip


class ColumnForm(Form):
    """What each column of one sheet holds; its fields stand before those for the whole file, see `columns_of`."""

    @property
    def columns(self) -> list[ChoiceField]:
        """The fields of the sheet's columns, in their order."""
        return [field for field in self if field.name.startswith('column_')]

    @property
    def places(self) -> dict[str, int]:
        """A column's number for each meaning that was chosen."""
        return {field.data: int(field.name.removeprefix('column_')) for field in self.columns if field.data != OUT}

    def lacking(self, _chosen: Collection[str]) -> str:
        """What has to be chosen and was not; '' where all is there."""
        return ''

    def validate(self, extra_validators: Any = None) -> bool:
        """Each meaning stands for one column, and nothing that is needed is missing."""
        good = super().validate(extra_validators)
        seen: set[str] = set()
        for field in self.columns:
            if field.data in seen - {OUT}:
                field.errors = [*field.errors, _('Another column holds this already. Choose it for one of them.')]
            seen.add(field.data)
        if good and (lacks := self.lacking(seen)):
            self.form_errors.append(lacks)
        return not self.mistakes


class Columns(ColumnForm):
    """The columns of a list of people, and what holds for all of its rows."""

    every_stage = ChoiceField(
        later('Did everybody in this file come to the same?'), choices=STAGES,
        hint=later('Only where no column says what they came to'),
    )  # fmt: skip
    every_day = DateField(later('On which day?'), optional=True, hint=later('Only where no column says the day.'))
    day_first = ChoiceField(
        later('What is 3/4/2026 in this file?'), choices=(('month', later('March 4, 2026')), ('day', later('April 3, 2026')))
    )
    every_language = LanguageField(later('Language of those whose row does not say it'))

    def chosen(self) -> ColumnMap:
        """What was chosen, a column's number for each meaning."""
        return ColumnMap.from_json(
            self.places
            | {'every_stage': self.every_stage.data, 'day_first': self.day_first.data == 'day'}
            | ({'every_day': self.every_day.data.isoformat()} if self.every_day.data else {})
        )

    def lacking(self, chosen: Collection[str]) -> str:
        """A list of people has a column with their names."""
        return '' if set(chosen) & {'name', 'first_name', 'last_name'} else _('Say which column holds the name.')


Columned = TypeVar('Columned', bound=ColumnForm)


def columns_of(sheet: Sheet) -> type[Columns]:
    """The form for the columns of this list of people."""
    return with_columns(Columns, sheet, MEANINGS)


def with_columns(
    base: type[Columned], sheet: Sheet, meanings: Mapping[str, str], *, unshown: Collection[int] = ()
) -> type[Columned]:
    """A form with a field for each column of this sheet: its name, its first rows unless `unshown`, what it may hold."""
    choices = [(OUT, later('Leave it out')), *meanings.items()]
    width = max(len(sheet.header), *(len(row.cells) for row in sheet.rows))
    fields = {
        f'column_{place}': ChoiceField(
            _heading(sheet, place), choices=choices, default=OUT,
            hint=_('What was written is not shown here') if place in unshown else _examples(sheet, place),
        )
        for place in range(width)
    }  # fmt: skip
    return type(f'{base.__name__}OfSheet', (base,), fields)


def _heading(sheet: Sheet, place: int) -> str:
    named = sheet.header[place] if place < len(sheet.header) else ''
    return named[:80] or _('Column %(letter)s', letter=_letter(place))


def _letter(place: int) -> str:
    """What a spreadsheet program calls a column: A to Z, then AA."""
    letters = string.ascii_uppercase
    return letters[place] if place < len(letters) else letters[place // len(letters) - 1] + letters[place % len(letters)]


def _examples(sheet: Sheet, place: int) -> str:
    found = dict.fromkeys(row.cell(place) for row in sheet.rows[:50] if row.cell(place))
    return ' · '.join(text[:LONGEST_EXAMPLE] for text in list(found)[:EXAMPLES]) or _('Nothing stands in it')


def columns_data(mapping: ColumnMap, language: str) -> dict[str, object]:
    """A mapping as the form holds it."""
    told: dict[str, object] = {f'column_{place}': name for name in COLUMNS if (place := getattr(mapping, name)) is not None}
    known = dataclasses.asdict(mapping)
    return told | {
        'every_stage': known['every_stage'] or OUT, 'every_day': known['every_day'], 'day_first': 'day' if known['day_first'] else 'month',
        'every_language': language,
    }  # fmt: skip
