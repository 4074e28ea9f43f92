"""When an offering takes place: ten years of Fridays, both clock changes, and what a change of the rule does to its dates."""

import dataclasses
import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.funnel.rules.recurrence import (
    Dated,
    Existing,
    NoRecurrence,
    Pattern,
    Plan,
    dates,
    parts_on,
    plan,
    plan_following,
    shifted,
    to_utc,
    why_not_recur,
)
from coaching.funnel.values import Part, SessionState
from tests.funnel.facts import CHICAGO, DAY, HOUR, NOW, an_offering, at

NOON = datetime.time(12)
INTRO = an_offering(slug='intro', recurrence='FREQ=MONTHLY;BYDAY=2TU', wall_time=datetime.time(9), minutes=180)


def day(text):
    return datetime.date.fromisoformat(text)


def days(found):
    return [dated.rule_on.isoformat() for dated in found]


def test_522_fridays_are_at_noon_in_chicago():
    ten_years = dates(an_offering(), after=NOW, until=NOW + datetime.timedelta(weeks=522))
    local = [dated.starts_at.astimezone(ZoneInfo(CHICAGO)) for dated in ten_years]
    assert len(ten_years) == 522
    assert {(moment.weekday(), moment.time()) for moment in local} == {(4, NOON)}
    assert {dated.starts_at.hour for dated in ten_years} == {17, 18}
    assert len({dated.rule_on for dated in ten_years}) == 522
    assert {dated.ends_at - dated.starts_at for dated in ten_years} == {HOUR}


def test_noon_is_six_in_utc_in_winter_and_five_from_the_day_when_clocks_go_forward():
    around_march = dates(an_offering(), after=at('2027-03-10 00:00'), until=at('2027-03-20 00:00'))
    around_november = dates(an_offering(), after=at('2027-11-03 00:00'), until=at('2027-11-13 00:00'))
    assert [dated.starts_at for dated in around_march] == [at('2027-03-12 18:00'), at('2027-03-19 17:00')]
    assert [dated.starts_at for dated in around_november] == [at('2027-11-05 17:00'), at('2027-11-12 18:00')]


def test_phoenix_sees_eleven_and_then_ten():
    around_march = dates(an_offering(), after=at('2027-03-10 00:00'), until=at('2027-03-20 00:00'))
    assert [dated.starts_at.astimezone(ZoneInfo('America/Phoenix')).hour for dated in around_march] == [11, 10]


def test_a_time_that_a_clock_change_leaves_out_is_an_hour_later():
    assert to_utc(day('2027-03-14'), datetime.time(2, 30), CHICAGO).astimezone(ZoneInfo(CHICAGO)).time() == datetime.time(3, 30)


def test_a_time_that_comes_twice_is_the_first():
    twice = datetime.time(1, 30, fold=1)
    assert to_utc(day('2027-11-07'), twice, CHICAGO) == at('2027-11-07 06:30')
    assert at('2027-11-07 07:30').astimezone(ZoneInfo(CHICAGO)).time() == datetime.time(1, 30)


def test_a_session_over_a_clock_change_still_lasts_as_long_as_it_lasts():
    night = parts_on(day('2027-03-14'), datetime.time(1, 30), CHICAGO, minutes=60)
    assert night == (Part(1, at('2027-03-14 07:30'), at('2027-03-14 08:30')),)


def test_a_training_of_two_parts_keeps_its_wall_clock_over_a_clock_change():
    two = parts_on(day('2027-03-13'), datetime.time(9), CHICAGO, minutes=480, parts=2, days_between=7)
    assert [part.starts_at for part in two] == [at('2027-03-13 15:00'), at('2027-03-20 14:00')]
    assert [part.number for part in two] == [1, 2]


def test_a_training_that_moves_keeps_its_wall_clock_over_a_clock_change():
    two = parts_on(day('2027-03-06'), datetime.time(9), CHICAGO, minutes=480, parts=2, days_between=7)
    a_week_later = shifted(two, at('2027-03-13 15:00'), CHICAGO)
    assert [part.starts_at for part in a_week_later] == [at('2027-03-13 15:00'), at('2027-03-20 14:00')]
    assert {part.ends_at - part.starts_at for part in a_week_later} == {8 * HOUR}


