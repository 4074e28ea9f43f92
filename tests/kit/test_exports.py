"""Tables that leave the house hold no formula, whatever people typed."""

from __future__ import annotations

import csv
import datetime
import decimal
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.kit.exports import csv_bytes, guarded, unguarded, xlsx_bytes

GAPS_OF_OTHERS = ['-1', '\t=1', ' =1', '＝1', '"=1']
PREFIXES = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\0', ' =', '  -', '\t=', '\r\n@', '\0=', '\x1b=', '\u00a0=', '\u3000=', '\u200b=', '\ufeff=',
    '"=', "'=", '“=', '" =', '＝', '＋', '－', '＠', '﹦', '﹣', '−', '⁼',
]  # fmt: skip
HARMLESS = ['', 'Ana Ruiz', "O'Neil", '"Rosie" Vega', '1-2', 'ana@example.org', 'a=b', '…', '¿Vino?', '(602) 555-0142', ' Ana', '’90s']


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode('utf-8-sig'), newline='')))


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize('text', [*GAPS_OF_OTHERS, *(prefix + '1+1|cmd' for prefix in PREFIXES)])
def test_a_text_that_a_spreadsheet_could_run_is_marked_and_can_be_had_back(text: str):
    assert cells(csv_bytes(['name'], [[text]])) == [['name'], ["'" + text]]
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize('text', HARMLESS)
def test_a_harmless_text_stays_as_it_is(text: str):
    assert cells(csv_bytes(['a', 'b'], [[text, '.']]))[1][0] == text
    assert unguarded(text) == text


@given(st.text())
def test_whatever_is_written_comes_back_and_never_begins_with_a_formula(text: str):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set('=+-@\t\r\n\0＝＋－＠')


def test_the_names_of_columns_are_marked_too():
    assert cells(csv_bytes(['=1+1'], [])) == [["'=1+1"]]


def test_real_numbers_stay_numbers_and_other_values_become_plain_text():
    noon = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=-6)))
    row = [-5, -0.25, decimal.Decimal('-1.50'), None, noon, noon.date(), float('nan'), True]
    assert cells(csv_bytes(['a'] * 8, [row]))[1] == ['-5', '-0.25', '-1.50', '', '2026-11-20 18:00', '2026-11-20', 'nan', 'True']


def test_csv_begins_with_the_mark_by_which_excel_knows_its_coding():
    assert csv_bytes(['José'], [])[:3] == b'\xef\xbb\xbf'
    assert csv_bytes(['half a sign \ud800'], []).endswith(b'half a sign ?\r\n')


def test_a_workbook_holds_text_as_text_and_keeps_the_quote_when_it_is_edited():
    hostile = [*GAPS_OF_OTHERS, '=1+1', '=HYPERLINK("http://example.org")', 'http://example.org', '12']
    sheet = book(xlsx_bytes([('People', ['=name'], [[text] for text in hostile])])).active
    assert [sheet.cell(1, 1).data_type, *(sheet.cell(row, 1).data_type for row in range(2, 11))] == ['s'] * 10
    assert [sheet.cell(row, 1).value for row in range(2, 11)] == hostile
    assert [sheet.cell(row, 1).quotePrefix for row in range(2, 11)] == [True] * 7 + [False] * 2
    assert [sheet.cell(row, 1).hyperlink for row in range(2, 11)] == [None] * 9


def test_a_workbook_holds_no_formula_element_at_all():
    content = xlsx_bytes([('People', ['name'], [[prefix + '1+1'] for prefix in PREFIXES])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert [name for name in archive.namelist() if b'<f>' in archive.read(name)] == []


def test_a_workbook_holds_real_numbers_days_and_moments_in_utc():
    noon = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=-6)))
    row = [-5, decimal.Decimal('2.5'), noon, noon.date(), None, float('inf')]
    sheet = book(xlsx_bytes([('People', ['a'] * 6, [row])])).active
    values = [cell.value for cell in sheet[2]]
    assert values == [-5, 2.5, datetime.datetime(2026, 11, 20, 18, 0), datetime.datetime(2026, 11, 20), None, 'inf']


def test_titles_of_sheets_are_made_to_fit_and_to_differ():
    titles = ['Taste: [all]/2026?', 'taste   all  2026', '', 'History', 'x' * 40, 'x' * 40]
    names = book(xlsx_bytes([(title, ['a'], []) for title in titles])).sheetnames
    assert names == ['Taste   all  2026', 'taste   all  2026 2', 'Sheet', 'History 2', 'x' * 31, 'x' * 26 + ' 2']


def test_a_text_too_long_for_a_cell_is_cut_and_not_lost():
    assert book(xlsx_bytes([('Notes', ['a'], [['x' * 40_000]])])).active.cell(2, 1).value == 'x' * 32_767

