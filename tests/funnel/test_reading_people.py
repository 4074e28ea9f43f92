"""Somebody's own sheet becomes people and their attendance before this system."""

from __future__ import annotations

import datetime
import json
import pathlib

import pytest

from coaching.funnel.reading.cells import language_of
from coaching.funnel.reading.columns import ColumnMap, fingerprint, guess, read_sheet
from coaching.funnel.reading.reasons import Faulty, LeftOut, Unreadable
from coaching.funnel.reading.rows import read_rows
from coaching.funnel.reading.values import Attended, Fault, ImportRow
from coaching.kit.refusal import Refused

FILES = pathlib.Path(__file__).parent / 'files'
TODAY = datetime.date(2026, 11, 20)
MARCH = datetime.date(2025, 3, 7)


def lines(*texts: str) -> bytes:
    return '\n'.join(texts).encode()


def people(*texts: str, **more: object) -> tuple[ImportRow, ...]:
    sheet = read_sheet(lines(*texts))
    return read_rows(sheet, ColumnMap.from_json(guess(sheet).as_json() | more), today=TODAY)


def fault(*texts: str, **more: object) -> Fault | None:
    return people(*texts, **more)[-1].fault


def columns(*header: str, row: str = 'x') -> dict[str, object]:
    sheet = read_sheet(lines(','.join(header), row))
    return guess(sheet).as_json()


def test_a_sheet_below_a_title_is_read_row_by_row():
    sheet = read_sheet((FILES / 'people.csv').read_bytes())
    rows = read_rows(sheet, guess(sheet), today=TODAY)
    assert rows[:4] == (
        ImportRow(
            4, 'Ana Ruiz', 'ana.ruiz@example.org', '(602) 555-0142', 'Cedar Bend Family Center', 'es', 'A colleague', 'taste', MARCH, True
        ),
        ImportRow(5, 'Ana Ruiz', 'ana.ruiz@example.org', stage='intro', attended_on=datetime.date(2025, 3, 24), came=True),
        ImportRow(6, 'Tomás Oyelaran', None, '602-555-0177', 'Northside School District', stage='taste', attended_on=MARCH, came=False),
        ImportRow(7, 'José Peña', 'jose.pena@example.org', language='es'),
    )
    assert [(row.number, row.name, row.fault) for row in rows[4:]] == [
        (8, 'Lena Brandt', Fault(Faulty.EMAIL, {'text': 'lena.brandt(at)example.org'})),
        (9, '', Fault(Faulty.NO_NAME)),
        (10, 'Marisol Vega', Fault(Faulty.DAY, {'text': '31/31/2025'})),
        (11, 'Sam Okoro', Fault(Faulty.CAME, {'text': 'perhaps'})),
        (12, 'ANA RUIZ', Fault(LeftOut.TWICE, {'row': 4})),
    ]


def test_only_who_came_has_attended():
    rows = people('Name,Session,Date,Came', 'Ana,Taste,2025-03-07,yes', 'Lena,Taste,2025-03-07,no', 'Tomás,Taste,2025-03-07,')
    assert [row.attended for row in rows] == [(Attended('taste', MARCH),), (), ()]
    assert [row.came for row in rows] == [True, False, None]


def test_columns_are_known_in_english():
    assert columns('First Name', 'Last Name', 'E-mail', 'Cell phone', 'Organization', 'Language', 'Stage', 'Date') == {
        'first_name': 0, 'last_name': 1, 'email': 2, 'phone': 3, 'organisation': 4, 'language': 5, 'stage': 6, 'attended_on': 7,
        'day_first': False,
    }  # fmt: skip


def test_columns_are_known_in_spanish_and_spanish_puts_the_day_first():
    assert columns('Nombre', 'Apellidos', 'Correo electrónico', 'Teléfono', 'Organización', 'Idioma', 'Etapa', 'Fecha', 'Asistió') == {
        'first_name': 0, 'last_name': 1, 'email': 2, 'phone': 3, 'organisation': 4, 'language': 5, 'stage': 6, 'attended_on': 7, 'came': 8,
        'day_first': True,
    }  # fmt: skip


def test_questions_of_a_form_are_known_by_what_they_ask():
    header = ('Timestamp', 'Your name', 'What is your email?', 'Which agency are you with?', 'How did you hear about us?', 'Best phone')
    assert columns(*header) == {'name': 1, 'email': 2, 'organisation': 3, 'how_heard': 4, 'phone': 5, 'day_first': False}


def test_a_full_name_gives_way_to_first_and_last():
    assert columns('Name', 'First', 'Last') == {'first_name': 1, 'last_name': 2, 'day_first': False}


def test_a_column_of_addresses_is_known_by_what_stands_in_it():
    sheet = read_sheet(lines('Name,Contact', 'Ana,ana@example.org', 'Lena,'))
    assert guess(sheet).email is None
    assert guess(read_sheet(lines('Name,Contact', 'Ana,ana@example.org'))).email == 1


def test_a_sheet_without_names_of_columns_keeps_its_first_row():
    sheet = read_sheet(lines('Ana Ruiz,ana@example.org', 'Lena Brandt,lena@example.org'))
    assert (sheet.header, [row.number for row in sheet.rows], guess(sheet)) == ((), [1, 2], ColumnMap(email=1))


def test_a_sheet_with_names_that_nobody_knows_still_has_a_header():
    sheet = read_sheet(lines('Wer,Wo', 'Ana,Mesa'))
    assert (sheet.header, [row.cells for row in sheet.rows]) == (('Wer', 'Wo'), [('Ana', 'Mesa')])


def test_a_header_alone_is_no_sheet_of_people():
    with pytest.raises(Refused) as refused:
        read_sheet(b'Name,Email\n')
    assert refused.value.reason is Unreadable.NO_ROWS