def test_the_intro_is_on_the_second_tuesday():
    found = dates(INTRO, after=NOW, until=at('2027-04-01 00:00'))
    assert days(found) == ['2026-12-08', '2027-01-12', '2027-02-09', '2027-03-09']


def test_a_month_without_a_fifth_friday_has_none():
    fifth = an_offering(recurrence='FREQ=MONTHLY;BYDAY=5FR')
    assert days(dates(fifth, after=NOW, until=at('2027-08-01 00:00'))) == ['2027-01-29', '2027-04-30', '2027-07-30']


def test_the_last_friday_of_every_month_and_two_days_of_every_second_week():
    last = an_offering(recurrence='FREQ=MONTHLY;BYDAY=-1FR')
    second = an_offering(recurrence='FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH', starts_on=day('2026-11-17'))
    assert days(dates(last, after=NOW, until=at('2027-01-01 00:00'))) == ['2026-11-27', '2026-12-25']
    assert days(dates(second, after=NOW, until=at('2026-12-05 00:00'))) == ['2026-11-19', '2026-12-01', '2026-12-03']


def test_without_a_rule_there_are_only_dates_made_by_hand():
    assert dates(an_offering(recurrence=''), after=NOW, until=NOW + 90 * DAY) == []


@pytest.mark.parametrize(
    'rule',
    [
        'FREQ=WEEKLY;BYDAY=FR', 'FREQ=WEEKLY;BYDAY=TU,FR', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR',
        'FREQ=MONTHLY;BYDAY=2TU', 'FREQ=MONTHLY;BYDAY=-1FR', 'FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO',
    ],
)  # fmt: skip
def test_a_rule_is_read_and_written_again(rule):
    assert why_not_recur(rule) is None
    assert Pattern.read(rule).rule == rule


@pytest.mark.parametrize(
    'rule',
    [
        'FREQ=HOURLY', 'FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=XX', 'FREQ=WEEKLY;INTERVAL=0;BYDAY=FR', 'FREQ=MONTHLY;BYDAY=6FR',
        'FREQ=WEEKLY;BYDAY=FR;UNTIL=20270101T000000Z', 'FREQ=MONTHLY;BYDAY=FR', 'every Friday', 'FREQ=WEEKLY;BYDAY=FR\nEXDATE:20261225',
    ],
)  # fmt: skip
def test_what_is_no_rule_of_ours_is_not_kept(rule):
    assert why_not_recur(rule) is NoRecurrence.UNREADABLE


def test_no_rule_at_all_can_be_kept():
    assert why_not_recur('') is None


def sessions(*rule_days, offering=None, **facts):
    """Sessions that stand as their rule made them, numbered from 1."""
    offering = offering or an_offering()
    return [
        Existing(session_id=number, rule_on=day(text), starts_at=parts[0].starts_at, ends_at=parts[-1].ends_at, **facts)
        for number, text in enumerate(rule_days, start=1)
        for parts in [parts_on(day(text), offering.wall_time, offering.zone, minutes=offering.minutes)]
    ]


FRIDAYS = ('2026-11-20', '2026-11-27', '2026-12-04', '2026-12-11', '2026-12-18', '2026-12-25', '2027-01-01', '2027-01-08')


def test_the_first_night_makes_eight_weeks_of_fridays():
    made = plan(an_offering(), [], now=NOW)
    assert days(made.create) == list(FRIDAYS)
    assert (made.change, made.remove, made.leave) == ((), (), ())


def test_the_horizon_is_eight_weeks_to_the_minute():
    a_friday_at_noon = at('2026-11-20 18:00')
    assert days(plan(an_offering(weeks_ahead=1), [], now=a_friday_at_noon).create) == ['2026-11-27']
    assert days(plan(an_offering(weeks_ahead=1), [], now=a_friday_at_noon - HOUR).create) == ['2026-11-20']
    assert days(plan_following(an_offering(weeks_ahead=1), [], day('2026-11-20'), now=a_friday_at_noon).create) == ['2026-11-27']


