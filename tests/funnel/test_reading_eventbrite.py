"""Eventbrite's list of attendees: a sign-up is no attendance, a check-in is."""

from __future__ import annotations

import datetime
import pathlib

import pytest

from coaching.funnel.reading import columns, eventbrite
from coaching.funnel.reading.reasons import Faulty, LeftOut
from coaching.funnel.reading.values import Attended, Fault, ImportRow, Sheet

CONTENT = (pathlib.Path(__file__).parent / 'files' / 'eventbrite.csv').read_bytes()
TODAY = datetime.date(2026, 11, 20)
MARCH = datetime.date(2025, 3, 7)


def rows(sheet: Sheet) -> tuple[ImportRow, ...]:
    return eventbrite.read_rows(sheet, eventbrite.guess(sheet), today=TODAY)


def export(*texts: str) -> Sheet:
    return columns.read_sheet('\n'.join(texts).encode())


def test_the_export_is_known_by_its_columns():
    assert eventbrite.is_export(columns.read_sheet(CONTENT).header)
    assert not eventbrite.is_export(('Name', 'Email', 'Phone'))
    assert not eventbrite.is_export(('Order #', 'Email', 'Soup'))
    assert eventbrite.is_export(('Order ID', 'Attendee first name', 'Attendee surname', 'Attendee email'))


def test_each_ticket_has_its_fate():
    found = rows(columns.read_sheet(CONTENT))
    assert found[0] == ImportRow(
        2, 'Ana Ruiz', 'ana.ruiz@example.org', '(602) 555-0142', 'Cedar Bend Family Center', None, 'A colleague', 'taste', MARCH, True
    )
    assert [(row.name, row.came, row.attended, row.fault) for row in found] == [
        ('Ana Ruiz', True, (Attended('taste', MARCH),), None),
        ('José Peña', False, (), None),
        ('Info Requested Info Requested', None, (), Fault(LeftOut.NAME_WAS_NEVER_GIVEN)),
        ('Lena Brandt', None, (), Fault(LeftOut.CANCELLED)),
        ('Marisol Vega', None, (), None),
    ]


HEADER = 'Order no.,First Name,Surname,Email,Attendee Status,Event Name,Event Start Date'


@pytest.mark.parametrize(('status', 'came'), [('Attending', None), ('Checked In', True)])
def test_without_a_column_for_it_only_the_status_says_who_was_checked_in(status: str, came: bool | None):
    assert rows(export(HEADER, f'1,Ana,Ruiz,ana@example.org,{status},A Taste of Cafés,"Mar 7, 2025 12:00 PM"'))[0].came is came


def test_a_date_of_another_kind_stops_only_who_came_to_it():
    found = rows(
        export(
            HEADER,
            '1,Ana,Ruiz,ana@example.org,Checked In,Summer picnic,2025-03-07',
            '2,Lena,Brandt,lena@example.org,Attending,Summer picnic,2025-03-07',
        )
    )
    assert [row.fault for row in found] == [Fault(Faulty.STAGE, {'text': 'Summer picnic'}), None]


def test_the_same_ticket_twice_is_one():
    line = '1,Ana,Ruiz,ana@example.org,Attending,A Taste of Cafés,2025-03-07'
    assert [row.fault for row in rows(export(HEADER, line, line))] == [None, Fault(LeftOut.TWICE, {'row': 2})]


def test_a_short_row_takes_nothing_from_its_neighbours():
    assert rows(export(HEADER, '1,Ana'))[0] == ImportRow(2, 'Ana')
