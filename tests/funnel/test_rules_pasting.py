"""Lists of people as somebody pastes them."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.funnel.rules.pasting import NoPaste, NoPerson, PastedRow, read, why_not_paste

ANA = 'Ana Ruiz'


@pytest.mark.parametrize(
    'line',
    [
        'Ana Ruiz <ana@casa.example>',
        'Ruiz, Ana; ana@casa.example',
        'Ruiz, Ana, ana@casa.example',
        'Ana Ruiz\tana@casa.example',
        'Ana Ruiz, ANA@casa.example',
        'Ana Ruiz ana@casa.example',
        'ana@casa.example, Ana Ruiz',
        '"Ruiz, Ana" <mailto:ana@casa.example>',
        'Ana Ruiz (ana@casa.example)',
        '  3. Ana Ruiz - ana@casa.example',
        '• Ana  Ruiz: ana@casa.example',
        '<ana@casa.example> Ana Ruiz',
    ],
)
def test_ana_is_found_however_she_is_written(line):
    assert read(line) == [PastedRow(1, ANA, 'ana@casa.example')]


@pytest.mark.parametrize(
    'line',
    [
        'Ana Ruiz; ana@casa.example; 303-555-0148; Casa Familia',
        'Ana Ruiz, Casa Familia, (303) 555-0148, ana@casa.example',
        'Ana Ruiz | Casa Familia | 303.555.0148 | ana@casa.example',
        'Ruiz, Ana\t+1 303 555 0148\tana@casa.example\tCasa Familia',
        'Ana Ruiz <ana@casa.example>, 1 303 555 0148, Casa Familia',
    ],
)
def test_her_phone_and_her_group_are_found_too(line):
    assert read(line) == [PastedRow(1, ANA, 'ana@casa.example', '+13035550148', 'Casa Familia')]


def test_a_first_name_alone_is_a_name_and_its_neighbour_a_group():
    assert read('Ana; ana@casa.example; Casa Familia') == [PastedRow(1, 'Ana', 'ana@casa.example', None, 'Casa Familia')]


def test_a_phone_is_enough():
    assert read('(303) 555-0148 Rosa Delgado') == [PastedRow(1, 'Rosa Delgado', None, '+13035550148')]


def test_an_address_line_holds_several_people():
    line = 'Ana Ruiz <ana@casa.example>, Ben Okafor <ben@maple.example>; "Solís, Efraín" <efrain@vida.example>;'
    assert read(line) == [
        PastedRow(1, ANA, 'ana@casa.example'),
        PastedRow(1, 'Ben Okafor', 'ben@maple.example'),
        PastedRow(1, 'Efraín Solís', 'efrain@vida.example'),
    ]


def test_two_addresses_of_one_row_are_shown_as_they_came():
    assert [person.email for person in read('Ana; ana@casa.example; Casa; home@casa.example')] == ['ana@casa.example', 'home@casa.example']


def test_a_spreadsheet_with_headings_is_read_by_its_headings():
    headings = 'First name\tLast name\tJob\tE-mail\tCell\tAgency'
    ana = 'Ana\tRuiz\tteacher\tana@casa.example\t303 555 0148\tCasa Familia'
    assert read(f'{headings}\n{ana}\n\nBen\tOkafor\tcook') == [
        PastedRow(2, ANA, 'ana@casa.example', '+13035550148', 'Casa Familia'),
        PastedRow(4, 'Ben Okafor', fault=NoPerson.NO_WAY_TO_WRITE),
    ]


def test_headings_may_be_spanish_and_names_turned_round():
    assert read('Nombre,Correo electrónico\n"Ruiz Ana",ana@casa.example') == [PastedRow(2, 'Ruiz Ana', 'ana@casa.example')]
    assert read('Nombre;Correo\nRuiz, Ana;<ana@casa.example>') == [PastedRow(2, ANA, 'ana@casa.example')]


DANA = PastedRow(2, 'Dana Whitaker', 'dw@example.org')


@pytest.mark.parametrize(
    ('pasted', 'group'),
    [
        ('Name,Email,Group\n"Whitaker, Dana",dw@example.org,"Casa, Familia"', 'Casa, Familia'),
        ('Name,Email,Group\n"Whitaker, Dana", "dw@example.org", "Casa"', 'Casa'),
        ('Name;Email;Group\n"Whitaker, Dana";dw@example.org;Casa; Familia', 'Casa'),
        ('Name,Email\n"Whitaker, Dana" <dw@example.org>', ''),
        ('Name,Email,Group\nDana Whitaker <dw@example.org>', ''),
        ('Name,Email,Group\nDana Whitaker <dw@example.org>,,Casa', 'Casa'),
        ('Name,Email,Group\nWhitaker, Dana, dw@example.org, Casa', 'Casa'),
        ('Name,Email,Group\nWhitaker, Dana; dw@example.org; Casa', 'Casa'),
        ('Email,Name\nDana Whitaker <dw@example.org>', ''),
        ('First,Last,Notes\nDana,Whitaker,dw@example.org', ''),
        ('Name,Group,Notes\nDana Whitaker,Casa,write to dw@example.org', 'Casa'),
    ],
)
def test_under_headings_quotes_hold_a_name_together_and_an_address_is_found_where_it_stands(pasted, group):
    assert read(pasted) == [replace(DANA, group=group)]


def test_several_people_on_one_line_under_headings_are_several():
    pasted = 'Name;Email\n"Whitaker, Dana" <dw@example.org>; "Solís, Efraín" <efrain@vida.example>'
    assert read(pasted) == [DANA, PastedRow(2, 'Efraín Solís', 'efrain@vida.example')]


def test_quotes_hold_together_what_is_no_name_too():
    assert read('Ana,"Casa, Familia",ana@casa.example') == [PastedRow(1, 'Ana', 'ana@casa.example', None, 'Casa, Familia')]
    assert read('"Ana Ruiz","Casa; Familia",ana@casa.example') == [PastedRow(1, ANA, 'ana@casa.example', None, 'Casa; Familia')]
    assert read('"Ruiz","Ana","ana@casa.example"') == [PastedRow(1, ANA, 'ana@casa.example')]


def test_a_quotation_mark_alone_holds_nothing_together():
    assert read('Name,Email\n"Ana Ruiz,ana@casa.example') == [PastedRow(2, ANA, 'ana@casa.example')]
    assert read('Name,Email\nAna "Ani" Ruiz,ana@casa.example') == [PastedRow(2, 'Ana "Ani" Ruiz', 'ana@casa.example')]


def test_what_is_wrong_with_a_line_stands_beside_it():
    pasted = 'ana@casa.example\nBen Okafor\nLin Tran lin@maple\nName;Email\nAna Ruiz <ana@casa.example>\nANA RUIZ; Ana@casa.example\n'
    assert [(person.number, person.fault) for person in read(pasted)] == [
        (1, NoPerson.NO_NAME),
        (2, NoPerson.NO_WAY_TO_WRITE),
        (3, NoPerson.WRONG_EMAIL),
        (4, NoPerson.NO_WAY_TO_WRITE),
        (5, None),
        (6, NoPerson.TWICE),
    ]


def test_a_heading_over_a_wrong_address_does_not_hide_it():
    assert read('Name,Email\nBen Okafor,ben at maple') == [PastedRow(2, 'Ben Okafor', 'benatmaple', fault=NoPerson.WRONG_EMAIL)]


def test_a_couple_may_share_an_address():
    assert [person.fault for person in read('Ana Ruiz <home@x.example>\nLuis Ruiz <home@x.example>')] == [None, None]


def test_nothing_and_too_much_are_not_previewed():
    crowd = '\n'.join(f'Guest {number} <guest{number}@x.example>' for number in range(501))
    assert why_not_paste(read(' \n ')) is NoPaste.NOTHING
    assert why_not_paste(read(crowd)) is NoPaste.TOO_MANY
    assert why_not_paste(read('Ana Ruiz <ana@casa.example>')) is None


@given(st.text(alphabet=st.sampled_from('aé@.<>;,|\t\n\v()"-–: 0123456789+\0‮'), max_size=300))
def test_whatever_is_pasted_comes_back_as_people_or_faults(text):
    for person in read(text):
        assert person.fault or (person.name and (person.email or person.phone))
        assert len(person.name) <= 120 and len(person.group) <= 160


WORDS = st.sampled_from(['Ana', 'Ben', 'Lin', 'Efraín', 'Hannah', 'José'])
SURNAMES = st.sampled_from(['Ruiz', 'Okafor', 'Tran', 'Solís', 'Lee'])
FORMS = st.sampled_from(['{0} {1} <{2}>', '{1}, {0}; {2}', '{0} {1}\t{2}', '{1}, {0}, {2}'])


@given(st.lists(st.tuples(WORDS, SURNAMES), min_size=1, max_size=20), FORMS)
def test_a_list_keeps_everybody_in_order(names, form):
    lines = [form.format(first, last, f'p{number}@x.example') for number, (first, last) in enumerate(names)]
    assert read('\n'.join(lines)) == [
        PastedRow(number + 1, f'{first} {last}', f'p{number}@x.example') for number, (first, last) in enumerate(names)
    ]


GROUPS = st.sampled_from(['', 'Casa', 'Casa, Familia', 'Vida; Nueva', 'North "Hill" School'])


@given(st.lists(st.tuples(WORDS, SURNAMES, GROUPS, st.booleans()), min_size=1, max_size=20), st.permutations(['Name', 'Email', 'Group']))
def test_what_a_spreadsheet_writes_with_commas_is_read_as_it_was(people, headings):
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, headings)
    writer.writeheader()
    for number, (first, last, group, is_turned) in enumerate(people):
        name = f'{last}, {first}' if is_turned else f'{first} {last}'
        writer.writerow({'Name': name, 'Email': f'p{number}@x.example', 'Group': group})
    assert read(sheet.getvalue()) == [
        PastedRow(number + 2, f'{first} {last}', f'p{number}@x.example', None, group)
        for number, (first, last, group, _turned) in enumerate(people)
    ]
