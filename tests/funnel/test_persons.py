"""What becomes of spots, marks and credits when two become one, come apart again, or ask to be forgotten."""

import datetime

from coaching import domains
from coaching.funnel.commands import credits, spots
from coaching.funnel.commands.dating import make_ahead
from coaching.funnel.persons import export
from coaching.funnel.queries.offerings import details
from coaching.funnel.queries.persons import stage_now
from coaching.funnel.queries.rooms import room
from coaching.funnel.values import Stage
from coaching.kit.access import SYSTEM
from coaching.kit.database import execute, fetch, fetchval
from coaching.people.commands import erase, merge, undo_merging
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, an_offering, came, signs_up

assert domains.KEEPERS


async def test_two_records_with_a_spot_each_keep_one_and_the_seat_goes_on(database):
    dana, taste = await a_trainer(), await a_session(capacity=2)
    ana = await signs_up('Ana Reyes', taste)
    twin = await signs_up('Ana R.', taste, email='ana@work.example')
    await signs_up('Ben Ito', taste)
    await merge(ana.person_id, twin.person_id, by=dana, now=MONDAY)
    stands = await fetchval('select array_agg(state order by id) from registration where session_id = $1', taste)
    assert stands == ['registered', 'cancelled_by_us', 'offered']


async def test_what_the_other_record_attended_counts_for_the_kept_one_until_it_is_undone(database):
    dana = await a_trainer()
    taste, later = await a_session(), await a_session(starts_at=NOON + datetime.timedelta(days=7))
    ana = await signs_up('Ana Reyes', taste)
    twin = await signs_up('Ana R.', later, email='ana@work.example')
    await came(twin.registration_id, dana, at=NOON + datetime.timedelta(days=7) + HOUR)
    after = NOON + datetime.timedelta(days=8)
    merging = await merge(ana.person_id, twin.person_id, by=dana, now=after)
    assert (await stage_now(ana.person_id), await stage_now(twin.person_id)) == (Stage.TASTED, Stage.HEARD)
    await undo_merging(merging, by=dana, now=after)
    assert (await stage_now(ana.person_id), await stage_now(twin.person_id)) == (Stage.HEARD, Stage.TASTED)


async def test_an_erased_person_leaves_counts_and_no_words(database):
    dana, taste = await a_trainer(), await a_session(capacity=1)
    ana, ben = await signs_up('Ana Reyes', taste), await signs_up('Ben Ito', taste)
    await spots.say_what_helps(ana.registration_id, access_needs='Captions', intro_question='Why?', by=SYSTEM, now=MONDAY)
    await credits.add(ana.person_id, 'taste', datetime.date(2024, 1, 5), 'Her sister told us', by=dana, now=MONDAY)
    await erase(ana.person_id, asked_by='the person', by=SYSTEM, now=MONDAY)
    rows = await fetch('select group_words, access_needs, intro_question from registration where person_id = $1', ana.person_id)
    assert [tuple(row) for row in rows] == [('', None, None)]
    assert await fetchval('select source from prior_credit where person_id = $1', ana.person_id) == '-'
    assert await fetchval('select state from registration where id = $1', ben.registration_id) == 'offered'
    assert await stage_now(ana.person_id) is Stage.TASTED


async def test_an_erased_trainer_leads_nothing_and_no_date_that_the_night_makes(database):
    dana, luis, offering_id = await a_trainer(), await a_trainer('Luis Ortega'), await an_offering()
    for one in (dana, luis):
        await execute('insert into offering_trainer (offering_id, person_id) values ($1, $2)', offering_id, one.person_id)
    await make_ahead(now=MONDAY)
    await erase(dana.person_id, asked_by='the person', by=SYSTEM, now=MONDAY)
    await make_ahead(now=MONDAY + datetime.timedelta(weeks=2))
    sessions = [row['id'] for row in await fetch('select id from session order by starts_at')]
    assert {(await room(number, 'en')).trainers for number in sessions} == {('Luis Ortega',)}
    assert (await details(offering_id, 'en')).trainers == ((luis.person_id, 'Luis Ortega'),)


async def test_the_export_holds_every_sign_up_with_its_own_words(database):
    taste = await a_session()
    ana = await signs_up('Ana Reyes', taste)
    held = await export(ana.person_id)
    [(heading, [spot])] = held.items()
    assert (str(heading), {str(key): value for key, value in spot.items()}['Session']) == ('Sessions', 'Taste of Cafés')
