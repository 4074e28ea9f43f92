"""CSV or Excel bytes to rows of text."""

from __future__ import annotations

import contextlib
import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator

import openpyxl

from coaching.funnel.reading import text
from coaching.funnel.reading.reasons import Unreadable
from coaching.kit.refusal import Refused

MOST_UNPACKED = 30 * 1024 * 1024
MOST_TAGS = 1_500_000
MOST_MEMBERS = 400
MOST_LINES = 100_000

_ZIP = b'PK\x03\x04'
_OLD_EXCEL = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
_OTHERS = (b'%PDF', b'\x89PNG', b'\xff\xd8\xff', b'GIF8', b'{\\rtf', b'PK\x05\x06')
_CONTROL_BY_NUMBER = re.compile(r'_x00[01][0-9A-Fa-f]_')
_FAILED_FORMULA = frozenset({'#DIV/0!', '#N/A', '#NAME?', '#NULL!', '#NUM!', '#REF!', '#VALUE!', '#SPILL!', '#CALC!'})

Grid = list[list[str]]


def grid(content: bytes) -> tuple[Grid, tuple[str, ...]]:
    """The rows of a CSV text or of the first filled sheet of a workbook, and the names of further filled sheets.

    :raises Refused: too large, too many rows, or no table at all.
    """
    text.check_size(content)
    if content.startswith(_OLD_EXCEL):
        raise Refused(Unreadable.OLD_OR_LOCKED)
    if content.startswith(_OTHERS):
        raise Refused(Unreadable.NOT_A_TABLE)
    rows, unread = _workbook(content) if content.startswith(_ZIP) else (text.split(text.decode(content)), ())
    if not any(map(any, rows)):
        raise Refused(Unreadable.NOTHING)
    return rows, unread


def _workbook(content: bytes) -> tuple[Grid, tuple[str, ...]]:
    try:
        _check_archive(content)
        with warnings.catch_warnings(action='ignore'), contextlib.closing(_opened(content)) as book:
            return _first_filled(book)
    except Refused:
        raise
    except Exception as wrong:
        raise Refused(Unreadable.NOT_A_TABLE) from wrong


def _opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)


def _check_archive(content: bytes) -> None:
    """Stop before a small file becomes a large one: in bytes, or in the elements that a parser would keep of them."""
    tags = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [member for member in archive.infolist() if not member.filename.startswith('xl/media/')]
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
            raise Refused(Unreadable.TOO_LARGE, most=text.MOST_BYTES // 1024 // 1024)
        for member in members:
            with archive.open(member) as unpacked:
                tags += sum(piece.count(b'<') for piece in iter(lambda: unpacked.read(65_536), b''))
            if tags > MOST_TAGS:
                raise Refused(Unreadable.TOO_LARGE, most=text.MOST_BYTES // 1024 // 1024)


def _first_filled(book: openpyxl.Workbook) -> tuple[Grid, tuple[str, ...]]:
    first: Grid = []
    unread = []
    for sheet in book.worksheets:
        if sheet.sheet_state != 'visible':
            continue
        if not first:
            first = list(_rows(sheet))
            if not any(map(any, first)):
                first = []
        elif any(any(row) for row in _rows(sheet)):
            unread.append(sheet.title)
    return first, tuple(unread)


def _rows(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> Iterator[list[str]]:
    """Every row up to the last; blank ones too, so that a row keeps its number."""
    sheet.reset_dimensions()
    filled = 0
    for number, row in enumerate(sheet.iter_rows(max_col=text.MOST_COLUMNS, max_row=MOST_LINES + 1, values_only=True), start=1):
        cells = [_words(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        filled += bool(cells)
        text.check_rows(filled if number <= MOST_LINES else number)
        yield cells


def _words(value: object) -> str:
    """A cell's value as its owner reads it."""
    if value is None:
        return ''
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 9))
    if isinstance(value, datetime.datetime):
        near = (value + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
        return near.date().isoformat() if near.time() == datetime.time() else near.isoformat(sep=' ')
    if isinstance(value, datetime.time):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, datetime.timedelta):
        return str(datetime.timedelta(seconds=round(value.total_seconds())))
    words = str(value)
    return '' if words in _FAILED_FORMULA else text.tidy(_CONTROL_BY_NUMBER.sub(' ', words))
