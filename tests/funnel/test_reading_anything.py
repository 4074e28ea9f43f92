"""Whatever the bytes are, reading them gives values or a Refused, and quickly."""

from __future__ import annotations

import datetime
import pathlib
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from coaching.funnel.reading import columns, eventbrite, reports, rows
from coaching.funnel.reading.values import ImportRow, Report
from coaching.kit.exports import csv_bytes, xlsx_bytes
from coaching.kit.refusal import Refused

FILES = sorted((pathlib.Path(__file__).parent / 'files').iterdir())
TODAY = datetime.date(2026, 11, 20)
HEADER = ['Name', 'Email', 'Session', 'Date', 'Came']
LINES = [['Ana Ruiz', 'ana@example.org', 'Taste', '2025-03-07', 'yes'], ['=1+1', '', '', '', '']]
SAMPLES = [path.read_bytes() for path in FILES] + [csv_bytes(HEADER, LINES), xlsx_bytes([('People', HEADER, LINES)])]
WORDS = [
    'Name (Original Name)', 'Duration (Minutes)', 'Join Time', 'Email', '2. Participants', 'First Join', 'First name', 'Session', 'Order #',
    '"', ',', '\t', '\n', '11/20/2026 11:52:03 AM', '1h 3m', '2025-03-07', 'ana@example.org',
]  # fmt: skip


def report(content: bytes) -> Report | None:
    try:
        reports.digest(content)
        return reports.read_report(content, zone='America/Chicago', on=TODAY)
    except Refused:
        return None


def people(content: bytes) -> tuple[ImportRow, ...]:
    try:
        sheet = columns.read_sheet(content)
    except Refused:
        return ()
    columns.fingerprint(sheet.header)
    eventbrite.is_export(sheet.header)
    eventbrite.read_rows(sheet, eventbrite.guess(sheet), today=TODAY)
    return rows.read_rows(sheet, columns.guess(sheet), today=TODAY)


def check(content: bytes) -> None:
    """What can be stored stays inside what the tables hold."""
    found = report(content)
    for row in found.rows if found else ():
        assert row.name or row.email
        assert len(row.name) <= 200 and len(row.email or '') <= 254 and 0 <= row.minutes <= 1440
        assert '\0' not in row.name and all(moment.tzinfo is datetime.UTC for join in row.joins for moment in join if moment)
    for row in people(content):
        assert row.fault or 0 < len(row.name) <= 120
        assert len(row.email or '') <= 254 and len(row.phone or '') <= 40 and len(row.organisation or '') <= 160
        assert len(row.how_heard or '') <= 200 and row.email == (row.email and row.email.lower())
        assert all(attended.on <= TODAY for attended in row.attended)


ANYTHING = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@ANYTHING
@given(st.binary(max_size=2_000))
@example(b'PK\x03\x04')
@example(b'\xff\xfe')
@example(b'sep=;\n')
@example(b'"')
def test_any_bytes_are_read_or_refused(content: bytes):
    check(content)


@ANYTHING
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=20), max_size=60), st.sampled_from(['utf-8', 'utf-16', 'utf-8-sig']))
def test_any_text_is_read_or_refused(pieces: list[str], coding: str):
    check(''.join(pieces).encode(coding, errors='replace'))


@ANYTHING
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 40)), min_size=1, max_size=8))
def test_any_damaged_report_or_sheet_is_read_or_refused(content: bytes, wounds: list[tuple[float, bytes, int]]):
    for where, new, gone in wounds:
        place = int(where * len(content))
        content = content[:place] + new + content[place + gone :]
    check(content)


@pytest.mark.parametrize('path', FILES, ids=lambda path: path.name)
def test_every_sample_survives_being_cut_off_anywhere(path: pathlib.Path):
    content = path.read_bytes()
    for length in range(0, len(content), 37):
        check(content[:length])


HOSTILE = {
    'open quotes': b'"' * 2_000_001,
    'open brackets': b'Name (original name),Email,Total duration (minutes)\n' + (b'(' * 1_900 + b'),x,1\n') * 2_500,
    'signs of mail': b'Name (original name),Email,Total duration (minutes)\n' + (b'a,' + b'a' * 1_900 + b'@,1\n') * 2_500,
    'digits': b'Name (original name),Email,Total duration (minutes)\n' + (b'a,b@c.d,' + b'1' * 1_900 + b'\n') * 2_500,
    'pronouns': b'Name (original name),Email,Total duration (minutes)\n' + (b'a (' + b'she/' * 480 + b'),b@c.d,1\n') * 2_500,
    'one person': b'Name (original name),Email,Total duration (minutes)\n' + b'Ana,,1\n' * 19_900,
    'names of columns': b'Name,Duration,x\n' * 19_900,
    'wide rows': (b'name,' * 500 + b'\n') * 1_900,
    'blank lines': b'\n' * 19_900,
}


@pytest.mark.parametrize('name', HOSTILE)
def test_a_file_made_to_take_long_takes_seconds_at_most(name: str):
    began = time.process_time()
    report(HOSTILE[name])
    people(HOSTILE[name])
    assert time.process_time() - began < 15
