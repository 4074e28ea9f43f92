"""What a file about teams is a list of, which column holds what, and what each row says, in the words that people write."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest

from coaching.funnel.reading.columns import read_sheet
from coaching.funnel.reading.reasons import Faulty, LeftOut
from coaching.kit.refusal import Refused
from coaching.sheets.reading.columns import WORDS, guess, recognised, tool_of
from coaching.sheets.reading.rows import read_rows
from coaching.sheets.rules.files import may_see
from coaching.sheets.rules.reasons import NotTaken
from coaching.sheets.rules.recognising import kind_of
from coaching.sheets.values import Columns, Kind, Row, Who

DAY = datetime.date
TODAY = DAY(2026, 11, 18)


def rows(kind: Kind, text: str) -> tuple[Row, ...]:
    sheet = read_sheet(text.encode(), *WORDS.values())
    return read_rows(sheet, guess(kind, sheet), today=TODAY)


def only(kind: Kind, text: str) -> Row:
    (row,) = rows(kind, text)
    return row


@pytest.mark.parametrize(
    ('header', 'kind'),
    [
        ('Name,Email,Phone,Agency,Taste,Intro', None),
        ('First name,Last name,Email,Date,Session', None),
        ('Nombre,Correo,Grupo,Fecha', None),
        ('Team', Kind.TEAMS),
        ('Team,Place', Kind.TEAMS),
        ('Team,County,Coach', Kind.TEAMS),
        ('Name,County,Model,Lead,Coach', Kind.TEAMS),
        ('Team,Café,Lead,Email,Phone,Status', Kind.TEAMS),
        ('Equipo,Condado,Modelo,Líder,Acompañante,Desde', Kind.TEAMS),
        ('Team,Name,Email,Phone,Role,Parent leader', Kind.MEMBERS),
        ('Team,First name,Last name,Status', Kind.MEMBERS),
        ('Team,Email,Role', Kind.MEMBERS),
        ('Equipo,Nombre,Correo,Rol', Kind.MEMBERS),
        ('Team,Coach', Kind.ASSIGNMENTS),
        ('Team,Coach,Email,Role,From,To', Kind.ASSIGNMENTS),
        ('Equipo,Acompañante,Rol,Desde,Hasta', Kind.ASSIGNMENTS),
        ('Team,Coach,Date,Type,Minutes,Travel,Notes', Kind.TALKS),
        ('Date,Team,Coach', Kind.TALKS),
        ('Equipo,Acompañante,Fecha,Modo,Minutos,Viaje,Notas', Kind.TALKS),
    ],
)
def test_the_columns_say_what_a_file_is_a_list_of(header, kind):
    assert recognised(header.split(',')) is kind


@pytest.mark.parametrize(
    ('named', 'kind'),
    [
        ((), None), (('coach',), None), (('coach', 'models'), Kind.TEAMS), (('team', 'happened_on'), Kind.TEAMS),
        (('team', 'happened_on', 'coach'), Kind.TALKS), (('team', 'name', 'lead'), Kind.TEAMS), (('team', 'role'), Kind.MEMBERS),
        (('team', 'coach', 'began_on', 'place'), Kind.ASSIGNMENTS), (('team', 'lead_email'), Kind.TEAMS),
    ],
)  # fmt: skip
def test_the_rule_of_recognising(named, kind):
    assert kind_of(named) is kind


def test_what_was_said_of_such_columns_another_time_comes_first():
    header = ('Team', 'Name', 'Role')
    assert tool_of(header, None) is Kind.MEMBERS
    assert tool_of(header, {'kind': 'talk_list'}) is Kind.TALKS
    assert tool_of(header, {'name': 1}) is None


def test_whoever_looks_after_a_place_sees_their_own_files_alone():
    assert [may_see(1, 1, everywhere=False), may_see(2, 1, everywhere=False), may_see(2, 1, everywhere=True)] == [True, False, True]
    assert not may_see(None, None, everywhere=False)


def test_lines_above_the_header_are_passed_over_and_a_choice_is_kept_as_json():
    sheet = read_sheet(b'Our teams 2026,,\n,,\nTeam,Coach,From\nWillow team,Dana,2026-01-02\n', *WORDS.values())
    columns = guess(Kind.ASSIGNMENTS, sheet)
    assert (sheet.header, columns.at) == (('Team', 'Coach', 'From'), {'team': 0, 'coach': 1, 'began_on': 2})
    assert Columns.from_json(columns.as_json()) == columns


@pytest.mark.parametrize(
    ('column', 'text', 'what', 'said'),
    [
        ('Since', '9/1/2025', 'began_on', DAY(2025, 9, 1)), ('Since', '13/9/2025', 'began_on', DAY(2025, 9, 13)),
        ('Since', 'September 1, 2025', 'began_on', DAY(2025, 9, 1)), ('Since', '45901', 'began_on', DAY(2025, 9, 1)),
        ('Model', 'Community Café', 'models', ('community',)), ('Model', 'Parent; School CAFÉ', 'models', ('parent', 'school')),
        ('Modelo', 'comunitario y escuela', 'models', ('community', 'school')),
        ('Languages', 'English, Spanish', 'languages', ('en', 'es')),
        ('Idiomas', 'español y somalí', 'languages', ('es', 'so')), ('Languages', 'es', 'languages', ('es',)),
        ('Step', 'Step 4', 'step', 4), ('Step', '4.0', 'step', 4), ('Paso', 'Paso 2: hablar', 'step', 2),
        ('State', 'Active', 'state', 'active'), ('Status', 'on hold', 'state', 'resting'), ('Estado', 'cerrado', 'state', 'closed'),
        ('Estado', 'inactivo', 'state', 'resting'), ('State', 'Sustaining', 'state', 'sustaining'), ('State', 'new', 'state', 'forming'),
    ],
)  # fmt: skip
def test_what_a_row_says_of_a_team(column, text, what, said):
    assert only(Kind.TEAMS, f'Team,Café,{column}\nWillow,,"{text}"\n').said == {what: said}


@pytest.mark.parametrize(
    ('column', 'text', 'what', 'said'),
    [
        ('Type', 'Zoom call', 'mode', 'video'), ('Type', 'phone call', 'mode', 'phone'), ('Modo', 'presencial', 'mode', 'at_their_place'),
        ('Type', 'Site visit', 'mode', 'at_their_place'), ('Type', 'WhatsApp', 'mode', 'messages'), ('Type', 'Café', 'mode', 'cafe_visit'),
        ('Type', 'cohort call', 'mode', 'with_other_teams'), ('Type', 'elsewhere', 'mode', 'elsewhere'),
        ('Minutes', '45', 'minutes', 45), ('Minutes', '1:15', 'minutes', 75), ('Minutes', '1 h 5 min', 'minutes', 65),
        ('Minutes', '0:45:00', 'minutes', 45), ('Travel', '40', 'travel', 40), ('Held', 'yes', 'how', 'held'),
        ('Held', 'No answer', 'how', 'attempted'), ('Resultado', 'realizada', 'how', 'held'), ('Held', 'no', 'how', 'attempted'),
        ('Shared', 'team', 'visibility', 'shared'), ('Shared', 'coaches only', 'visibility', 'coaches'),
        ('Shared', 'no', 'visibility', 'coaches'),
    ],
)  # fmt: skip
def test_what_a_row_says_of_a_talk(column, text, what, said):
    row = only(Kind.TALKS, f'Team,Coach,Date,{column}\nWillow,Dana,2026-01-02,{text}\n')
    assert row.said == {'happened_on': DAY(2026, 1, 2), what: said}


@pytest.mark.parametrize(
    ('text', 'role'),
    [('lead coach', 'lead'), ('Coach', 'lead'), ('co-coach', 'co_coach'), ('Apprentice', 'apprentice'), ('seasoned host', 'seasoned_host'),
     ('acompañante principal', 'lead'), ('aprendiz', 'apprentice')],
)  # fmt: skip
def test_as_what_somebody_stands_beside_a_team(text, role):
    assert only(Kind.ASSIGNMENTS, f'Team,Coach,Role\nWillow,Dana,{text}\n').said == {'role': role}


@pytest.mark.parametrize(
    ('text', 'role'),
    [('Team lead', 'lead'), ('líder', 'lead'), ('Parent leader', 'member'), ('treasurer', 'member'),
    ('madre líder', 'member')],
)  # fmt: skip
def test_the_part_of_somebody_in_a_team(text, role):
    assert only(Kind.MEMBERS, f'Team,Name,Role\nWillow,Rosa Paz,{text}\n').said == {'role': role}


@pytest.mark.parametrize(
    ('cells', 'who'),
    [
        ('Alma Cruz,alma@example.org', Who('Alma Cruz', 'alma@example.org')),
        ('Alma Cruz <Alma@example.org>,', Who('Alma Cruz', 'alma@example.org')),
        ('"Alma Cruz, alma@example.org",', Who('Alma Cruz', 'alma@example.org')),
        ('TBD,', None), ('-,', None), (',', None),
    ],
)  # fmt: skip
def test_who_leads_may_stand_with_an_address_in_one_cell(cells, who):
    assert only(Kind.TEAMS, f'Team,Lead,Lead email\nWillow,{cells}\n').who == who


@pytest.mark.parametrize(
    ('kind', 'text', 'reason'),
    [
        (Kind.TEAMS, 'Team,Café\n,Sauce\n', NotTaken.NO_TEAM), (Kind.TEAMS, f'Team,Café\n{"x" * 121},\n', Faulty.LONG),
        (Kind.TEAMS, f'Team,Café\nWillow,{"x" * 121}\n', Faulty.LONG), (Kind.TEAMS, 'Team,Model\nWillow,Tea party\n', NotTaken.MODEL),
        (Kind.TEAMS, 'Team,Model\nWillow,community and tea\n', NotTaken.MODEL),
        (Kind.TEAMS, 'Team,Languages\nWillow,Klingonish\n', NotTaken.LANGUAGE),
        (Kind.TEAMS, 'Team,Step\nWillow,8\n', NotTaken.STEP), (Kind.TEAMS, 'Team,Step\nWillow,soon\n', NotTaken.STEP),
        (Kind.TEAMS, 'Team,State\nWillow,sleeping\n', NotTaken.STATE), (Kind.TEAMS, 'Team,Since\nWillow,last spring\n', Faulty.DAY),
        (Kind.TEAMS, 'Team,Since\nWillow,2027-01-01\n', Faulty.DAY_TO_COME),
        (Kind.TEAMS, 'Team,Lead,Email\nWillow,Al,al(at)x\n', Faulty.EMAIL),
        (Kind.TEAMS, 'Team,Lead,Email\nWillow,,al@example.org\n', Faulty.NO_NAME),
        (Kind.TEAMS, 'Team,Lead,Phone\nWillow,Al,12\n', Faulty.PHONE),
        (Kind.TEAMS, f'Team,Lead\nWillow,{"x" * 121}\n', Faulty.LONG),
        (Kind.MEMBERS, 'Team,Name\nWillow,\n', NotTaken.NO_PERSON),
        (Kind.MEMBERS, 'Team,Name,Parent leader\nWillow,Al,maybe\n', NotTaken.YES_OR_NO),
        (Kind.ASSIGNMENTS, 'Team,Coach,Role\nWillow,,\n', NotTaken.NO_COACH),
        (Kind.ASSIGNMENTS, 'Team,Coach,Role\nWillow,Al,cook\n', NotTaken.BESIDE),
        (Kind.ASSIGNMENTS, 'Team,Coach,From,To\nWillow,Al,2026-02-01,2026-01-01\n', NotTaken.ENDS_FIRST),
        (Kind.TALKS, 'Team,Coach,Date\nWillow,Al,\n', NotTaken.NO_DAY),
        (Kind.TALKS, 'Team,Coach,Date,Type\nWillow,Al,2026-01-02,owl\n', NotTaken.MODE),
        (Kind.TALKS, 'Team,Coach,Date,Minutes\nWillow,Al,2026-01-02,long\n', NotTaken.MINUTES),
        (Kind.TALKS, 'Team,Coach,Date,Minutes\nWillow,Al,2026-01-02,1441\n', NotTaken.MINUTES),
        (Kind.TALKS, 'Team,Coach,Date,Held\nWillow,Al,2026-01-02,perhaps\n', NotTaken.HOW),
        (Kind.TALKS, 'Team,Coach,Date,Shared\nWillow,Al,2026-01-02,perhaps\n', NotTaken.VISIBILITY),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why(kind, text, reason):
    fault = only(kind, text).fault
    assert fault and fault.reason is reason


def test_first_and_last_names_stand_together_and_the_same_row_twice_is_told():
    text = 'Team,First name,Last name,Name\nWillow,Rosa,Paz,x\nWILLOW,Rosa,Paz,y\nWillow,,,\n'
    first, second, third = rows(Kind.MEMBERS, text)
    assert first.who == Who('Rosa Paz')
    assert (second.fault.reason, second.fault.facts, third.fault.reason) == (LeftOut.TWICE, {'row': 2}, NotTaken.NO_PERSON)
    assert rows(Kind.MEMBERS, 'Team,Name,Last name\nWillow,Rosa,Paz\n')[0].who == Who('Rosa Paz')


def test_a_cell_that_a_program_would_run_is_words_and_nothing_else():
    book = openpyxl.Workbook()
    book.active.append(['Team', 'Coach', 'Date', 'Minutes', 'Notes'])
    book.active.append(['=HYPERLINK("https://evil.example","Willow")', '@SUM(1)', datetime.datetime(2026, 1, 2), 30, '+cmd|calc'])
    book.active.append(["'=1+1", 'Dana', '2026-01-02', 30, "'-2"])
    content = io.BytesIO()
    book.save(content)
    sheet = read_sheet(content.getvalue(), *WORDS.values())
    first, second = read_rows(sheet, guess(Kind.TALKS, sheet), today=TODAY)
    assert first.fault and first.fault.reason is NotTaken.NO_TEAM
    assert (second.team, second.said['note']) == ('=1+1', '-2')


@pytest.mark.parametrize('content', [b'', b'%PDF-1.7', b'PK\x03\x04broken', b'\0' * 100, b'Team,Coach\n', b'Team\n' + b'x\n' * 20_001])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(Refused):
        read_sheet(content, *WORDS.values())
