"""Participant reports of Zoom, Google Meet and Microsoft Teams become people and minutes."""

from __future__ import annotations

import datetime
import io
import pathlib

import openpyxl
import pytest

from coaching.funnel.reading.reasons import NotAReport
from coaching.funnel.reading.reports import digest, read_report
from coaching.funnel.reading.values import Report, ReportRow
from coaching.kit.refusal import Refused

FILES = pathlib.Path(__file__).parent / 'files'
FRIDAY = datetime.date(2026, 11, 20)
ZONE = 'America/Chicago'


def the(name: str) -> bytes:
    return (FILES / name).read_bytes()


def read(name: str) -> Report:
    return read_report(the(name), zone=ZONE, on=FRIDAY)


def minutes(report: Report) -> dict[str, int]:
    return {row.name: row.minutes for row in report.rows}


def pasted(*lines: str) -> Report:
    return read_report('\n'.join(lines).encode(), zone=ZONE)


def at(hour: int, minute: int, second: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 11, 20, hour, minute, second, tzinfo=datetime.UTC)


def test_zooms_long_report_sums_joins_counts_two_devices_once_and_leaves_the_waiting_room_out():
    assert minutes(read('zoom_long.csv')) == {
        'Dana Whitfield': 78,
        'Ana Ruiz': 66,
        'Tomás Oyelaran': 65,
        'iPad': 20,
        '16025550100': 57,
        'Lena Brandt': 0,
    }


def test_a_join_keeps_its_two_moments_and_the_meeting_its_length_and_beginning():
    report = read('zoom_long.csv')
    ana = report.rows[1]
    assert ana == ReportRow(
        'Ana Ruiz',
        'ana.ruiz@example.org',
        66,
        joins=((at(17, 52, 3), at(18, 20, 33)), (at(18, 24), at(19, 1, 10))),
    )
    assert (report.tool, report.minutes, report.began_at) == ('zoom', 78, at(17, 47, 10))


def test_the_host_stays_in_the_report_and_is_marked():
    assert [row.name for row in read('zoom_long.csv').rows if row.is_host] == ['Dana Whitfield']
    assert [row.name for row in read('zoom_webinar.csv').rows if row.is_host] == ['Dana Whitfield']
    assert [row.name for row in read('teams.csv').rows if row.is_host] == ['Dana Whitfield']


def test_a_device_keeps_the_name_of_the_person_behind_it():
    assert read('zoom_long.csv').rows[3].original_name == 'Marisol Vega, RN'


def test_zooms_short_report_adds_the_lengths_of_one_name():
    assert minutes(read('zoom_short.csv')) == {'Dana Whitfield': 78, 'Ana Ruiz': 66, 'Tomás Oyelaran': 85, 'iPad': 20}


def test_added_lengths_never_exceed_the_meeting():
    report = pasted(
        'Topic,ID,Host,Duration (minutes),Start time,End time,Participants',
        'Taste,81 22,Dana,70,11/20/2026 11:50,11/20/2026 13:00,2',
        '',
        'Name (original name),Email,Total duration (minutes),Guest',
        'Tomás Oyelaran,,65,Yes',
        'Tomás Oyelaran,,20,Yes',
    )
    assert minutes(report) == {'Tomás Oyelaran': 70}


def test_zoom_in_spanish_puts_the_day_first():
    report = read_report(the('zoom_es.csv'), zone=ZONE)
    assert minutes(report) == {'Dana Whitfield': 78, 'José Peña': 60, 'Núria Ibáñez': 0}
    assert report.began_at == at(17, 47, 10)


def test_a_webinars_report_leaves_out_who_only_registered():
    assert minutes(read('zoom_webinar.csv')) == {'Dana Whitfield': 78, 'Ana Ruiz': 66}


def test_zooms_rows_that_repeat_the_meeting_are_read_by_their_right_part():
    report = read('zoom_with_meeting.csv')
    assert [(row.email, row.minutes, row.is_host) for row in report.rows] == [
        ('dana@cedarbend.example.org', 78, True),
        ('ana.ruiz@example.org', 66, False),
    ]
    assert report.minutes == 78


def test_meets_lengths_are_read_and_its_hours_belong_to_the_sessions_day():
    report = read('meet.csv')
    assert [(row.name, row.email, row.minutes) for row in report.rows] == [
        ('Dana Whitfield', 'dana@cedarbend.example.org', 77),
        ('Ana Ruiz', 'ana.ruiz@example.org', 63),
        ('Tomás', None, 45),
    ]
    assert report.rows[1].joins == ((at(17, 52), at(19, 1)),)


def test_meets_hours_without_a_day_are_left_out_when_the_day_is_not_known():
    report = read_report(the('meet.csv'), zone=ZONE)
    assert [(row.minutes, row.joins) for row in report.rows] == [(77, ()), (63, ()), (45, ())]
    assert report.began_at is None


