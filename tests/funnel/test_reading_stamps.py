"""Days, moments and lengths of time are read as programs print them."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from coaching.funnel.reading.stamps import Clock, day_of, is_day_first, seconds_of

FRIDAY = datetime.date(2026, 11, 20)
CHICAGO = ZoneInfo('America/Chicago')


@pytest.mark.parametrize(
    'text',
    [
        '2026-11-20', '2026-11-20T11:52:03Z', '2026/11/20 11:52', '11/20/2026', '11/20/26', '11-20-2026', '11.20.2026',
        '11/20/2026 11:52:03 AM', 'Nov 20, 2026', 'November 20th, 2026 12:00 PM', 'Friday, November 20, 2026', '20 Nov 2026',
        '20 de noviembre de 2026', 'viernes, 20 noviembre 2026', '46346', '46346.5',
    ],
)  # fmt: skip
def test_a_day_is_read_in_many_forms(text: str):
    assert day_of(text, day_first=False) == FRIDAY


@pytest.mark.parametrize(
    'text',
    ['', 'soon', '31/31/2026', '2026-13-01', '11/20', '20 Foo 2026', '1/1/1950', '1/1/2150', '99999', '1/2/3 or so', '1' * 90, '1/2/345'],
)
def test_what_names_no_day_is_no_day(text: str):
    assert day_of(text, day_first=False) is None


def test_the_order_of_a_date_can_be_turned():
    assert (day_of('3/4/2026', day_first=True), day_of('3/4/2026', day_first=False)) == (
        datetime.date(2026, 4, 3),
        datetime.date(2026, 3, 4),
    )


def test_one_date_that_allows_one_order_only_decides_for_all():
    assert is_day_first(['3/4/2026', '25/4/2026'], otherwise=False) is True
    assert is_day_first(['3/4/2026', '4/25/2026', '2026-04-25'], otherwise=True) is False


def test_the_day_that_should_be_meant_decides_next_and_habit_last():
    assert is_day_first(['11/12/2026'], otherwise=False, on=datetime.date(2026, 12, 11)) is True
    assert is_day_first(['11/12/2026'], otherwise=True, on=datetime.date(2026, 11, 12)) is False
    assert is_day_first(['11/12/2026'], otherwise=True, on=datetime.date(2026, 3, 3)) is True
    assert is_day_first([], otherwise=False, on=datetime.date(2026, 3, 3)) is False


def utc(hour: int, minute: int = 0, second: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 11, 20, hour, minute, second, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ('text', 'moment'),
    [
        ('11/20/2026 11:52:03 AM', utc(17, 52, 3)),
        ('11/20/2026 12:00 PM', utc(18)),
        ('11/20/2026 12:30 a. m.', utc(6, 30)),
        ('11/20/26, 1:04:41\u202fPM', utc(19, 4, 41)),
        ('11/20/2026 13:04', utc(19, 4)),
        ('2026-11-20T18:00:00Z', utc(18)),
        ('2026-11-20 18:00:00.123 UTC', utc(18)),
        ('2026-11-20T12:00:00-06:00', utc(18)),
        ('2026-11-20T19:00+0100', utc(18)),
        ('Nov 20, 2026 at 12:00 PM (central)', utc(18)),
        ('12:00', utc(18)),
        ('11/20/2026', None),
        ('11/20/2026 25:00', None),
        ('2026-11-20T12:00:00+99:00', None),
        ('--', None),
        ('', None),
    ],
)
def test_a_moment_is_read_in_the_meetings_zone(text: str, moment: datetime.datetime | None):
    assert Clock(CHICAGO, day_first=False, on=FRIDAY).moment(text) == moment


def test_hours_without_a_day_are_no_moment_when_the_day_is_not_known():
    assert Clock(CHICAGO, day_first=False).moment('12:00') is None


def test_hours_after_midnight_belong_to_the_next_day():
    clock = Clock(CHICAGO, day_first=False, on=FRIDAY)
    joined = clock.moment('11:30 PM')
    assert joined and clock.moment('12:15 AM', after=joined) == joined + datetime.timedelta(minutes=45)


def test_spanish_puts_the_day_first_unless_it_counts_twelve_hours():
    stamps = ['3/4/2026 11:00', '3/4/2026 12:00']
    assert Clock.of(stamps, CHICAGO, None, is_spanish=True).day_first is True
    assert Clock.of(stamps, CHICAGO, None, is_spanish=False).day_first is False
    assert Clock.of(['3/4/2026 11:00 AM'], CHICAGO, None, is_spanish=True).day_first is False


@pytest.mark.parametrize(
    ('text', 'seconds'),
    [
        ('58', 3480), ('0', 0), ('1.5', 90), ('1,25', 75), ('1h 3m 12s', 3792), ('59m 35s', 3575), ('1 hr 3 min', 3780), ('45 sec', 45),
        ('2 hrs', 7200), ('1 hora y 3 minutos', 3780), ('1 h 17 min 31 s', 4651), ('1:03:12', 3792), ('32:14', 1934),
        ('', None), ('a while', None), ('3 weeks', None), ('1h or so', None), ('-5', None), ('9' * 99, None),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_in_seconds(text: str, seconds: int | None):
    assert seconds_of(text) == seconds
