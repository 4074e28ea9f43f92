"""Rows of a sheet to people and their attendance before this system."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from babel import Locale

from coaching.funnel.reading.columns import COLUMNS, STAGES, ColumnMap
from coaching.funnel.reading.names import address
from coaching.funnel.reading.reasons import Faulty, LeftOut
from coaching.funnel.reading.stamps import day_of
from coaching.funnel.reading.values import Attended, Fault, ImportRow, Sheet, SheetRow
from coaching.kit.refusal import Reason
from coaching.kit.words import fold

LONGEST_NAME = 120
LONGEST_ORGANISATION = 160
LONGEST_HOW_HEARD = 200
LONGEST_PHONE = 40

_NOTHING = frozenset({'-', '--', '.', '?', 'n/a', 'na', 'none', 'null', 'no email', 'ninguno', 'ninguna', 'no tiene', 'sin correo'})
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_CAME = dict.fromkeys(
    ('yes', 'y', 'x', '1', 'true', 'came', 'attended', 'here', 'present', 'checked in', 'si', 's', 'vino', 'asistio', 'presente', '✓', '✔'),
    True,
) | dict.fromkeys(
    ('no', 'n', '0', 'false', 'absent', 'no show', 'no-show', 'not here', 'did not attend', 'did not come', 'missed', 'no asistio',
     'no vino', 'ausente', '✗', '✘'),
    False,
)  # fmt: skip
_STAGE = {
    'intro': re.compile(r'\bintro'),
    'taste': re.compile(r'\btaste|\bprobad|\bdegust'),
    'training': re.compile(r'\btrain|\bcapacit|\bformacion|\bentrenamiento'),
}


class _Wrong(Exception):
    """A row cannot be taken as it stands."""

    def __init__(self, reason: Reason, text: str = '') -> None:
        super().__init__(reason.name)
        self.fault = Fault(reason, {'text': text[:60]} if text else {})


def read_rows(sheet: Sheet, chosen: ColumnMap, *, today: datetime.date) -> tuple[ImportRow, ...]:
    """Every row with something in a chosen column, in the sheet's order; what cannot be taken says why in its `fault`."""
    places = [place for what in COLUMNS if (place := getattr(chosen, what)) is not None]
    filled = (row for row in sheet.rows if any(_said(row.cell(place)) for place in places))
    return without_repeats(read_row(row, chosen, today=today) for row in filled)


def without_repeats(rows: Iterable[ImportRow]) -> tuple[ImportRow, ...]:
    """The rows, where one that says the same as an earlier one is left out and names it."""
    first: dict[object, int] = {}
    kept = []
    for row in rows:
        same = (row.email or row.phone, fold(row.name), row.stage, row.attended_on, row.came, row.further)
        earlier = row.number if row.fault else first.setdefault(same, row.number)
        kept.append(row if earlier == row.number else replace(row, fault=Fault(LeftOut.TWICE, {'row': earlier})))
    return tuple(kept)


def read_row(row: SheetRow, chosen: ColumnMap, *, today: datetime.date) -> ImportRow:
    """One row as it would be taken; `today` is the last day on which somebody can have come."""
    name = _said(row.cell(chosen.name)) or f'{_said(row.cell(chosen.first_name))} {_said(row.cell(chosen.last_name))}'.strip()
    try:
        return _read(row, chosen, name, today)
    except _Wrong as wrong:
        return ImportRow(row.number, name[:LONGEST_NAME], fault=wrong.fault)


