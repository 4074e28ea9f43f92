"""This date and all following: called off together, or moved together with their people and their rule."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from coaching.funnel.commands import dates
from coaching.funnel.commands.dating import Done, NoOffering, NoTime, add_date, make_ahead
from coaching.funnel.commands.following import NoFollowing, call_off_following, move_following
from coaching.funnel.commands.locking import Gone
from coaching.funnel.rules.sessions import NoDate
from coaching.kit.database import execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from tests.funnel.test_dates import the_letters_go, told
from tests.funnel.world import HOUR, MONDAY, NOON, a_trainer, an_offering, letters, signs_up

DAY = datetime.timedelta(days=1)
CHICAGO = ZoneInfo('America/Chicago')


async def fridays(**columns) -> tuple[int, list[int]]:
    """The weekly Taste with its eight dates."""
    taste = await an_offering(**columns)
    await make_ahead(now=MONDAY)
    return taste, [row['id'] for row in await fetch('select id from session where offering_id = $1 order by starts_at', taste)]


async def stand(offering_id: int) -> list[str]:
    rows = await fetch('select starts_at, state from session where offering_id = $1 order by starts_at', offering_id)
    return [f'{row["starts_at"].astimezone(CHICAGO):%m-%d %H}' + ('' if row['state'] == 'open' else f' {row["state"]}') for row in rows]


async def refused(act) -> object:
    with pytest.raises(Refused) as found:
        await act
    return found.value.reason


async def test_a_date_and_all_following_are_cancelled_and_each_person_counts_once(database):
    dana, (taste, ids) = await a_trainer(), await fridays()
    ana, _ben, _again = await signs_up('Ana Reyes', ids[3]), await signs_up('Ben Ito', ids[4]), await signs_up('Ana Reyes', ids[5])
    assert await call_off_following(ids[3], why='Dana is away', by=dana, now=MONDAY) == Done(5, 2)
    assert await stand(taste) == [
        '11-20 12', '11-27 12', '12-04 12',
        *(f'{day} 12 cancelled' for day in ('12-11', '12-18', '12-25', '01-01', '01-08')),
    ]  # fmt: skip
    assert await told(ana.registration_id) == ['session-cancelled']
    assert await fetchval("select count(*) from entry where kind = 'session_cancelled' and (facts->>'following')::boolean") == 5


async def test_without_stopping_the_rule_further_dates_come_and_with_it_none(database):
    dana, (taste, ids) = await a_trainer(), await fridays()
    await call_off_following(ids[6], by=dana, now=MONDAY)
    assert await make_ahead(now=MONDAY + 7 * DAY) == 1
    assert await call_off_following(ids[5], and_stop=True, by=dana, now=MONDAY + 7 * DAY) == Done(2, 0)
    assert await make_ahead(now=MONDAY + 60 * DAY) == 0
    assert await fetchval('select rule from offering where id = $1', taste) == ''
    assert await fetchval("select count(*) from entry where kind = 'offering_changed'") == 1
    await dates.bring_back(ids[5], by=dana, now=MONDAY + 8 * DAY)
    await call_off_following(ids[5], and_stop=True, by=dana, now=MONDAY + 8 * DAY)
    assert await fetchval("select count(*) from entry where kind = 'offering_changed'") == 1


async def test_dates_are_skipped_together_and_what_is_off_stays_off(database):
    dana, (taste, ids) = await a_trainer(), await fridays(weeks_ahead=3)
    await dates.cancel(ids[1], by=dana, now=MONDAY)
    assert await call_off_following(ids[0], skip_only=True, by=dana, now=MONDAY) == Done(2, 0)
    assert await stand(taste) == ['11-20 12 skipped', '11-27 12 cancelled', '12-04 12 skipped']
    assert await refused(call_off_following(ids[0], by=dana, now=MONDAY)) is NoDate.ALREADY_OFF
    assert await refused(call_off_following(0, and_stop=True, by=dana, now=MONDAY)) is Gone.NO_SESSION


async def test_while_a_session_runs_it_and_all_following_can_be_cancelled(database):
    dana, (taste, ids) = await a_trainer(), await fridays(weeks_ahead=2)
    assert await call_off_following(ids[0], by=dana, now=NOON + HOUR / 2) == Done(2, 0)
    assert await stand(taste) == ['11-20 12 cancelled', '11-27 12 cancelled']


async def test_all_following_move_to_thursday_at_one_with_their_people_and_the_rule_goes_on_so(database):
    dana, (taste, ids) = await a_trainer(), await fridays(weeks_ahead=4)
    ana, ben = await signs_up('Ana Reyes', ids[1]), await signs_up('Ben Ito', ids[3])
    thursday = NOON + 13 * DAY + HOUR
    assert await move_following(ids[2], thursday, why='The room', by=dana, now=MONDAY) == Done(2, 1)
    assert await stand(taste) == ['11-20 12', '11-27 12', '12-03 13', '12-10 13']
    assert (await told(ana.registration_id), await told(ben.registration_id)) == ([], ['session-moved'])
    assert await make_ahead(now=MONDAY + 14 * DAY) == 2
    assert (await stand(taste))[-2:] == ['12-17 13', '12-24 13']
    row = await fetchrow('select rule, wall_time, version from offering where id = $1', taste)
    assert tuple(row) == ('FREQ=WEEKLY;BYDAY=TH', datetime.time(13), 2)


async def test_an_edited_one_that_all_following_are_moved_from_moves_too_and_the_other_edited_ones_stay(database):
    dana, (taste, ids) = await a_trainer(), await fridays(weeks_ahead=4)
    for edited in (ids[1], ids[2]):
        await dates.change(edited, {'capacity': 9}, [], version=1, by=dana, now=MONDAY)
    ana = await signs_up('Ana Reyes', ids[1])
    assert await move_following(ids[1], NOON + 7 * DAY + HOUR, by=dana, now=MONDAY) == Done(2, 1)
    assert await stand(taste) == ['11-20 12', '11-27 13', '12-04 12', '12-11 13']
    assert await told(ana.registration_id) == ['session-moved']
    assert await make_ahead(now=MONDAY) == 0


async def test_a_week_that_stays_skipped_is_not_filled_by_the_new_rule(database):
    dana, (taste, ids) = await a_trainer(), await fridays(weeks_ahead=3)
    await dates.skip(ids[1], why='Thanksgiving', by=dana, now=MONDAY)
    await move_following(ids[0], NOON - DAY, by=dana, now=MONDAY)
    await make_ahead(now=MONDAY + DAY)
    assert await stand(taste) == ['11-19 12', '11-27 12 skipped', '12-03 12']


async def test_all_following_cannot_leave_their_week_or_follow_a_date_set_by_hand_or_one_in_the_past(database):
    dana, (taste, ids) = await a_trainer(), await fridays(weeks_ahead=2)
    by_hand = await add_date(taste, datetime.date(2026, 11, 24), datetime.time(9), by=dana, now=MONDAY)
    assert await refused(move_following(ids[0], NOON + 5 * DAY, by=dana, now=MONDAY)) is NoFollowing.OTHER_WEEK
    assert await refused(move_following(by_hand, NOON + 6 * DAY, by=dana, now=MONDAY)) is NoFollowing.BY_HAND
    assert await refused(move_following(ids[0], NOON, by=dana, now=MONDAY)) is NoDate.SAME_TIME
    assert await refused(move_following(0, NOON, by=dana, now=MONDAY)) is Gone.NO_SESSION


async def test_a_date_beside_the_rule_stands_and_the_night_leaves_it(database):
    dana, (taste, _ids) = await a_trainer(), await fridays(weeks_ahead=1)
    await add_date(taste, datetime.date(2026, 11, 24), datetime.time(18, 30), by=dana, now=MONDAY)
    await make_ahead(now=MONDAY + DAY)
    assert await stand(taste) == ['11-20 12', '11-24 18']


async def test_a_date_set_by_hand_where_the_rule_will_make_one_is_the_rules(database):
    dana, (taste, ids) = await a_trainer(), await fridays(weeks_ahead=1)
    await add_date(taste, datetime.date(2026, 12, 4), datetime.time(12), by=dana, now=MONDAY)
    await dates.move(ids[0], NOON + HOUR, by=dana, now=MONDAY)
    await add_date(taste, datetime.date(2026, 11, 20), datetime.time(12), by=dana, now=MONDAY)
    await execute('update offering set weeks_ahead = 3')
    await make_ahead(now=MONDAY)
    assert await stand(taste) == ['11-20 12', '11-20 13', '11-27 12', '12-04 12']


async def test_a_date_in_the_past_one_that_is_taken_and_one_of_an_offering_put_away_are_not_added(database):
    dana, (taste, _ids) = await a_trainer(), await fridays(weeks_ahead=1)
    friday, noon = datetime.date(2026, 11, 20), datetime.time(12)
    assert await refused(add_date(taste, datetime.date(2026, 11, 13), noon, by=dana, now=MONDAY)) is NoTime.IN_THE_PAST
    assert await refused(add_date(taste, friday, noon, by=dana, now=MONDAY)) is NoTime.TAKEN
    assert await refused(add_date(0, friday, noon, by=dana, now=MONDAY)) is NoOffering.GONE
    await execute('update offering set archived_at = $1', MONDAY)
    assert await refused(add_date(taste, friday, datetime.time(15), by=dana, now=MONDAY)) is NoOffering.PUT_AWAY


async def test_after_the_letters_went_a_second_change_is_told_again(database):
    dana, (_taste, ids) = await a_trainer(), await fridays(weeks_ahead=2)
    ana = await signs_up('Ana Reyes', ids[1])
    await move_following(ids[0], NOON + HOUR, by=dana, now=MONDAY)
    await the_letters_go()
    await call_off_following(ids[0], by=dana, now=MONDAY + HOUR)
    assert await told(ana.registration_id) == ['session-moved', 'session-cancelled']
    assert 'reminder-day' not in await letters('registration', ana.registration_id)
