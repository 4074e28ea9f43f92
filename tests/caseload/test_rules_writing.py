"""On which mornings a letter goes, across zones and the change of clocks, and what cannot wait until Monday."""

import datetime

import pytest

from coaching.caseload.rules.writing import NoLetter, cannot_wait, is_monday, midnight_after, morning, why_not_write, working_days
from coaching.caseload.values import Kind, Need

CHICAGO, KIRITIMATI, PHOENIX = 'America/Chicago', 'Pacific/Kiritimati', 'America/Phoenix'


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ('now', 'zone', 'day'),
    [
        (utc(2026, 11, 23, 13, 59), CHICAGO, None),
        (utc(2026, 11, 23, 14, 0), CHICAGO, datetime.date(2026, 11, 23)),
        (utc(2026, 11, 23, 17, 59), CHICAGO, datetime.date(2026, 11, 23)),
        (utc(2026, 11, 23, 18, 0), CHICAGO, None),
        # the Monday after the clocks went forward, and the one after they went back
        (utc(2026, 3, 9, 12, 59), CHICAGO, None),
        (utc(2026, 3, 9, 13, 0), CHICAGO, datetime.date(2026, 3, 9)),
        (utc(2026, 11, 2, 13, 59), CHICAGO, None),
        (utc(2026, 11, 2, 14, 0), CHICAGO, datetime.date(2026, 11, 2)),
        # where it is Monday while it is still Sunday in UTC, and where no clock ever changes
        (utc(2026, 11, 22, 18, 0), KIRITIMATI, datetime.date(2026, 11, 23)),
        (utc(2026, 3, 9, 15, 0), PHOENIX, datetime.date(2026, 3, 9)),
        (utc(2026, 3, 9, 14, 59), PHOENIX, None),
        # weekends
        (utc(2026, 11, 21, 15, 0), CHICAGO, None),
        (utc(2026, 11, 22, 15, 0), CHICAGO, None),
        (utc(2026, 11, 24, 15, 0), CHICAGO, datetime.date(2026, 11, 24)),
    ],
)
def test_a_letter_goes_from_eight_until_noon_by_the_wall_clock_there(now, zone, day):
    assert morning(now, zone) == day


def test_monday_is_the_first_day_of_the_week():
    assert [is_monday(datetime.date(2026, 11, day)) for day in range(22, 26)] == [False, True, False, False]


def test_a_list_is_of_use_until_midnight_there_however_long_the_day_is():
    assert midnight_after(datetime.date(2026, 11, 1), CHICAGO) == utc(2026, 11, 2, 6)
    assert midnight_after(datetime.date(2026, 3, 8), CHICAGO) == utc(2026, 3, 9, 5)


FRIDAY = datetime.date(2026, 11, 13)


@pytest.mark.parametrize(
    ('days', 'working'), [(0, 0), (-3, 0), (1, 0), (2, 0), (3, 1), (7, 5), (8, 5), (9, 5), (10, 6), (14, 10), (17, 11)]
)
def test_working_days_are_mondays_to_fridays_after_a_day(days, working):
    assert working_days(FRIDAY, FRIDAY + datetime.timedelta(days=days)) == working
    slow = sum((FRIDAY + datetime.timedelta(days=one)).weekday() < 5 for one in range(1, days + 1))
    assert working == slow


def test_a_sign_off_is_told_once_on_the_day_on_which_it_has_waited_for_too_long_and_nothing_else_is():
    since = datetime.date(2026, 11, 10)  # a Tuesday
    told = []
    for ahead in range(30):
        today = since + datetime.timedelta(days=ahead)
        found = [Need(Kind.SIGN_OFF, ahead, step=2), Need(Kind.QUIET, 90), Need(Kind.HELP, ahead), Need(Kind.OVERDUE, 9)]
        if pressing := cannot_wait(found, today):
            assert pressing == (Need(Kind.SIGN_OFF, ahead, step=2),)
            told.append(today)
    assert told == [datetime.date(2026, 11, 18)]


def test_a_letter_has_readers():
    assert why_not_write(0) is NoLetter.NOBODY
    assert why_not_write(1) is None
