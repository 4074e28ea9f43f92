"""Rows of a sheet to people and their attendance before this system."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coaching.funnel.reading.cells import LONGEST_NAME, YES_OR_NO, Wrong, day_in, email_of, language_of, past, phone_of, said, yes_or_no
from coaching.funnel.reading.columns import COLUMNS, STAGES, ColumnMap
from coaching.funnel.reading.reasons import Faulty, LeftOut
from coaching.funnel.reading.values import Attended, Fault, ImportRow, Sheet, SheetRow
from coaching.kit.words import fold

LONGEST_ORGANISATION = 160
LONGEST_HOW_HEARD = 200

_STAGE = {
    'intro': re.compile(r'\bintro'),
    'taste': re.compile(r'\btaste|\bprobad|\bdegust'),
    'training': re.compile(r'\btrain|\bcapacit|\bformacion|\bentrenamiento'),
}


def read_rows(sheet: Sheet, chosen: ColumnMap, *, today: datetime.date) -> tuple[ImportRow, ...]:
    """Every row with something in a chosen column, in the sheet's order; what cannot be taken says why in its `fault`."""
    places = [place for what in COLUMNS if (place := getattr(chosen, what)) is not None]
    filled = (row for row in sheet.rows if any(said(row.cell(place)) for place in places))
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
    name = said(row.cell(chosen.name)) or f'{said(row.cell(chosen.first_name))} {said(row.cell(chosen.last_name))}'.strip()
    try:
        return _read(row, chosen, name, today)
    except Wrong as wrong:
        return ImportRow(row.number, name[:LONGEST_NAME], fault=wrong.fault)


def _read(row: SheetRow, chosen: ColumnMap, name: str, today: datetime.date) -> ImportRow:
    if not name:
        raise Wrong(Faulty.NO_NAME)
    organisation = said(row.cell(chosen.organisation))
    for text, most in ((name, LONGEST_NAME), (organisation, LONGEST_ORGANISATION)):
        if len(text) > most:
            raise Wrong(Faulty.LONG, text)
    email, phone = email_of(said(row.cell(chosen.email))), phone_of(said(row.cell(chosen.phone)))
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
        said(row.cell(chosen.how_heard))[:LONGEST_HOW_HEARD].strip() or None,
        stage,
        day,
        came,
        further,
    )


def _attendance(row: SheetRow, chosen: ColumnMap, today: datetime.date) -> tuple[str | None, datetime.date | None, bool | None]:
    """What this person came to, when, and whether; a stage or a day without a column about coming is an attendance."""
    named, written = said(row.cell(chosen.stage)), said(row.cell(chosen.attended_on))
    stage = _stage(named) or chosen.every_stage
    day = day_in(written, day_first=chosen.day_first) if written else None
    came = yes_or_no(said(row.cell(chosen.came)), Faulty.CAME)
    if came or (chosen.came is None and (named or written or chosen.every_stage)):
        if stage is None:
            raise Wrong(Faulty.STAGE if named else Faulty.NO_STAGE, named)
        return stage, past(day or chosen.every_day, today), True
    return stage, day, came


def _by_stage(row: SheetRow, chosen: ColumnMap, today: datetime.date) -> Iterator[Attended]:
    """Attendances of a sheet that has a column for each stage: a day in it, or a plain yes where one day holds for all."""
    for stage in STAGES:
        written = said(row.cell(getattr(chosen, f'{stage}_on')))
        word = fold(written)
        if written and YES_OR_NO.get(word) is not False:
            yield Attended(stage, past(chosen.every_day if word in YES_OR_NO else day_in(written, day_first=chosen.day_first), today))


def _stage(text: str) -> str | None:
    return next((stage for stage, words in _STAGE.items() if words.search(fold(text))), None)

