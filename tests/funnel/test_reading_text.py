"""Bytes become cells, whatever program wrote them."""

from __future__ import annotations

import pytest

from coaching.funnel.reading import text
from coaching.funnel.reading.reasons import Unreadable
from coaching.funnel.reading.sheets import grid
from coaching.kit.refusal import Refused

NAMES = 'Name,Town\nNúria Ibáñez,León\n'


def refusal(content: bytes) -> object:
    with pytest.raises(Refused) as refused:
        grid(content)
    return refused.value.reason


@pytest.mark.parametrize('coding', ['utf-8', 'utf-8-sig', 'utf-16', 'utf-16-le', 'utf-16-be', 'cp1252'])
def test_every_common_coding_is_understood(coding: str):
    assert text.decode(NAMES.encode(coding)) == NAMES


def test_big_endian_with_its_mark_is_understood():
    assert text.decode(b'\xfe\xff' + NAMES.encode('utf-16-be')) == NAMES


@pytest.mark.parametrize('end', ['\n', '\r\n', '\r'])
def test_every_kind_of_line_end_is_the_same(end: str):
    assert text.split(text.decode(NAMES.replace('\n', end).encode())) == [['Name', 'Town'], ['Núria Ibáñez', 'León']]


@pytest.mark.parametrize('sign', [',', ';', '\t', '|'])
def test_the_sign_between_cells_is_found(sign: str):
    assert text.split(f'Name{sign}Town\nAna{sign}Mesa\n') == [['Name', 'Town'], ['Ana', 'Mesa']]


def test_a_tab_wins_over_commas_inside_dates():
    assert text.split('Name\tJoin\nAna\t7/20/23, 4:30 PM\n')[1] == ['Ana', '7/20/23, 4:30 PM']


def test_commas_inside_quotes_do_not_count():
    assert text.split('"a,b,c";"d,e"\n1;2\n') == [['a,b,c', 'd,e'], ['1', '2']]


def test_a_first_line_that_names_the_sign_is_believed_and_keeps_its_number():
    assert text.split('sep=;\na,b;c\n') == [[], ['a,b', 'c']]


def test_a_quote_that_never_closes_swallows_nothing():
    assert text.split('name,town\n"Rosie" Vega,Mesa\n"Ana,Tempe\nLena,Yuma\n') == [
        ['name', 'town'],
        ['Rosie" Vega', 'Mesa'],
        ['Ana', 'Tempe'],
        ['Lena', 'Yuma'],
    ]


def test_signs_that_nobody_sees_are_taken_out_of_a_cell():
    assert text.tidy('\ufeff Ana\u202f\u200bRuiz\n\x07 \u202e(Mesa) ') == 'Ana Ruiz (Mesa)'


def test_the_mark_of_our_own_exports_is_taken_off():
    assert [text.tidy("'=1+1"), text.tidy("'Tis"), text.tidy("O'Neil")] == ['=1+1', "'Tis", "O'Neil"]


def test_a_letter_made_of_two_signs_is_one():
    assert text.tidy('Jose\u0301') == 'José'


def test_a_cell_has_a_longest_length():
    assert len(text.tidy('x' * 5_000)) == 2_000


def test_a_hundred_megabytes_of_nothing_are_refused_before_they_are_looked_at():
    assert refusal(bytes(100 * 1024 * 1024)) is Unreadable.TOO_LARGE


def test_too_many_rows_are_refused():
    assert refusal(b'a,b\n' * 20_001) is Unreadable.TOO_MANY_ROWS


@pytest.mark.parametrize('content', [b'', b'\n\n  \n,,,\n', '\ufeff'.encode()])
def test_nothing_is_called_nothing(content: bytes):
    assert refusal(content) is Unreadable.NOTHING


@pytest.mark.parametrize(
    'content',
    [
        b'%PDF-1.7 something',
        b'\x89PNG\r\n\x1a\n',
        b'PK\x05\x06' + bytes(18),
        bytes(2000),
        b'\x01\x02\x03\x04' * 50,
        b'a,"' + b'x' * 200_000 + b'"\n',
        b'Ana,Ruiz\n\x00\n',
    ],
)
def test_what_is_no_table_is_refused(content: bytes):
    assert refusal(content) is Unreadable.NOT_A_TABLE


def test_an_excel_file_of_the_old_kind_is_told_what_to_do():
    assert refusal(b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(500)) is Unreadable.OLD_OR_LOCKED
