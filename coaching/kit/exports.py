"""Tables that leave the house: CSV and XLSX that a spreadsheet program shows as text and never runs."""

from __future__ import annotations

import csv
import datetime
import decimal
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import xlsxwriter

Cell: TypeAlias = str | int | float | decimal.Decimal | datetime.date | datetime.datetime | None
Sheet: TypeAlias = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]

MARK = "'"
LONGEST_CELL = 32_767
LONGEST_TITLE = 31

_EXCELS_OWN_TITLES = frozenset({'history'})
_STARTS_A_FORMULA = frozenset('=+-@\u2212')
_ALWAYS_MARKED = frozenset('\t\r\n\0')
_PASSED_OVER = frozenset({'Cc', 'Cf', 'Zs', 'Zl', 'Zp'})
_QUOTES = frozenset('"\'`´‘’‚‛“”„‟«»')
_NOT_IN_A_TITLE = re.compile(r'[\[\]:*?/\\\x00-\x1f]')


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet program could take it for a formula.

    What stands before the telling sign does not hide it: white space, control signs and quotes are passed over, and full-width and
    small forms count as what they mean (OWASP ASVS 5.0, 1.2.10).
    """
    if text and text[0] in _ALWAYS_MARKED:
        return MARK + text
    for letter in text:
        plain = unicodedata.normalize('NFKC', letter)[:1]
        if plain in _STARTS_A_FORMULA:
            return MARK + text
        if unicodedata.category(letter) not in _PASSED_OVER and letter not in _QUOTES and plain not in _QUOTES:
            return text
    return text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`; any other text as it is."""
    return text[1:] if text.startswith(MARK) and guarded(text[1:]) == text else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV in UTF-8 with the mark that Excel needs; real numbers stay numbers, times are UTC."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow([guarded(name) for name in header])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return page.getvalue().encode('utf-8-sig', errors='replace')


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime.datetime):
        return _in_utc(cell).strftime('%Y-%m-%d %H:%M')
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if _is_number(cell):
        return str(cell)
    return '' if cell is None else guarded(str(cell))


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float | decimal.Decimal) and not isinstance(cell, bool) and math.isfinite(cell)


def _in_utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)


def xlsx_bytes(sheets: Iterable[Sheet]) -> bytes:
    """A workbook: (title, header, rows) for each sheet; text is written as text and keeps its quote when somebody edits the cell."""
    page = io.BytesIO()
    settings = {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False, 'strings_to_numbers': False}
    book = xlsxwriter.Workbook(page, settings)
    looks = {
        'header': book.add_format({'bold': True}),
        'quoted': book.add_format({'quote_prefix': True}),
        'day': book.add_format({'num_format': 'yyyy-mm-dd'}),
        'moment': book.add_format({'num_format': 'yyyy-mm-dd hh:mm'}),
    }
    taken = set(_EXCELS_OWN_TITLES)
    for title, header, rows in sheets:
        sheet = book.add_worksheet(_title(title, taken))
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            sheet.write_string(0, column, name[:LONGEST_CELL], looks['header'])
        for row, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                _write(sheet, row, column, cell, looks)
    book.close()
    return page.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, looks: dict) -> None:
    if isinstance(cell, datetime.datetime):
        sheet.write_datetime(row, column, _in_utc(cell), looks['moment'])
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, column, cell, looks['day'])
    elif _is_number(cell):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        text = str(cell)
        sheet.write_string(row, column, text[:LONGEST_CELL], None if guarded(text) == text else looks['quoted'])


def _title(wanted: str, taken: set[str]) -> str:
    """A title that Excel takes: at most 31 signs, none of its own, and not twice."""
    plain = _NOT_IN_A_TITLE.sub(' ', wanted).strip(" '") or 'Sheet'
    number, title = 1, plain[:LONGEST_TITLE].rstrip(" '")
    while title.casefold() in taken:
        number += 1
        title = f'{plain[: LONGEST_TITLE - 5]} {number}'
    taken.add(title.casefold())
    return title
