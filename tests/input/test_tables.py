"""No cell of a table that leaves the house begins as a formula, whoever wrote it."""

from __future__ import annotations

import csv
import io
import unicodedata

import openpyxl
import pytest

from coaching.kit import exports
from coaching.kit.database import execute, fetch
from tests.access import expected
from tests.access.asking import ask, filled, routes
from tests.input.texts import FORMULAS

STARTS = ('=', '+', '-', '@', '\t', '\r', '\n')
TEXTS = """
select table_name, column_name, character_maximum_length from information_schema.columns
where table_schema = 'public' and data_type = 'text' and (table_name, column_name) in (
    ('person', 'name'), ('person', 'how_heard'), ('organisation', 'name'), ('place', 'name'), ('network', 'name'),
    ('offering_words', 'title'), ('offering_words', 'summary'), ('registration', 'group_words'), ('membership', 'title'))
"""


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet program could run it: by its first sign that can be seen, full-width ones included."""
    if cell.startswith(STARTS):
        return not cell.lstrip('+-').replace('.', '').isdigit()
    seen = ''.join(sign for sign in cell if unicodedata.category(sign) not in ('Cc', 'Cf', 'Zs', 'Zl', 'Zp') and sign not in '"')
    return unicodedata.normalize('NFKC', seen[:1]) in ('=', '+', '-', '@', '\u2212')


def cells(answer: bytes, kind: str) -> list[str]:
    if 'csv' in kind:
        return [cell for row in csv.reader(io.StringIO(answer.decode('utf-8-sig'), newline='')) for cell in row]
    book = openpyxl.load_workbook(io.BytesIO(answer))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == 'f']


def files() -> list[str]:
    return [route for route in routes() if route.startswith('GET') and route.endswith(('.csv', '.xlsx'))]


@pytest.mark.parametrize('text', FORMULAS)
async def test_no_download_holds_a_formula_whoever_wrote_the_words(client, house, text):
    for row in await fetch(TEXTS):
        own = 'left($1, 60) || id' if row['table_name'] != 'network' else 'left($1, 60)'
        await execute(f'update {row["table_name"]} set {row["column_name"]} = {own}', text)
    ways = ['', *(f'?split={split}&first=2020-01-01' for split in ('month', 'place', 'language', 'how_heard'))]
    for route in files():
        for way in ways:
            role = 'coordinator' if expected.ROUTES[route]['coordinator'] == expected.IN else 'member'
            answer = await ask(client, route, filled(route, house) + way, house.cookies[role], {})
            assert answer.status_code == 200
            told = cells(answer.content, answer.headers['content-type'])
            assert [cell for cell in told if is_formula(cell)] == []


@pytest.mark.parametrize('text', FORMULAS)
def test_no_cell_of_either_kind_of_file_is_a_formula(text: str):
    header, row = [text, f'{text} again'], [text, f'Ana {text}']
    assert [cell for cell in cells(exports.csv_bytes(header, [row]), 'csv') if is_formula(cell)] == []
    assert cells(exports.xlsx_bytes([(text, header, [row])]), 'xlsx') == []


def test_what_the_house_writes_it_reads_again_as_it_was():
    for text in FORMULAS:
        (_, row) = csv.reader(io.StringIO(exports.csv_bytes(['name'], [[text]]).decode('utf-8-sig'), newline=''))
        assert exports.unguarded(row[0]) == text


def test_there_are_downloads():
    assert files() != []
