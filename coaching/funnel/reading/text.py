"""Bytes to lines to cells: what people upload was written by many programs, in many codings."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata

from coaching.funnel.reading.reasons import Unreadable
from coaching.kit.exports import unguarded
from coaching.kit.refusal import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
DELIMITERS = '\t;,|'
SAMPLE = 65_536

_SAYS_ITS_DELIMITER = re.compile(r'sep=([;,|\t])\r?\n', re.IGNORECASE)
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
_UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2060, 0x206A), 0x200B, 0x200E, 0x200F, 0xFEFF]) | dict.fromkeys(_CONTROLS, ' ')
_ODD = str.maketrans('', '', ''.join(chr(code) for code in _CONTROLS if chr(code) not in '\t\r\n\f\v\x1a'))
_MARKS = (
    (codecs.BOM_UTF8, 'utf-8-sig'),
    (codecs.BOM_UTF16_LE, 'utf-16'),
    (codecs.BOM_UTF16_BE, 'utf-16'),
)


def check_size(content: bytes) -> None:
    """Stop before anything is looked at.

    :raises Refused: there is nothing, or more than MOST_BYTES.
    """
    if len(content) > MOST_BYTES:
        raise Refused(Unreadable.TOO_LARGE, most=MOST_BYTES // 1024 // 1024)
    if not content:
        raise Refused(Unreadable.NOTHING)


def decode(content: bytes) -> str:
    """The text of these bytes, with one kind of line end.

    :raises Refused: they are not text.
    """
    text = content.decode(_coding(content), errors='replace')
    sample = text[:SAMPLE]
    if '\0' in text or len(sample) - len(sample.translate(_ODD)) > len(sample) // 100:
        raise Refused(Unreadable.NOT_A_TABLE)
    return text.replace('\r\n', '\n').replace('\r', '\n')


def _coding(content: bytes) -> str:
    for mark, coding in _MARKS:
        if content.startswith(mark):
            return coding
    beginning = content[:4096]
    if beginning[1::2].count(0) * 3 > len(beginning):
        return 'utf-16-le'
    if beginning[0::2].count(0) * 3 > len(beginning):
        return 'utf-16-be'
    try:
        content.decode('utf-8')
    except UnicodeDecodeError:
        return 'cp1252'
    return 'utf-8'


def delimiter(text: str) -> str:
    """The sign that stands between this text's cells: the one seen most; a tab wins over a comma inside dates and names."""
    outside = re.sub(r'"[^"]*"', '', text[:SAMPLE])
    return max(DELIMITERS, key=lambda sign: (outside.count(sign), -DELIMITERS.index(sign)))


def split(text: str) -> list[list[str]]:
    """The rows of a text, each a list of tidy cells; blank rows stay, so that a row keeps its number.

    :raises Refused: there are too many, or the text is no table.
    """
    said = _SAYS_ITS_DELIMITER.match(text)
    sign = said[1] if said else delimiter(text)
    body = text[said.end() :] if said else text
    is_unbalanced = body.count('"') % 2 == 1
    rows: list[list[str]] = [[]] if said else []
    try:
        lines = io.StringIO(body, newline='')
        for row in csv.reader(lines, delimiter=sign, quoting=csv.QUOTE_NONE if is_unbalanced else csv.QUOTE_MINIMAL):
            rows.append([tidy(cell.strip('"') if is_unbalanced else cell) for cell in row[:MOST_COLUMNS]])
            check_rows(len(rows))
    except csv.Error as wrong:
        raise Refused(Unreadable.NOT_A_TABLE) from wrong
    return rows


def check_rows(count: int) -> None:
    """Stop when there are more rows than are read at once.

    :raises Refused: the count is above MOST_ROWS.
    """
    if count > MOST_ROWS:
        raise Refused(Unreadable.TOO_MANY_ROWS, most=MOST_ROWS)


def tidy(cell: str) -> str:
    """A cell without signs that nobody sees, with single spaces, and without the mark that our own exports set before a formula."""
    return unguarded(unicodedata.normalize('NFC', ' '.join(cell[:LONGEST_CELL].translate(_UNSEEN).split())))
