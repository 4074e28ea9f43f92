"""Times are said as people say them, with the zone in words."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coaching.kit import dates
from coaching.kit.words import LANGUAGES, speaking

CHICAGO = 'America/Chicago'
FRIDAY = datetime.datetime(2025, 12, 5, 17, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def test_a_friday_in_english():
    assert dates.long_day(FRIDAY, CHICAGO) == 'Friday, December 5, 2025'
    assert dates.short_day(FRIDAY, CHICAGO) == 'Fri, Dec 5'
    assert dates.day_of_year(FRIDAY, CHICAGO) == 'Dec 5, 2025'
    assert (dates.tile_day(FRIDAY, CHICAGO), dates.tile_month(FRIDAY, CHICAGO)) == ('Fri 5', 'Dec 2025')
    assert dates.time_of_day(FRIDAY, CHICAGO) == '11:00 am'
    assert dates.span(FRIDAY, FRIDAY + HOUR, CHICAGO) == '11:00 am to 12:00 pm Central Time'
    assert dates.span(FRIDAY - HOUR, FRIDAY, CHICAGO) == '10:00 am to 11:00 am Central Time'
    assert dates.when(FRIDAY, FRIDAY + HOUR, CHICAGO) == 'Friday, December 5, 2025, 11:00 am to 12:00 pm Central Time'


def test_the_same_friday_in_spanish():
    with speaking('es'):
        assert dates.long_day(FRIDAY, CHICAGO) == 'viernes 5 de diciembre de 2025'
        assert dates.short_day(FRIDAY, CHICAGO) == 'vie 5 dic'
        assert dates.day_of_year(FRIDAY, CHICAGO) == '5 dic 2025'
        assert (dates.tile_day(FRIDAY, CHICAGO), dates.tile_month(FRIDAY, CHICAGO)) == ('vie 5', 'dic 2025')
        assert dates.time_of_day(FRIDAY + HOUR, CHICAGO) == '12:00 pm'
        assert dates.span(FRIDAY, FRIDAY + HOUR, CHICAGO) == 'de 11:00 am a 12:00 pm, hora del Centro'


def test_a_session_over_midnight_names_both_days():
    late = FRIDAY + 11 * HOUR
    assert dates.span(late, late + 3 * HOUR, CHICAGO) == 'Fri, Dec 5, 10:00 pm to Sat, Dec 6, 1:00 am Central Time'
    assert dates.when(late, late + 3 * HOUR, CHICAGO) == dates.span(late, late + 3 * HOUR, CHICAGO)


def test_the_days_of_a_training_are_listed_once_and_in_order():
    parts = [FRIDAY + DAY, FRIDAY, FRIDAY + 4 * HOUR, FRIDAY + 7 * DAY]
    assert dates.days(parts, CHICAGO) == 'Fri, Dec 5, Sat, Dec 6, and Fri, Dec 12'
    with speaking('es'):
        assert dates.days(parts, CHICAGO) == 'vie 5 dic, sáb 6 dic y vie 12 dic'


@pytest.mark.parametrize(
    ('zone', 'english', 'spanish'),
    [
        ('America/Chicago', 'Central Time', 'hora del Centro'),
        ('US/Central', 'Central Time', 'hora del Centro'),
        ('America/New_York', 'Eastern Time', 'hora del Este'),
        ('America/Phoenix', 'Arizona Time', 'hora de Arizona'),
        ('America/Denver', 'Mountain Time', 'hora de la Montaña'),
        ('America/Mexico_City', 'Central Standard Time', 'hora estándar central'),
        ('Asia/Tokyo', 'Japan Standard Time', 'hora estándar de Japón'),
        ('Europe/Berlin', 'Central European Time', 'hora de Europa central'),
        ('UTC', 'Universal Time (UTC)', 'hora universal (UTC)'),
        ('Etc/GMT+5', 'GMT-05:00', 'GMT-05:00'),
    ],
)
def test_zones_have_the_names_that_people_use(zone: str, english: str, spanish: str):
    assert dates.zone_words(zone) == english
    with speaking('es'):
        assert dates.zone_words(zone) == spanish


def test_noon_in_chicago_is_another_hour_in_utc_after_the_clocks_change():
    winter = datetime.datetime(2027, 3, 12, 18, tzinfo=datetime.UTC)
    summer = datetime.datetime(2027, 3, 19, 17, tzinfo=datetime.UTC)
    assert [dates.time_of_day(at, CHICAGO) for at in (winter, summer)] == ['12:00 pm', '12:00 pm']
    assert [dates.time_of_day(at, 'America/Phoenix') for at in (winter, summer)] == ['11:00 am', '10:00 am']


@pytest.mark.parametrize('name', ['Chicago', '', '../etc/passwd', '/etc/localtime', 'Factory', 'America', 'america/chicago', 'A\x00B'])
def test_a_zone_that_does_not_exist_is_refused(name: str):
    with pytest.raises(dates.UnknownZone):
        dates.long_day(FRIDAY, name)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match='a moment needs a zone'):
        dates.long_day(datetime.datetime(2025, 12, 5), CHICAGO)


@pytest.mark.parametrize(
    ('apart', 'english', 'spanish'),
    [
        (0 * DAY, 'today', 'hoy'),
        (DAY, 'tomorrow', 'mañana'),
        (-DAY, 'yesterday', 'ayer'),
        (3 * DAY, 'in 3 days', 'dentro de 3 días'),
        (-3 * DAY, '3 days ago', 'hace 3 días'),
        (14 * HOUR, 'tomorrow', 'mañana'),
    ],
)
def test_days_are_counted_by_the_calendar_of_the_place(apart: datetime.timedelta, english: str, spanish: str):
    assert dates.relative_day(FRIDAY + apart, CHICAGO, FRIDAY) == english
    with speaking('es'):
        assert dates.relative_day(FRIDAY + apart, CHICAGO, FRIDAY) == spanish


def test_how_long_ago():
    spans = (HOUR / 90, 5 * HOUR / 60, HOUR, 3 * DAY, -2 * HOUR)
    assert [dates.ago(FRIDAY - span, FRIDAY) for span in spans] == ['just now', '5 minutes ago', '1 hour ago', '3 days ago', 'in 2 hours']
    with speaking('es'):
        assert dates.ago(FRIDAY - HOUR, FRIDAY) == 'hace 1 hora'
    assert dates.ago(FRIDAY - HOUR + HOUR / 200, FRIDAY) == '59 minutes ago', 'nobody speaks of sixty minutes'


def test_a_machine_reads_universal_time():
    assert dates.machine(FRIDAY) == '2025-12-05T17:00:00Z'


@given(some.sampled_from(sorted(dates.zone_names())), some.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2060, 1, 1)))
def test_every_zone_can_be_spoken_of_in_every_language(zone: str, naive: datetime.datetime):
    at = naive.replace(tzinfo=datetime.UTC)
    for code in LANGUAGES:
        with speaking(code):
            said = dates.when(at, at + HOUR, zone) + dates.relative_day(at, zone, FRIDAY)
            assert '%(' not in said
            assert 'nknown' not in said


def test_templates_know_every_filter():
    assert set(dates.FILTERS) >= {'long_day', 'short_day', 'time_of_day', 'span', 'zone_words', 'relative_day', 'ago'}
