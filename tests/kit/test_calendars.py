"""A date in somebody's calendar: it parses, it moves, it goes away, and its zone changes its clocks on the right night."""

from __future__ import annotations

import datetime
import io
import zoneinfo
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import dateutil.tz
import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from coaching.kit.calendars import Appointment, Mailbox, Part, attachment, feed, google_link, one_file

NOON = datetime.datetime(2026, 12, 4, 18, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
WEEK = datetime.timedelta(days=7)
NETWORK = Mailbox('Café Path', 'hello@cafe.example')
ANA = Mailbox('Ana Ruiz', 'ana@home.example')
TASTE = Appointment(
    uid='session-7@cafe.example',
    sequence=0,
    changed_at=NOON - WEEK,
    title='A Taste of Cafés',
    parts=(Part(NOON, NOON + HOUR),),
    zone='America/Chicago',
    url='https://cafe.example/join/abc',
    text='Bring a cup.\nSit where you like.',
)
TRAINING = replace(
    TASTE, uid='session-9@cafe.example', title='Host training', parts=(Part(NOON, NOON + HOUR), Part(NOON + WEEK, NOON + WEEK + 2 * HOUR))
)


def events_of(text: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text).walk('VEVENT'))


def test_a_saved_spot_is_a_request_that_was_accepted():
    sent = attachment(TASTE, NETWORK, ANA)
    calendar = icalendar.Calendar.from_ical(sent.text)
    (event,) = events_of(sent.text)
    assert (sent.method, str(calendar['method'])) == ('REQUEST', 'REQUEST')
    assert (str(event['uid']), event['sequence'], str(event['summary']), str(event['status'])) == (
        TASTE.uid,
        0,
        'A Taste of Cafés',
        'CONFIRMED',
    )
    assert (event.start, event.end, event.stamp) == (NOON, NOON + HOUR, NOON - WEEK)
    assert event['dtstart'].params['TZID'] == 'America/Chicago'
    assert event['dtstart'].dt.hour == 12
    assert str(event['location']) == str(event['url']) == TASTE.url
    assert str(event['description']) == 'Bring a cup.\nSit where you like.\n\nhttps://cafe.example/join/abc'
    assert (str(event['organizer']), event['organizer'].params['CN']) == ('mailto:hello@cafe.example', 'Café Path')
    assert (str(event['attendee']), event['attendee'].params['PARTSTAT'], event['attendee'].params['RSVP']) == (
        'mailto:ana@home.example',
        'ACCEPTED',
        'FALSE',
    )


def test_a_moved_date_keeps_its_uid_and_counts_up():
    moved = replace(TASTE, sequence=1, parts=(Part(NOON + WEEK, NOON + WEEK + HOUR),), changed_at=NOON)
    (event,) = events_of(attachment(moved, NETWORK, ANA).text)
    assert (str(event['uid']), event['sequence'], event.start) == (TASTE.uid, 1, NOON + WEEK)


def test_a_cancelled_date_is_taken_away():
    sent = attachment(replace(TASTE, sequence=2, is_cancelled=True), NETWORK, ANA)
    (event,) = events_of(sent.text)
    assert (sent.method, event['sequence'], str(event['status']), str(event['transp'])) == ('CANCEL', 2, 'CANCELLED', 'TRANSPARENT')


def test_a_training_of_two_parts_has_an_entry_for_each():
    sent = attachment(TRAINING, NETWORK, ANA)
    first, second = events_of(sent.text)
    assert sent.method == 'PUBLISH'
    assert (str(first['uid']), str(second['uid'])) == ('session-9@cafe.example', 'session-9-part-2@cafe.example')
    assert (str(first['summary']), str(second['summary'])) == ('Host training (1/2)', 'Host training (2/2)')
    assert (second.start, second.end) == (NOON + WEEK, NOON + WEEK + 2 * HOUR)
    assert 'attendee' not in first
    assert [str(event['status']) for event in events_of(attachment(replace(TRAINING, is_cancelled=True), NETWORK, ANA).text)] == [
        'CANCELLED'
    ] * 2


def test_a_feed_has_a_name_and_every_date():
    text = feed('A Taste of Cafés', [TASTE, TRAINING])
    calendar = icalendar.Calendar.from_ical(text)
    assert (str(calendar['name']), str(calendar['x-wr-calname']), str(calendar['method'])) == (
        'A Taste of Cafés',
        'A Taste of Cafés',
        'PUBLISH',
    )
    assert len(events_of(text)) == 3
    assert [str(zone['tzid']) for zone in calendar.walk('VTIMEZONE')] == ['America/Chicago']
    assert b'\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n' in text


def test_a_feed_without_dates_is_a_calendar_too():
    assert events_of(feed('Nothing yet', [])) == []


def test_a_date_in_universal_time_needs_no_zone():
    text = one_file(replace(TASTE, zone='UTC'))
    assert b'VTIMEZONE' not in text
    assert b'DTSTART:20261204T180000Z' in text


def test_a_place_is_the_location_where_there_is_one():
    (event,) = events_of(one_file(replace(TASTE, location='Willow Street School,\r\nRoom 4')))
    assert str(event['location']) == 'Willow Street School, Room 4'


def test_google_is_given_the_same_date():
    address = urlsplit(google_link(TRAINING, part=1))
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert (address.netloc, asked['action'], asked['text']) == ('calendar.google.com', 'TEMPLATE', 'Host training')
    assert (asked['dates'], asked['ctz']) == ('20261211T180000Z/20261211T200000Z', 'America/Chicago')
    assert asked['location'] == TASTE.url


@pytest.mark.parametrize(
    'name',
    [
        'America/Chicago',
        'America/Phoenix',
        'Europe/London',
        'Europe/Dublin',
        'Africa/Casablanca',
        'Australia/Lord_Howe',
        'America/Sao_Paulo',
    ],
)
def test_a_zone_changes_its_clocks_when_the_world_does(name: str):
    place = zoneinfo.ZoneInfo(name)
    read = dateutil.tz.tzical(io.StringIO(one_file(replace(TASTE, zone=name)).decode())).get(name)
    at, differ = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), []
    while at.year < 2027:
        wall = at.astimezone(place).replace(tzinfo=None)
        if wall.replace(tzinfo=read).utcoffset() != wall.replace(tzinfo=place).utcoffset():
            differ.append(wall)
        at += HOUR / 2
    assert differ == []


TEXT = some.text(alphabet=some.characters(codec='utf-8'), max_size=120)


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT, TEXT, some.sampled_from(['America/Chicago', 'UTC', 'Asia/Kathmandu']), some.integers(0, 400_000), some.integers(0, 99))
def test_whatever_the_words_the_file_is_one_calendar(title: str, text: str, name: str, zone: str, hours: int, sequence: int):
    begins = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC) + hours % 200_000 * HOUR
    one = replace(TASTE, title=title, text=text, location=name, zone=zone, sequence=sequence, parts=(Part(begins, begins + HOUR),))
    sent = attachment(one, Mailbox(name, 'hello@cafe.example'), Mailbox(title, 'ana@home.example')).text
    (event,) = events_of(sent)
    assert (event.start, event['sequence'], str(event['uid'])) == (begins, sequence, TASTE.uid)
    assert sent.endswith(b'END:VCALENDAR\r\n')
    assert sent.count(b'\n') == sent.count(b'\r\n') == sent.count(b'\r')
    assert max(len(line) for line in sent.split(b'\r\n')) <= 75
    assert [line for line in sent.split(b'\r\n') if line.startswith(b'ATTENDEE')][1:] == []
