"""Dates are made by themselves, eight weeks ahead, and nobody's choice is ever touched."""

import asyncio
import datetime
from zoneinfo import ZoneInfo

from coaching.funnel.commands import dates
from coaching.funnel.commands.dating import follow_rule, make_ahead
from coaching.funnel.commands.registering import sign_up
from coaching.funnel.jobs.dates import CLOCK
from coaching.kit.access import PUBLIC
from coaching.kit.database import execute, fetch, fetchval
from tests.another_database import another_database
from tests.funnel.world import MONDAY, a_trainer, an_offering, signs_up

DAY = datetime.timedelta(days=1)
WEEK = 7 * DAY
CHICAGO = ZoneInfo('America/Chicago')


async def starts(offering_id: int) -> list[datetime.datetime]:
    rows = await fetch("select starts_at from session where offering_id = $1 and state = 'open' order by starts_at", offering_id)
    return [row['starts_at'] for row in rows]


def days(found: list[datetime.datetime]) -> list[str]:
    return [at.astimezone(CHICAGO).strftime('%m-%d %H') for at in found]


async def test_the_first_night_makes_eight_fridays_with_parts_and_the_trainers_who_usually_lead(database):
    dana, taste = await a_trainer(), await an_offering(join_url='https://meet.example/room', capacity=30)
    await execute('insert into offering_trainer (offering_id, person_id) values ($1, $2)', taste, dana.person_id)
    assert await make_ahead(now=MONDAY) == 8
    assert days(await starts(taste)) == ['11-20 12', '11-27 12', '12-04 12', '12-11 12', '12-18 12', '12-25 12', '01-01 12', '01-08 12']
    made = await fetch(
        """select s.capacity, s.join_url, s.zone, count(p.id) as parts, min(t.person_id) as trainer from session s
        join session_part p on p.session_id = s.id join session_trainer t on t.session_id = s.id group by s.id"""
    )
    assert {tuple(row) for row in made} == {(30, 'https://meet.example/room', 'America/Chicago', 1, dana.person_id)}
    assert await make_ahead(now=MONDAY + DAY) == 0


async def test_the_nightly_run_goes_through_ten_years_of_friday_noons(database):
    taste = await an_offering()
    now, end = MONDAY, MONDAY + 522 * WEEK
    while now < end:
        await make_ahead(now=now)
        now += 5 * WEEK + 3 * DAY
    fridays = (await starts(taste))[:522]
    local = [at.astimezone(CHICAGO) for at in fridays]
    assert len(fridays) == 522
    assert {(at.weekday(), at.hour, at.minute) for at in local} == {(4, 12, 0)}
    assert {later - earlier for earlier, later in zip(local, local[1:], strict=False)} == {WEEK}
    assert {at.hour for at in fridays} == {17, 18}
    assert await fetchval('select count(distinct uid) = count(*) from session') is True


async def test_both_clock_changes_keep_noon_at_noon(database):
    taste = await an_offering()
    for now, expected in (
        (datetime.datetime(2027, 3, 11, 3, tzinfo=datetime.UTC), [18, 17, 17]),
        (datetime.datetime(2027, 11, 4, 3, tzinfo=datetime.UTC), [17, 18, 18]),
    ):
        await execute('update offering set weeks_ahead = 3 where id = $1', taste)
        await follow_rule(taste, now=now)
        assert [at.hour for at in await starts(taste) if now < at < now + 3 * WEEK] == expected


async def test_what_was_edited_skipped_or_chosen_stays_when_the_rule_is_another_overnight(database):
    dana, taste = await a_trainer(), await an_offering()
    await make_ahead(now=MONDAY)
    edited, skipped, chosen, free = [row['id'] for row in await fetch('select id from session order by starts_at')][:4]
    before = await fetch('select id, starts_at, version from session where id = any($1) order by id', [edited, skipped, chosen])
    await dates.change(edited, {'capacity': 5}, [], version=1, by=dana, now=MONDAY)
    await dates.skip(skipped, by=dana, now=MONDAY)
    await signs_up('Ana Reyes', chosen)
    await execute("update offering set rule = 'FREQ=WEEKLY;BYDAY=TH', wall_time = '13:00' where id = $1", taste)
    await make_ahead(now=MONDAY + DAY)
    after = await fetch('select id, starts_at from session where id = any($1) order by id', [edited, skipped, chosen])
    assert [row['starts_at'] for row in after] == [row['starts_at'] for row in before]
    assert await fetchval('select count(*) from session where id = $1', free) == 0


async def test_a_date_that_was_moved_is_not_made_a_second_time(database):
    dana, taste = await a_trainer(), await an_offering(weeks_ahead=2)
    await make_ahead(now=MONDAY)
    [first, *_] = [row['id'] for row in await fetch('select id from session order by starts_at')]
    await dates.move(first, MONDAY + 2 * DAY, by=dana, now=MONDAY)
    assert (await make_ahead(now=MONDAY + DAY), len(await starts(taste))) == (0, 2)


async def test_an_offering_that_is_put_away_or_gone_gets_no_dates(database):
    taste = await an_offering()
    await execute('update offering set archived_at = $2 where id = $1', taste, MONDAY)
    assert (await follow_rule(taste, now=MONDAY)).create == ()
    assert (await follow_rule(0, now=MONDAY)).create == ()


async def test_the_clock_makes_dates_once_a_day_and_when_a_worker_starts(database):
    await an_offering()
    [tick] = CLOCK
    assert (tick.name, tick.daily_at_utc is not None) == ('dates', True)
    await tick.run(MONDAY)
    assert await fetchval('select count(*) from session') == 8


async def test_two_workers_at_once_make_each_date_once_while_people_sign_up(pool, postgres):
    async with another_database(postgres):
        taste = await an_offering()
        made = await asyncio.gather(make_ahead(now=MONDAY), make_ahead(now=MONDAY), make_ahead(now=MONDAY))
        assert (sorted(made), len(await starts(taste))) == ([0, 0, 8], 8)
        await execute("update offering set rule = 'FREQ=WEEKLY;BYDAY=SA' where id = $1", taste)
        fridays = [row['id'] for row in await fetch('select id from session order by starts_at')]
        saved = [sign_up(one, name=f'Ana {one}', email='ana@example.org', language='en', by=PUBLIC, now=MONDAY) for one in fridays[::2]]
        answers = await asyncio.gather(make_ahead(now=MONDAY), *saved, make_ahead(now=MONDAY), return_exceptions=True)
        assert [one for one in answers if isinstance(one, Exception) and 'NO_SESSION' not in str(one)] == []
        lost = await fetchval('select count(*) from registration r left join session s on s.id = r.session_id where s.id is null')
        saturdays = [at for at in await starts(taste) if at.astimezone(CHICAGO).weekday() == 5]
        assert (lost, len(saturdays), len(set(saturdays))) == (0, 8, 8)
