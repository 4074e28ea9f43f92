"""Eventbrite's list of attendees: who signed up there, and who was checked in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from coaching.funnel.reading import labels
from coaching.funnel.reading.cells import LONGEST_NAME
from coaching.funnel.reading.columns import ColumnMap
from coaching.funnel.reading.labels import label
from coaching.funnel.reading.reasons import LeftOut
from coaching.funnel.reading.rows import read_row, without_repeats
from coaching.funnel.reading.stamps import is_day_first
from coaching.funnel.reading.text import MOST_COLUMNS
from coaching.funnel.reading.values import Fault, ImportRow, Sheet, SheetRow
from coaching.kit.words import fold

WORDS = {
    'order': ('order number', 'order no', 'order id', 'pedido number', 'n de pedido', 'numero de pedido', 'id del pedido'),
    'status': ('attendee status', 'estado del asistente', 'estado de asistente'),
    'first_name': ('attendee first name', 'first name', 'nombre del asistente', 'nombre'),
    'last_name': ('attendee last name', 'attendee surname', 'last name', 'surname', 'apellidos del asistente', 'apellidos', 'apellido'),
    'email': ('attendee email', 'email', 'email address', 'correo electronico del asistente', 'correo electronico'),
    'phone': ('cell phone', 'mobile phone', 'phone number', 'phone', 'home phone', 'work phone', 'telefono movil', 'telefono'),
    'organisation': ('company', 'company organization', 'organization', 'organisation', 'agency', 'empresa', 'organizacion'),
    'how_heard': ('how did you hear about this event', 'how did you hear about us', 'como se entero de este evento'),
    'language': ('preferred language', 'language', 'idioma preferido', 'idioma'),
    'stage': ('event name', 'nombre del evento'),
    'attended_on': (
        'event start date', 'event date', 'event start time', 'event start date time', 'date attending', 'fecha de inicio del evento',
        'fecha del evento',
    ),
    'came': ('checked in', 'check in', 'check in status', 'checked in at', 'check in time', 'check in date', 'registrado'),
}  # fmt: skip
_CANCELLED = frozenset(
    {'not attending', 'cancelled', 'canceled', 'refunded', 'deleted', 'transferred', 'no asistira', 'cancelado', 'reembolsado'}
)
_CHECKED_IN = frozenset({'checked in', 'check in', 'registrado', 'ingreso'})
_NO = frozenset({'no', 'false', '0', '-', 'not checked in'})
_NEVER_GIVEN = frozenset({'info requested', 'info requested info requested', 'informacion solicitada'})


def is_export(header: Sequence[str]) -> bool:
    """Whether these columns are those of Eventbrite's list of attendees."""
    found = labels.columns(header, WORDS)
    return 'order' in found and 'email' in found and ('status' in found or any(label(name).startswith('attendee') for name in header))


def guess(sheet: Sheet) -> ColumnMap:
    """What each column of the export holds."""
    found = labels.columns(sheet.header, WORDS)
    days = [row.cell(found.get('attended_on')) for row in sheet.rows]
    known = {what: place for what, place in found.items() if what not in ('order', 'status', 'came')}
    return ColumnMap.from_json(known | {'day_first': is_day_first(days, otherwise=labels.is_spanish(sheet.header))})


def read_rows(sheet: Sheet, chosen: ColumnMap, *, today: datetime.date) -> tuple[ImportRow, ...]:
    """Every ticket as a row. A sign-up proves no attendance: only a check-in does, and where nobody of a date was checked in, nobody is
    counted as absent.
    """
    found = labels.columns(sheet.header, WORDS)
    checked = {row.number: _is_checked_in(row, found) for row in sheet.rows}
    dates = {_date(row, chosen) for row in sheet.rows if checked[row.number]}
    return without_repeats(
        _read(row, chosen, found, came='yes' if checked[row.number] else 'no' if _date(row, chosen) in dates else '', today=today)
        for row in sheet.rows
    )


def _date(row: SheetRow, chosen: ColumnMap) -> tuple[str, str]:
    return row.cell(chosen.stage), row.cell(chosen.attended_on)


def _is_checked_in(row: SheetRow, found: dict[str, int]) -> bool:
    mark = fold(row.cell(found.get('came')))
    return bool(mark) and mark not in _NO or fold(row.cell(found.get('status'))) in _CHECKED_IN


def _read(row: SheetRow, chosen: ColumnMap, found: dict[str, int], *, came: str, today: datetime.date) -> ImportRow:
    name = f'{row.cell(chosen.first_name)} {row.cell(chosen.last_name)}'.strip()[:LONGEST_NAME]
    if fold(row.cell(found.get('status'))) in _CANCELLED:
        return ImportRow(row.number, name, fault=Fault(LeftOut.CANCELLED))
    if fold(name) in _NEVER_GIVEN:
        return ImportRow(row.number, name, fault=Fault(LeftOut.NAME_WAS_NEVER_GIVEN))
    cells = (*row.cells, *[''] * (MOST_COLUMNS - len(row.cells)), came)
    return read_row(SheetRow(row.number, cells), replace(chosen, came=MOST_COLUMNS), today=today)
