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
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.words import speaking
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


async def plain(person_id: int, language: str) -> list[list[tuple[str, ...]]]:
    """What is held of sessions, in words: title, how it stands, marks; and the credits."""
    with speaking(language):
        return [
            [tuple(str(value) for key, value in one.items() if key in ('Session', 'Stands', 'What was it?')) for one in part]
            + [tuple(str(mark) for one in part for mark in one.get('Marks', ()))]
            for part in (await export(person_id)).values()
        ]


async def test_what_is_held_speaks_plainly_in_the_readers_language_and_a_spot_that_moved_was_not_let_go(database):
    dana, full = await a_trainer(), await a_session(capacity=1)
    dates = [await a_session(starts_at=NOON + datetime.timedelta(days=days)) for days in (7, 14, 21)]
    ana = await signs_up('Ana Reyes', full)
    herself = Actor.by_link(ana.person_id)
    await signs_up('Ben Ito', full)
    await spots.cancel(ana.registration_id, by=herself, now=MONDAY)
    await spots.undo_cancellation(ana.registration_id, by=herself, now=MONDAY)
    moved = await signs_up('Ana Reyes', dates[0])
    moved = await spots.move(moved.registration_id, dates[1], by=herself, now=MONDAY)
    await came(moved.registration_id, dana, at=NOON + datetime.timedelta(days=14) + HOUR)
    gone = await signs_up('Ana Reyes', dates[2])
    await spots.cancel(gone.registration_id, by=herself, now=MONDAY)
    await credits.add(ana.person_id, 'taste', datetime.date(2024, 1, 5), 'Her sister told us', by=dana, now=MONDAY)
    assert await plain(ana.person_id, 'en') == [
        [
            ('Taste of Cafés', 'moved to the end of the line'), ('Taste of Cafés', 'waits in line'),
            ('Taste of Cafés', 'moved to another date'), ('Taste of Cafés', 'has a spot'), ('Taste of Cafés', 'let the spot go'), ('came',),
        ],
        [('Taste',), ()],
    ]  # fmt: skip
    assert await plain(ana.person_id, 'es') == [
        [
            ('Taste de Cafés', 'pasó al final de la fila'), ('Taste de Cafés', 'está en la fila'),
            ('Taste de Cafés', 'pasó a otra fecha'), ('Taste de Cafés', 'tiene un lugar'), ('Taste de Cafés', 'dejó el lugar'), ('vino',),
        ],
        [('Probada',), ()],
    ]  # fmt: skip
