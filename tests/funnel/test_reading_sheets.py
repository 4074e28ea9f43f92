"""Excel files become the same rows as CSV, and a file made to do harm becomes a refusal."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest

from coaching.funnel.reading.reasons import Unreadable
from coaching.funnel.reading.sheets import grid
from coaching.kit.exports import xlsx_bytes
from coaching.kit.refusal import Refused

SHEET = 'xl/worksheets/sheet1.xml'


def workbook(*sheets: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


def with_member(content: bytes, name: str, text: bytes) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(page, 'w', zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, text)
    return page.getvalue()


def refusal(content: bytes) -> object:
    with pytest.raises(Refused) as refused:
        grid(content)
    return refused.value.reason


def test_values_are_read_as_their_owner_sees_them():
    row = [
        'Ana  Ruiz', 6025550142, 6025550142.0, 0.1, 1e20,
        datetime.datetime(2026, 11, 20), datetime.datetime(2026, 11, 20, 11, 52, 2, 999_999),
        datetime.time(11, 52), datetime.timedelta(hours=1, minutes=3), True, None, '#N/A', 'line_x000D_\nbreak',
    ]  # fmt: skip
    assert grid(saved(workbook([row])))[0] == [
        ['Ana Ruiz', '6025550142', '6025550142', '0.1', '1e+20', '2026-11-20', '2026-11-20 11:52:03',
         '11:52:00', '1:03:00', 'True', '', '', 'line break'],
    ]  # fmt: skip


def test_what_a_library_would_warn_of_stops_nobody():
    content = saved(workbook([['Ana']]))
    styles = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    assert grid(with_member(content, 'xl/styles.xml', styles))[0] == [['Ana']]


def test_a_formula_is_read_as_the_value_that_was_last_shown():
    content = saved(workbook([['=1+1', 'Ana']]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shown = archive.read(SHEET).replace(b'<f>1+1</f><v></v>', b'<f>1+1</f><v>2</v>').replace(b'<f>1+1</f><v />', b'<f>1+1</f><v>2</v>')
    assert grid(with_member(content, SHEET, shown))[0] == [['2', 'Ana']]


def test_blank_rows_keep_their_place():
    assert grid(saved(workbook([['Name'], [], ['Ana']])))[0] == [['Name'], [], ['Ana']]


def test_the_first_filled_sheet_is_read_and_the_others_are_named():
    book = workbook([], [['Name'], ['Ana']], [], [['Name'], ['Lena']], [['hidden']])
    book.worksheets[3].title = '2025'
    book.worksheets[4].sheet_state = 'hidden'
    assert grid(saved(book)) == ([['Name'], ['Ana']], ('2025',))


def test_a_sheet_that_lies_about_its_size_is_read_whole():
    content = saved(workbook([['Name'], ['Ana'], ['Lena']]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shown = archive.read(SHEET).replace(b'ref="A1:A3"', b'ref="A1"')
    assert grid(with_member(content, SHEET, shown))[0] == [['Name'], ['Ana'], ['Lena']]


def test_our_own_export_comes_back_as_it_went_out():
    rows = [['=1+1', '-5'], ['+1 602 555 0142', '@home'], ['Ana', '\t']]
    content = xlsx_bytes([('People', ['name', 'phone'], rows)])
    assert grid(content)[0] == [['name', 'phone'], ['=1+1', '-5'], ['+1 602 555 0142', '@home'], ['Ana']]


def test_an_empty_workbook_is_nothing():
    assert refusal(saved(workbook([], [[None, '']]))) is Unreadable.NOTHING


def test_a_workbook_with_too_many_rows_is_refused():
    assert refusal(saved(workbook([[number] for number in range(20_001)]))) is Unreadable.TOO_MANY_ROWS


@pytest.mark.parametrize('line', [b'1000000', b'99999999999999999999'])
def test_a_row_far_below_all_others_is_refused(line: bytes):
    content = saved(workbook([['Ana']]))
    far = b'<sheetData><row r="%s"><c t="inlineStr"><is><t>Ana</t></is></c></row></sheetData>' % line
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start, _, rest = archive.read(SHEET).partition(b'<sheetData>')
    shown = start + far + rest.partition(b'</sheetData>')[2]
    assert refusal(with_member(content, SHEET, shown)) is Unreadable.TOO_MANY_ROWS


def test_a_small_file_that_unpacks_to_a_large_one_is_refused():
    bomb = with_member(saved(workbook([['Ana']])), 'xl/sharedStrings.xml', b' ' * (31 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert refusal(bomb) is Unreadable.TOO_LARGE


def test_a_file_of_millions_of_elements_is_refused():
    bomb = with_member(saved(workbook([['Ana']])), 'xl/sharedStrings.xml', b'<a>' + b'<b/>' * 1_500_001 + b'</a>')
    assert refusal(bomb) is Unreadable.TOO_LARGE


def test_a_file_of_too_many_parts_is_refused():
    page = io.BytesIO()
    with zipfile.ZipFile(page, 'w') as archive:
        for number in range(401):
            archive.writestr(f'xl/{number}.xml', b'')
    assert refusal(page.getvalue()) is Unreadable.TOO_LARGE


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""
PEEK = LAUGHS.replace(b'<!ENTITY a "ha">', b'<!ENTITY a SYSTEM "file:///etc/passwd">')


@pytest.mark.parametrize('text', [LAUGHS, PEEK, b'<unfinished', b''])
@pytest.mark.parametrize('part', ['xl/sharedStrings.xml', 'xl/workbook.xml', '[Content_Types].xml'])
def test_entities_and_broken_parts_are_refused(part: str, text: bytes):
    assert refusal(with_member(xlsx_bytes([('People', ['Ana'], [])]), part, text)) is Unreadable.NOT_A_TABLE


def test_a_broken_sheet_is_refused():
    assert refusal(with_member(saved(workbook([['Ana']])), SHEET, LAUGHS)) is Unreadable.NOT_A_TABLE


def test_a_zip_that_is_no_workbook_is_refused():
    page = io.BytesIO()
    with zipfile.ZipFile(page, 'w') as archive:
        archive.writestr('notes.txt', 'Ana')
    assert refusal(page.getvalue()) is Unreadable.NOT_A_TABLE


def test_a_workbook_cut_off_in_the_middle_is_refused():
    content = saved(workbook([['Ana']]))
    assert refusal(content[: len(content) // 2]) is Unreadable.NOT_A_TABLE