def test_a_date_that_begins_this_very_minute_stays():
    at_one = an_offering(wall_time=datetime.time(13), weeks_ahead=0)
    assert plan(at_one, sessions('2026-11-20'), now=at('2026-11-20 18:00')) == Plan(leave=(1,))


def test_the_second_night_makes_nothing():
    assert plan(an_offering(), sessions(*FRIDAYS), now=NOW) == Plan(leave=(1, 2, 3, 4, 5, 6, 7, 8))


def test_a_week_later_one_more_friday_is_made():
    assert days(plan(an_offering(), sessions(*FRIDAYS), now=NOW + 7 * DAY).create) == ['2027-01-15']


@pytest.mark.parametrize('facts', [{'is_edited': True}, {'has_people': True}, {'state': SessionState.SKIPPED}])
def test_the_nightly_run_never_touches_what_was_edited_skipped_or_signed_up_for(facts):
    at_one = an_offering(wall_time=datetime.time(13))
    saturdays = an_offering(recurrence='FREQ=WEEKLY;BYDAY=SA')
    stood = sessions(*FRIDAYS, **facts)
    assert (plan(at_one, stood, now=NOW).change, plan(at_one, stood, now=NOW).create) == ((), ())
    assert plan(saturdays, stood, now=NOW).remove == ()


def test_free_dates_follow_a_new_time():
    at_one = an_offering(wall_time=datetime.time(13))
    change = plan(at_one, sessions(*FRIDAYS[:2]), now=NOW).change
    assert [(number, dated.starts_at) for number, dated in change] == [(1, at('2026-11-20 19:00')), (2, at('2026-11-27 19:00'))]


def test_free_dates_that_the_rule_no_longer_has_go_and_new_ones_come():
    saturdays = plan(an_offering(recurrence='FREQ=WEEKLY;BYDAY=SA', weeks_ahead=2), sessions(*FRIDAYS[:2]), now=NOW)
    assert (days(saturdays.create), saturdays.remove) == (['2026-11-21', '2026-11-28'], (1, 2))


def test_dates_beyond_a_shorter_horizon_stay():
    assert plan(an_offering(weeks_ahead=2), sessions(*FRIDAYS), now=NOW) == Plan(leave=(1, 2, 3, 4, 5, 6, 7, 8))


def test_dates_that_began_dates_of_an_older_rule_and_dates_made_by_hand_stay():
    began, older = sessions('2026-11-13', '2026-11-27')
    by_hand = Existing(session_id=9, rule_on=None, starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR)
    from_december = an_offering(recurrence='FREQ=WEEKLY;BYDAY=TH', starts_on=day('2026-12-03'), weeks_ahead=2)
    assert plan(from_december, [began, older, by_hand], now=NOW).leave == (1, 2, 9)


def test_a_friday_that_was_moved_keeps_its_name_so_that_no_second_one_is_made():
    [thanksgiving] = sessions('2026-11-27', is_edited=True)
    moved = Existing(
        session_id=1, rule_on=thanksgiving.rule_on, starts_at=at('2026-12-01 18:00'), ends_at=at('2026-12-01 19:00'), is_edited=True
    )  # fmt: skip
    assert days(plan(an_offering(weeks_ahead=3), [moved], now=NOW).create) == ['2026-11-20', '2026-12-04']


def test_this_and_all_following_move_to_thursday_and_take_their_people_along():
    thursdays = an_offering(recurrence='FREQ=WEEKLY;BYDAY=TH', starts_on=day('2026-12-03'), weeks_ahead=4)
    change = plan_following(thursdays, sessions(*FRIDAYS[:4], has_people=True), day('2026-12-04'), now=NOW)
    assert [(number, dated.rule_on.isoformat()) for number, dated in change.change] == [(3, '2026-12-03'), (4, '2026-12-10')]
    assert (change.create, change.remove, change.leave) == ((), (), (1, 2))