def test_a_column_called_attended_may_hold_days():
    rows = people('Name,Session,Attended', 'Ana,Taste,3/7/2025', 'Lena,Taste,3/14/2025')
    assert [row.attended_on for row in rows] == [MARCH, datetime.date(2025, 3, 14)]


def test_a_sheet_may_have_a_column_for_each_stage():
    rows = people('Name,Taste,Intro,Training', 'Ana,3/7/2025,3/24/2025,', 'Lena,,no,5/5/2025', 'Tomás,,,', every_day='2025-03-07')
    assert [row.attended for row in rows] == [
        (Attended('taste', MARCH), Attended('intro', datetime.date(2025, 3, 24))),
        (Attended('training', datetime.date(2025, 5, 5)),),
        (),
    ]
    assert (rows[0].stage, rows[0].came, rows[0].further) == ('taste', True, (Attended('intro', datetime.date(2025, 3, 24)),))


def test_a_tick_in_the_column_of_a_stage_takes_the_day_that_holds_for_all():
    assert people('Name,Taste', 'Ana,x', every_day='2025-03-07')[0].attended == (Attended('taste', MARCH),)
    assert fault('Name,Taste', 'Ana,x') == Fault(Faulty.NO_DAY)
    assert fault('Name,Taste', 'Ana,later') == Fault(Faulty.DAY, {'text': 'later'})


def test_one_stage_and_one_day_may_hold_for_a_whole_sheet():
    rows = people('Name,Email', 'Ana,ana@example.org', 'Lena,', every_stage='taste', every_day='2025-03-07')
    assert [row.attended for row in rows] == [(Attended('taste', MARCH),)] * 2


def test_what_is_wrong_with_a_row_is_said():
    assert fault('Name,Session,Date', 'Ana,Taste,2026-11-21') == Fault(Faulty.DAY_TO_COME, {'text': '2026-11-21'})
    assert fault('Name,Session,Date', 'Ana,Taste,') == Fault(Faulty.NO_DAY)
    assert fault('Name,Date', 'Ana,2025-03-07') == Fault(Faulty.NO_STAGE)
    assert fault('Name,Session,Date', 'Ana,Board meeting,2025-03-07') == Fault(Faulty.STAGE, {'text': 'Board meeting'})
    assert fault('Name,Phone', 'Ana,12') == Fault(Faulty.PHONE, {'text': '12'})
    assert fault('Name,Phone', f'Ana,{"5" * 41}') == Fault(Faulty.PHONE, {'text': '5' * 41})
    assert fault('Name,Email', 'Ana,ana@home') == Fault(Faulty.EMAIL, {'text': 'ana@home'})
    assert fault('Name,Email', f'{"A" * 121},') == Fault(Faulty.LONG, {'text': 'A' * 60})
    assert fault('Name,Agency', f'Ana,{"B" * 161}') == Fault(Faulty.LONG, {'text': 'B' * 60})


def test_a_cell_that_says_nothing_in_words_is_nothing():
    row = people('Name,Email,Phone,Agency', 'Ana,n/a,none,-')[0]
    assert (row.email, row.phone, row.organisation) == (None, None, None)
    assert [row.name for row in people('Name,Email', 'Ana,', 'N/A,-')] == ['Ana']


def test_an_address_is_found_inside_what_mail_programs_copy():
    rows = people('Name,Email', 'Ana,"Ana Ruiz <Ana.Ruiz@Example.org>"', 'Lena,mailto:lena@example.org; other@example.org')
    assert [row.email for row in rows] == ['ana.ruiz@example.org', 'lena@example.org']


def test_a_long_answer_to_how_somebody_heard_is_cut():
    row = people('Name,How did you hear about us?', f'Ana,{"from a friend " * 30}')[0]
    assert row.how_heard == ('from a friend ' * 30)[:200].strip()


def test_the_same_name_with_another_phone_is_not_a_repeat():
    rows = people('Name,Phone', 'Ana,602-555-0142', 'Ana,602-555-0143', 'Ana,602-555-0142')
    assert [row.fault for row in rows] == [None, None, Fault(LeftOut.TWICE, {'row': 2})]


@pytest.mark.parametrize(
    ('text', 'code'),
    [('Spanish', 'es'), ('español', 'es'), ('Castellano', 'es'), ('es-MX', 'es'), ('INGLÉS', 'en'), ('en', 'en'), ('Somali', 'so'),
     ('العربية', 'ar'), ('Klingon', None), ('', None)],
)  # fmt: skip
def test_a_language_is_known_by_its_name(text: str, code: str | None):
    assert language_of(text) == code


def test_a_mapping_is_remembered_as_json():
    chosen = ColumnMap(name=0, email=2, came=4, day_first=True, every_stage='intro', every_day=MARCH)
    assert ColumnMap.from_json(json.loads(json.dumps(chosen.as_json()))) == chosen


def test_what_was_remembered_wrongly_is_as_if_it_had_not_been_chosen():
    assert ColumnMap.from_json(None) == ColumnMap()
    wrong = {'email': 0, 'phone': '3', 'came': True, 'stage': -1, 'language': 100, 'colour': 4, 'every_stage': 'gala', 'every_day': 'x'}
    assert ColumnMap.from_json({'name': 0} | wrong) == ColumnMap(name=0)


def test_a_header_is_remembered_whatever_its_capitals_and_accents():
    assert fingerprint(('Nombre', 'Teléfono')) == fingerprint(('NOMBRE ', 'telefono:'))
    assert fingerprint(('Nombre', 'Teléfono')) != fingerprint(('Teléfono', 'Nombre'))
    assert len(fingerprint(())) == 32
