"""Which column of somebody's sheet holds what: a guess by its name in English or Spanish, kept as a mapping that can be remembered."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from coaching.funnel.reading import labels, sheets
from coaching.funnel.reading.labels import Words, label
from coaching.funnel.reading.reasons import Unreadable
from coaching.funnel.reading.stamps import day_of, is_day_first
from coaching.funnel.reading.text import MOST_COLUMNS
from coaching.funnel.reading.values import Sheet, SheetRow
from coaching.kit.refusal import Refused

STAGES = ('taste', 'intro', 'training')
COLUMNS = (
    'name', 'first_name', 'last_name', 'email', 'phone', 'organisation', 'language', 'how_heard', 'stage', 'attended_on', 'came',
    'taste_on', 'intro_on', 'training_on',
)  # fmt: skip
LINES_LOOKED_AT = 20

_WORDS = {
    'email': ('email', 'e mail', 'email address', 'e mail address', 'correo', 'correo electronico', 'direccion de correo electronico'),
    'first_name': ('first name', 'first', 'given name', 'preferred name', 'primer nombre', 'nombre de pila', 'nombres'),
    'last_name': ('last name', 'last', 'surname', 'family name', 'apellido', 'apellidos'),
    'name': ('name', 'full name', 'your name', 'participant', 'attendee', 'person', 'nombre', 'nombre completo', 'nombre y apellidos',
             'nombre y apellido', 'participante', 'persona'),
    'phone': ('phone', 'phone number', 'cell', 'cell phone', 'mobile', 'telefono', 'celular', 'movil', 'numero de telefono'),
    'organisation': ('organisation', 'organization', 'agency', 'company', 'employer', 'program', 'group', 'school', 'site', 'workplace',
                     'organizacion', 'agencia', 'empresa', 'programa', 'grupo', 'escuela', 'institucion', 'lugar de trabajo'),
    'language': ('language', 'preferred language', 'idioma', 'idioma preferido', 'lengua', 'lenguaje'),
    'how_heard': ('how heard', 'source', 'referral', 'referred by', 'heard from', 'como se entero', 'referido por'),
    'came': ('came', 'attended', 'attendance', 'present', 'here', 'checked in', 'check in', 'showed up', 'show', 'asistio', 'asistencia',
             'vino', 'presente'),
    'taste_on': ('taste', 'taste date', 'taste of cafes', 'a taste of cafes', 'date of taste', 'fecha de taste', 'taste attended'),
    'intro_on': ('intro', 'intro date', 'intro to cafes', 'date of intro', 'fecha de intro', 'intro attended', 'introduccion'),
    'training_on': ('training', 'training date', 'date of training', 'trained', 'trained on', 'training attended', 'capacitacion',
                    'fecha de capacitacion', 'formacion', 'entrenamiento'),
    'stage': ('stage', 'session', 'session type', 'offering', 'event', 'event name', 'came to', 'what they came to',
              'etapa', 'sesion', 'evento', 'tipo de sesion', 'vino a', 'a que vino'),
    'attended_on': ('date', 'attended on', 'date attended', 'session date', 'event date', 'attendance date', 'day', 'fecha',
                    'fecha de asistencia', 'fecha de la sesion', 'dia'),
}  # fmt: skip
_PARTS = {
    'email': re.compile(r'\be ?mail\b|\bcorreo\b'),
    'phone': re.compile(r'\b(phone|mobile|telefono|celular)\b'),
    'how_heard': re.compile(r'\bhear about\b|\bheard (of|about)\b|\bse entero\b|\bsupo de\b'),
    'language': re.compile(r'\b(language|idioma)\b'),
    'organisation': re.compile(r'\b(organi[sz]ation|organizacion|agency|agencia|employer)\b'),
}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column (counted from 0) holds what.

    `taste_on`, `intro_on` and `training_on` are for sheets with a column for each stage. `every_stage` and `every_day` hold for rows
    that do not say it themselves; `day_first` says whether 3/4/2026 is in April.
    """

    name: int | None = None
    first_name: int | None = None
    last_name: int | None = None
    email: int | None = None
    phone: int | None = None
    organisation: int | None = None
    language: int | None = None
    how_heard: int | None = None
    stage: int | None = None
    attended_on: int | None = None
    came: int | None = None
    taste_on: int | None = None
    intro_on: int | None = None
    training_on: int | None = None
    day_first: bool = False
    every_stage: str | None = None
    every_day: datetime.date | None = None

    def as_json(self) -> dict[str, int | str | bool]:
        """What has been chosen, as json holds it."""
        chosen = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: value.isoformat() if name == 'every_day' else value for name, value in chosen.items() if value is not None}

    @classmethod
    def from_json(cls, chosen: object) -> Self:
        """What was remembered or sent; what cannot be is as if it had not been chosen, and a column is chosen once."""
        if not isinstance(chosen, dict):
            return cls()
        taken: dict[int, str] = {}
        for name in COLUMNS:
            place = chosen.get(name)
            if isinstance(place, int) and not isinstance(place, bool) and 0 <= place < MOST_COLUMNS:
                taken.setdefault(place, name)
        stage = chosen.get('every_stage')
        return cls(
            **{name: place for place, name in taken.items()},
            day_first=chosen.get('day_first') is True,
            every_stage=stage if stage in STAGES else None,
            every_day=day_of(str(chosen.get('every_day')), day_first=False),
        )