def _read(row: SheetRow, chosen: ColumnMap, name: str, today: datetime.date) -> ImportRow:
    if not name:
        raise _Wrong(Faulty.NO_NAME)
    organisation = _said(row.cell(chosen.organisation))
    for text, most in ((name, LONGEST_NAME), (organisation, LONGEST_ORGANISATION)):
        if len(text) > most:
            raise _Wrong(Faulty.LONG, text)
    email, phone = _email(_said(row.cell(chosen.email))), _phone(_said(row.cell(chosen.phone)))
    stage, day, came = _attendance(row, chosen, today)
    further = tuple(_by_stage(row, chosen, today))
    if stage is None and further:
        stage, day, came, further = further[0].stage, further[0].on, True, further[1:]
    return ImportRow(
        row.number,
        name,
        email,
        phone,
        organisation or None,
        language_of(row.cell(chosen.language)),
        _said(row.cell(chosen.how_heard))[:LONGEST_HOW_HEARD].strip() or None,
        stage,
        day,
        came,
        further,
    )


def _said(text: str) -> str:
    """The cell, '' where it says in words that there is nothing."""
    return '' if fold(text) in _NOTHING else text


def _email(text: str) -> str | None:
    if not text:
        return None
    found = address(text)
    if not found or not _ADDRESS.fullmatch(found):
        raise _Wrong(Faulty.EMAIL, text)
    return found


def _phone(text: str) -> str | None:
    if not text:
        return None
    if not 7 <= sum(letter.isdigit() for letter in text) <= 20 or len(text) > LONGEST_PHONE:
        raise _Wrong(Faulty.PHONE, text)
    return text


def _attendance(row: SheetRow, chosen: ColumnMap, today: datetime.date) -> tuple[str | None, datetime.date | None, bool | None]:
    """What this person came to, when, and whether; a stage or a day without a column about coming is an attendance."""
    named, written = _said(row.cell(chosen.stage)), _said(row.cell(chosen.attended_on))
    stage = _stage(named) or chosen.every_stage
    day = _day(written, chosen) if written else None
    came = _came(_said(row.cell(chosen.came)))
    if came or (chosen.came is None and (named or written or chosen.every_stage)):
        if stage is None:
            raise _Wrong(Faulty.STAGE if named else Faulty.NO_STAGE, named)
        return stage, _past(day or chosen.every_day, today), True
    return stage, day, came


def _by_stage(row: SheetRow, chosen: ColumnMap, today: datetime.date) -> Iterator[Attended]:
    """Attendances of a sheet that has a column for each stage: a day in it, or a plain yes where one day holds for all."""
    for stage in STAGES:
        written = _said(row.cell(getattr(chosen, f'{stage}_on')))
        word = fold(written)
        if written and _CAME.get(word) is not False:
            yield Attended(stage, _past(chosen.every_day if word in _CAME else _day(written, chosen), today))


def _day(written: str, chosen: ColumnMap) -> datetime.date:
    day = day_of(written, day_first=chosen.day_first)
    if day is None:
        raise _Wrong(Faulty.DAY, written)
    return day


def _past(day: datetime.date | None, today: datetime.date) -> datetime.date:
    if day is None:
        raise _Wrong(Faulty.NO_DAY)
    if day > today:
        raise _Wrong(Faulty.DAY_TO_COME, day.isoformat())
    return day


def _stage(text: str) -> str | None:
    return next((stage for stage, words in _STAGE.items() if words.search(fold(text))), None)


def _came(text: str) -> bool | None:
    if not text:
        return None
    if fold(text) not in _CAME:
        raise _Wrong(Faulty.CAME, text)
    return _CAME[fold(text)]


def language_of(text: str) -> str | None:
    """The code of a language that is named in English, in Spanish or by itself; None where it is none that we know."""
    folded = fold(text).partition('-')[0].strip()
    return folded if folded in _languages().values() else _languages().get(folded)


@functools.cache
def _languages() -> dict[str, str]:
    """The codes of languages by their folded names."""
    named = [(str(code), str(name)) for speech in ('es', 'en') for code, name in Locale(speech).languages.items()]
    names = {fold(name): code for code, name in named if len(code) == 2}
    own = {fold(Locale(code).get_language_name() or ''): code for code in ('ar', 'es', 'fr', 'pt', 'so', 'vi', 'zh')}
    return names | own | {'castellano': 'es', 'ingles': 'en'}