def test_meet_in_spanish_is_not_taken_for_teams():
    report = read('meet_es.csv')
    assert (report.tool, minutes(report)) == ('meet', {'Dana Whitfield': 77, 'José Peña': 58})


def test_meets_oldest_form_has_a_name_an_address_and_a_length():
    report = pasted('Name,Email,Duration', 'Ana Ruiz,ana.ruiz@example.org,32:14')
    assert (report.tool, minutes(report)) == ('meet', {'Ana Ruiz': 33})


def test_teams_lists_joins_and_who_has_only_a_sum():
    report = read('teams.csv')
    assert (report.tool, report.minutes) == ('teams', 78)
    assert minutes(report) == {'Dana Whitfield': 78, 'Ana Ruiz': 66, 'Tomás Oyelaran': 65, 'Lena Brandt': 5}


def test_teams_in_spanish_takes_the_printed_sum():
    report = read_report(the('teams_es.csv'), zone=ZONE)
    assert minutes(report) == {'Dana Whitfield': 78, 'José Peña': 59}
    assert report.rows[1].joins == ((at(17, 58), at(19, 0)),)


def test_the_older_table_of_teams_takes_the_meetings_length_from_its_ends():
    report = read('teams_2021.csv')
    assert (report.minutes, minutes(report)) == (78, {'Dana Whitfield': 77, 'Ana Ruiz': 66})


def test_the_oldest_list_of_teams_pairs_joins_with_leaves():
    report = read('teams_actions.csv')
    assert minutes(report) == {'Ana Ruiz': 66, 'Dana Whitfield': 74}
    assert report.rows[1].joins == ((at(17, 47, 10), None),)


def test_who_leaves_without_having_joined_and_who_has_no_moment_are_passed_over():
    report = pasted(
        'Full Name\tUser Action\tTimestamp',
        'Ana Ruiz\tLeft\t11/20/2026, 11:40:00 AM',
        'Ana Ruiz\tJoined\t11/20/2026, 11:50:00 AM',
        'Ana Ruiz\tJoined\tsometime',
        'Ana Ruiz\tLeft\t11/20/2026, 12:00:00 PM',
    )
    assert minutes(report) == {'Ana Ruiz': 10}


def test_teams_prefers_the_address_of_the_sign_up_and_reads_utc():
    report = pasted(
        '2. Participants',
        'Name\tFirst Join (UTC)\tLast Leave (UTC)\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRegistration Email\tRole',
        'Ana Ruiz\t11/20/26, 5:52:03 PM\t11/20/26, 7:01:10 PM\t1h 9m 7s\tana@work.example.org\t\tana.ruiz@example.org\tAttendee',
        'Lena Brandt\t11/20/26, 5:52:03 PM\t11/20/26, 7:01:10 PM\t1h 9m 7s\t\tlena@work.example.org\t\tAttendee',
        '3. In-Meeting Activities',
        'Name\tJoin Time (UTC)\tLeave Time (UTC)\tDuration\tEmail\tRole',
        'Ana Ruiz\t11/20/26, 5:52:03 PM\t11/20/26, 7:01:10 PM\t1h 9m 7s\tana@work.example.org\tAttendee',
    )
    assert [(row.name, row.email, row.minutes) for row in report.rows] == [
        ('Ana Ruiz', 'ana.ruiz@example.org', 70),
        ('Lena Brandt', 'lena@work.example.org', 70),
    ]
    assert report.rows[0].joins == ((at(17, 52, 3), at(19, 1, 10)),)


LONG = 'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest'


def test_the_same_address_is_the_same_person_under_any_name():
    report = pasted(
        LONG,
        'Ana Ruiz,ana.ruiz@example.org,11/20/2026 12:00:00 PM,11/20/2026 12:30:00 PM,30,Yes',
        'iPad,Ana.Ruiz@example.org,11/20/2026 12:30:00 PM,11/20/2026 01:00:00 PM,30,Yes',
        'ANA RUIZ,,11/20/2026 01:00:00 PM,11/20/2026 01:05:00 PM,5,Yes',
    )
    assert [(row.name, row.other_names, row.minutes) for row in report.rows] == [('Ana Ruiz', ('iPad',), 65)]


def test_a_name_that_two_addresses_have_is_left_for_a_person_to_decide():
    report = pasted(
        LONG,
        'Ana Ruiz,ana.ruiz@example.org,11/20/2026 12:00:00 PM,11/20/2026 12:30:00 PM,30,Yes',
        'Ana Ruiz,ana@example.com,11/20/2026 12:00:00 PM,11/20/2026 12:30:00 PM,30,Yes',
        'Ana Ruiz,,11/20/2026 12:40:00 PM,11/20/2026 12:50:00 PM,10,Yes',
    )
    assert [(row.email, row.minutes) for row in report.rows] == [('ana.ruiz@example.org', 30), ('ana@example.com', 30), (None, 10)]