def test_a_new_time_for_all_following_moves_them_in_place_and_makes_what_is_missing():
    at_one = an_offering(wall_time=datetime.time(13), starts_on=day('2026-12-04'), weeks_ahead=4)
    change = plan_following(at_one, sessions(*FRIDAYS[:3], has_people=True), day('2026-12-04'), now=NOW)
    assert [(number, dated.starts_at) for number, dated in change.change] == [(3, at('2026-12-04 19:00'))]
    assert days(change.create) == ['2026-12-11']


def test_a_skipped_week_stays_skipped_when_the_day_changes():
    thursdays = an_offering(recurrence='FREQ=WEEKLY;BYDAY=TH', starts_on=day('2026-11-19'), weeks_ahead=2)
    change = plan_following(thursdays, sessions('2026-11-27', state=SessionState.SKIPPED), day('2026-11-20'), now=NOW)
    assert (days(change.create), change.leave) == (['2026-11-19'], (1,))


def test_from_weekly_to_monthly_the_free_ones_go_and_those_with_people_stay():
    monthly = an_offering(recurrence='FREQ=MONTHLY;BYDAY=2TU', starts_on=day('2026-12-01'), weeks_ahead=4)
    free, held = sessions(*FRIDAYS[2:5])[:2], sessions(*FRIDAYS[2:5], has_people=True)[2:]
    change = plan_following(monthly, [*free, *held], day('2026-12-04'), now=NOW)
    assert [(number, dated.rule_on.isoformat()) for number, dated in change.change] == [(1, '2026-12-08')]
    assert (change.remove, change.leave) == ((2,), (3,))


def test_where_the_rule_ends_only_dates_with_people_stay():
    free, held = sessions(*FRIDAYS[:2])[0], sessions(*FRIDAYS[:2], has_people=True)[1]
    assert plan_following(an_offering(recurrence=''), [free, held], day('2026-11-20'), now=NOW) == Plan(remove=(1,), leave=(2,))


EXISTING = st.lists(
    st.tuples(st.sampled_from(FRIDAYS), st.booleans(), st.booleans(), st.sampled_from(list(SessionState))),
    unique_by=lambda one: one[0],
)


@given(EXISTING, st.sampled_from(['FREQ=WEEKLY;BYDAY=FR', 'FREQ=WEEKLY;BYDAY=TU,TH', 'FREQ=MONTHLY;BYDAY=2TU']), st.integers(12, 13))
def test_whatever_stands_each_session_has_one_fate_and_no_day_is_made_twice(stands, rule, hour):
    offering = an_offering(recurrence=rule, wall_time=datetime.time(hour))
    existing = [
        dataclasses.replace(sessions(text, is_edited=edited, has_people=people, state=state)[0], session_id=number)
        for number, (text, edited, people, state) in enumerate(stands, start=1)
    ]
    held = {one.session_id for one in existing if one.is_edited or one.has_people or one.state is not SessionState.OPEN}
    for made in (plan(offering, existing, now=NOW), plan_following(offering, existing, day('2026-11-20'), now=NOW)):
        changed = [number for number, _dated in made.change]
        assert sorted([*changed, *made.remove, *made.leave]) == [one.session_id for one in existing]
        remaining = [one.rule_on for one in existing if one.session_id in made.leave]
        new = [dated.rule_on for dated in (*made.create, *(dated for _number, dated in made.change))]
        assert len(set(new)) == len(new) and not set(new) & set(remaining)
    nightly = plan(offering, existing, now=NOW)
    assert held <= set(nightly.leave)


def test_a_date_knows_its_beginning_and_its_end():
    two = Dated(day('2027-03-13'), parts_on(day('2027-03-13'), NOON, CHICAGO, minutes=60, parts=2))
    assert (two.starts_at, two.ends_at) == (at('2027-03-13 18:00'), at('2027-03-20 18:00'))