def read_sheet(content: bytes, *also: Words) -> Sheet:
    """The filled rows of a CSV or Excel file below the line that names its columns; the header is empty where there is no such line.

    `also` are further names that columns may have, beside those of a list of people.

    :raises Refused: with Unreadable; nothing else, whatever the bytes are.
    """
    grid, unread = sheets.grid(content)
    line = _header_line(grid, also)
    header = () if line is None else tuple(grid[line])
    below = 0 if line is None else line + 1
    rows = tuple(SheetRow(number, tuple(cells)) for number, cells in enumerate(grid[below:], start=below + 1) if any(cells))
    if not rows:
        raise Refused(Unreadable.NO_ROWS)
    return Sheet(header, rows, unread)


def _header_line(grid: sheets.Grid, also: Sequence[Words]) -> int | None:
    """The line with the most known names of columns among the first ones; else the first filled line, unless it holds an address."""
    lines = [(line, cells) for line, cells in enumerate(grid[:LINES_LOOKED_AT]) if not any('@' in cell for cell in cells)]
    known = {line: max(len(_named(cells)), *(len(labels.columns(cells, words)) for words in (*also, {}))) for line, cells in lines}
    best = max(known, key=lambda line: (known[line], -line), default=None)
    if best is not None and known[best]:
        return best
    first = next(line for line, cells in enumerate(grid) if any(cells))
    return None if any('@' in cell for cell in grid[first]) else first


def _named(names: Sequence[str]) -> dict[str, int]:
    found = labels.columns(names, _WORDS)
    for what, part in _PARTS.items():
        for place, name in enumerate(names):
            if what not in found and place not in found.values() and part.search(label(name)):
                found[what] = place
    return found


def guess(sheet: Sheet) -> ColumnMap:
    """What each column seems to hold, by its name; an e-mail column also by what stands in it."""
    found = _named(sheet.header)
    if 'email' not in found and (place := _column_of_addresses(sheet)) is not None:
        found = {what: other for what, other in found.items() if other != place} | {'email': place}
    if 'first_name' in found and 'last_name' in found:
        found.pop('name', None)
    elif 'last_name' in found and 'name' in found:
        found['first_name'] = found.pop('name')
    if 'came' in found and 'attended_on' not in found and _holds_days(sheet, found['came']):
        found['attended_on'] = found.pop('came')
    days = [row.cell(found[what]) for row in sheet.rows for what in ('attended_on', 'taste_on', 'intro_on', 'training_on') if what in found]
    return ColumnMap.from_json(found | {'day_first': is_day_first(days, otherwise=labels.is_spanish(sheet.header))})


def _column_of_addresses(sheet: Sheet) -> int | None:
    counts = {place: sum('@' in row.cell(place) for row in sheet.rows) for place in range(max(len(row.cells) for row in sheet.rows))}
    best = max(counts, key=lambda place: (counts[place], -place))
    return best if counts[best] * 2 > len(sheet.rows) else None


def _holds_days(sheet: Sheet, place: int) -> bool:
    filled = [row.cell(place) for row in sheet.rows if row.cell(place)]
    days = [text for text in filled if day_of(text, day_first=False) or day_of(text, day_first=True)]
    return len(days) * 2 > len(filled)


def fingerprint(header: Sequence[str]) -> bytes:
    """What a header is remembered by: the same 32 bytes for the same names of columns in the same order."""
    return hashlib.sha256('\x1f'.join(map(label, header)).encode()).digest()