def test_a_join_inside_another_adds_nothing():
    report = pasted(
        LONG,
        'Ana Ruiz,,11/20/2026 12:00:00 PM,11/20/2026 12:40:30 PM,41,Yes',
        'Ana Ruiz,,11/20/2026 12:10:00 PM,11/20/2026 12:20:00 PM,10,Yes',
    )
    assert minutes(report) == {'Ana Ruiz': 41}


def test_times_that_cannot_be_true_leave_the_printed_minutes():
    report = pasted(
        LONG,
        'Ana Ruiz,,11/20/2026 12:00:00 PM,11/20/2026 11:00:00 AM,15,Yes',
        'Ana Ruiz,,11/20/2026 12:00:00 PM,11/25/2026 12:00:00 PM,20,Yes',
        'Lena Brandt,,11/20/2026 12:00:00 PM,,999999,Yes',
    )
    assert minutes(report) == {'Ana Ruiz': 35, 'Lena Brandt': 24 * 60}


def test_a_join_through_the_night_of_the_clock_change_lasts_as_long_as_it_lasted():
    report = pasted(LONG, 'Ana Ruiz,,11/01/2026 01:50:00 AM,11/01/2026 01:10:00 AM,,Yes')
    assert minutes(report) == {'Ana Ruiz': 20}


def test_lines_that_hold_nobody_are_passed_over():
    report = pasted(LONG, ',,11/20/2026 12:00:00 PM,11/20/2026 12:30:00 PM,30,Yes', 'Ana Ruiz,,,,,', 'Lena Brandt,,,,12,Yes')
    assert minutes(report) == {'Lena Brandt': 12}


def test_the_day_of_the_session_says_whether_a_date_is_in_november():
    line = 'Ana Ruiz,,11/12/2026 12:00:00,11/12/2026 12:30:00,30,Yes'
    content = f'{LONG}\n{line}'.encode()
    began = {on: read_report(content, zone='UTC', on=on).began_at for on in (datetime.date(2026, 12, 11), datetime.date(2026, 11, 12))}
    assert [moment.date() for moment in began.values() if moment] == list(began)


@pytest.mark.parametrize(
    ('content', 'reason'),
    [
        (b'Name,Favourite soup\nAna Ruiz,pumpkin\n', NotAReport.UNKNOWN),
        (b'Ana Ruiz came and so did Lena', NotAReport.UNKNOWN),
        (b'%PDF-1.7\n\x00\x01', NotAReport.UNKNOWN),
        (b'\x00' * 5000, NotAReport.UNKNOWN),
        (b'Meeting ID,Topic,User Email,Duration (Minutes),Participants\n81,Taste,d@example.org,60,2', NotAReport.UNKNOWN),
        (b'Topic,User Name,User Email,Duration (Minutes),Participants\nTaste,Dana,d@example.org,60,2', NotAReport.UNKNOWN),
        (LONG.encode(), NotAReport.NOBODY),
        (b'First name,Last name,Email,Duration,Time joined,Time exited\n', NotAReport.NOBODY),
        ('2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\n'.encode('utf-16'), NotAReport.NOBODY),
    ],
)
def test_what_is_no_report_is_refused_with_what_was_expected(content: bytes, reason: NotAReport):
    with pytest.raises(Refused) as refused:
        read_report(content, zone=ZONE)
    assert refused.value.reason is reason


def saved_again_by_a_spreadsheet_program(name: str, coding: str) -> bytes:
    book = openpyxl.Workbook()
    for line in the(name).decode(coding).splitlines():
        book.active.append([cell.removeprefix(' ') for cell in line.split('\t')])
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


def test_the_same_report_saved_in_another_way_is_recognised():
    zoom = the('zoom_long.csv').decode('utf-8-sig')
    block, _, table = zoom.partition('Name (')
    first, *lines = ('Name (' + table).strip().splitlines()
    without_seconds = zoom.replace(':10 AM', ' AM').replace(':41 PM', ' PM')
    assert digest(the('zoom_long.csv')) == digest(zoom.replace('\r\n', '\n').encode('utf-16'))
    assert digest(the('zoom_long.csv')) == digest((block + '\r\n'.join([first, *reversed(lines)])).encode())
    assert digest(the('zoom_long.csv')) == digest(without_seconds.encode())
    assert digest(the('teams.csv')) == digest(saved_again_by_a_spreadsheet_program('teams.csv', 'utf-16'))


def test_two_reports_that_differ_in_one_person_or_minute_are_two():
    short = the('zoom_short.csv').decode()
    others = [short, short.replace(',66,', ',67,'), short.replace('Tomás', 'Tobias'), short.replace('ana.ruiz@', 'ana@')]
    assert len({digest(other.encode()) for other in others}) == 4


def test_a_digest_is_refused_like_the_report():
    with pytest.raises(Refused) as refused:
        digest(b'nothing of the kind')
    assert refused.value.reason is NotAReport.UNKNOWN
