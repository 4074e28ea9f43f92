"""What somebody knows of a date decides over the one letter; what follows from one date decides over the new rule."""

import dataclasses
import datetime

import pytest

from coaching.funnel.rules.following import first_day, moved_rule
from coaching.funnel.rules.recurrence import Existing, parts_on, plan, plan_following
from coaching.funnel.rules.telling import BACK, CANCELLED, CHANGED, MOVED, Concerned, Known, letter_about, to_be_told
from coaching.funnel.values import Part
from tests.funnel.facts import CHICAGO, DAY, FRIDAY_NOON, HOUR, NOW, ONE_O_CLOCK, PARTS, an_offering

AT_NOON = Known(is_on=True, parts=PARTS, where='in_person Oak School')
AT_ONE = dataclasses.replace(AT_NOON, parts=(Part(1, ONE_O_CLOCK, ONE_O_CLOCK + HOUR),))
LONGER = dataclasses.replace(AT_NOON, parts=(Part(1, FRIDAY_NOON, ONE_O_CLOCK + HOUR),))
ELSEWHERE = dataclasses.replace(AT_NOON, where='in_person Maple Library')
OFF = dataclasses.replace(AT_NOON, is_on=False)
ANA = Concerned(1, 11, 'Ana Reyes', 'ana@example.org', '')


@pytest.mark.parametrize(
    ('known', 'stands', 'kind'),
    [
        (AT_NOON, AT_NOON, None),
        (AT_NOON, AT_ONE, MOVED),
        (AT_NOON, LONGER, MOVED),
        (AT_NOON, ELSEWHERE, CHANGED),
        (AT_NOON, dataclasses.replace(AT_ONE, where='online'), MOVED),
        (AT_NOON, OFF, CANCELLED),
        (OFF, OFF, None),
        (OFF, dataclasses.replace(AT_ONE, is_on=False), None),
        (OFF, AT_NOON, BACK),
        (OFF, AT_ONE, BACK),
    ],
)
def test_what_one_knows_and_how_it_stands_give_one_letter_or_none(known, stands, kind):
    assert letter_about(known, stands) == kind


def test_who_has_a_letter_still_to_go_is_told_from_what_they_knew_before_it():
    ben = Concerned(2, 12, 'Ben Ito', 'ben@example.org', '', untold=AT_NOON)
    assert to_be_told([ANA, ben], before=AT_ONE, stands=AT_NOON) == [(ANA, AT_ONE, MOVED)]


def test_who_has_no_address_is_not_written_to():
    assert to_be_told([dataclasses.replace(ANA, email=None, phone='303-555-0142')], before=AT_NOON, stands=OFF) == []


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ('rule', 'first'),
    [('FREQ=WEEKLY;BYDAY=TH', '2026-11-30'), ('FREQ=MONTHLY;BYDAY=2TU', '2026-12-01'), ('', '2026-12-04')],
)
def test_a_new_rule_begins_with_the_week_or_month_of_the_first_old_date(rule, first):
    assert first_day(rule, day('2026-12-04')) == day(first)


@pytest.mark.parametrize(
    ('rule', 'old', 'new', 'becomes'),
    [
        ('FREQ=WEEKLY;BYDAY=FR', '2026-12-04', '2026-12-03', 'FREQ=WEEKLY;BYDAY=TH'),
        ('FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR', '2026-12-04', '2026-12-05', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA'),
        ('FREQ=WEEKLY;BYDAY=FR', '2026-12-04', '2026-12-04', 'FREQ=WEEKLY;BYDAY=FR'),
        ('FREQ=MONTHLY;BYDAY=2TU', '2026-12-08', '2026-12-16', 'FREQ=MONTHLY;BYDAY=3WE'),
        ('FREQ=MONTHLY;BYDAY=-1FR', '2026-12-25', '2026-12-31', 'FREQ=MONTHLY;BYDAY=-1TH'),
        ('FREQ=MONTHLY;BYDAY=-1FR', '2026-12-25', '2026-12-18', 'FREQ=MONTHLY;BYDAY=3FR'),
    ],
)
def test_one_date_that_moves_with_all_following_gives_a_new_rule(rule, old, new, becomes):
    assert moved_rule(rule, day(old), day(new)) == becomes


@pytest.mark.parametrize(
    ('rule', 'old', 'new'),
    [
        ('FREQ=WEEKLY;BYDAY=FR', '2026-12-04', '2026-12-07'),
        ('FREQ=WEEKLY;BYDAY=TU,FR', '2026-12-04', '2026-12-01'),
        ('FREQ=MONTHLY;BYDAY=2TU', '2026-12-08', '2027-01-05'),
        ('FREQ=WEEKLY;BYDAY=FR', '2026-12-03', '2026-12-02'),
        ('', '2026-12-04', '2026-12-03'),
    ],
)
def test_a_day_of_another_week_or_one_that_the_rule_has_already_gives_none(rule, old, new):
    assert moved_rule(rule, day(old), day(new)) is None


def test_a_date_that_stays_takes_the_new_day_as_its_name_so_that_no_second_one_is_made_in_the_night():
    [friday] = parts_on(day('2026-12-04'), datetime.time(12), CHICAGO, minutes=60)
    edited = Existing(session_id=1, rule_on=day('2026-12-04'), starts_at=friday.starts_at, ends_at=friday.ends_at, is_edited=True)
    thursdays = an_offering(recurrence='FREQ=WEEKLY;BYDAY=TH', starts_on=day('2026-11-30'), weeks_ahead=3)
    change = plan_following(thursdays, [edited], day('2026-12-04'), now=NOW)
    assert (change.rename, change.create) == (((1, day('2026-12-03')),), ())
    night = plan(thursdays, [dataclasses.replace(edited, rule_on=day('2026-12-03'))], now=NOW + DAY)
    assert (night.create, night.change, night.remove) == ((), (), ())
