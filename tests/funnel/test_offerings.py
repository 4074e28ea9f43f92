"""Offerings: planted, added, changed by two coordinators at once, handed on to their dates, put away and taken back."""

import datetime

import pytest

from coaching.funnel.commands import dates, offerings, spots
from coaching.funnel.commands.answering import answer_questions
from coaching.funnel.commands.dating import Done, NoOffering, make_ahead
from coaching.funnel.commands.locking import Gone
from coaching.funnel.queries.answers import Asked, answers_at, asked_of
from coaching.funnel.queries.offerings import Words, details, free_slug, offering, overview, questions_of
from coaching.funnel.rules.recurrence import NoRecurrence
from coaching.kit.access import Actor, Grant, How
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import find_or_add
from tests.funnel.test_dates import told
from tests.funnel.test_dates_following import fridays, refused, stand
from tests.funnel.world import HOUR, MONDAY, NOON, a_session, a_trainer, came, signs_up, states

DAY = datetime.timedelta(days=1)
TALK = 'Small tables, real talk.'
TASTE = {'en': Words('en', 'Taste of Cafés', TALK, ''), 'es': Words('es', 'Taste de Cafés', TALK, '')}


async def ellen() -> Actor:
    person_id, _ = await find_or_add('Ellen Hart', 'ellen@example.org', source='account', by=await a_trainer(), now=MONDAY)
    return Actor(how=How.ACCOUNT, person_id=person_id, account_id=0, name='Ellen Hart', grants=(Grant('coordinator', 'network', None),))


async def change(offering_id, *, version=None, words=TASTE, trainer_ids=(), questions=(), from_on=None, by=None, now=MONDAY, **fields):
    version = version or await fetchval('select version from offering where id = $1', offering_id)
    by = by or await ellen()
    return await offerings.change(
        offering_id, fields, words, trainer_ids, questions, version=version, from_on=from_on, by=by, now=now
    )  # fmt: skip


async def last_entry() -> tuple[str, dict]:
    [row] = await fetch("select kind, facts from entry where subject_kind = 'offering' order by id desc limit 1")
    return row['kind'], row['facts']


async def test_a_network_starts_with_taste_intro_and_training_once(database):
    assert await offerings.plant(zone='America/Denver', now=MONDAY) == 3
    assert await offerings.plant(zone='America/Denver', now=MONDAY) == 0
    found = await overview('es', now=MONDAY)
    assert [(line.offering.slug, line.offering.title, line.dates) for line in found] == [
        ('taste', 'Una probada de café', 8), ('intro', 'Intro a los cafés', 2), ('training', 'Curso para guiar cafés', 0),
    ]  # fmt: skip
    assert {line.offering.zone for line in found} == {'America/Denver'}


async def test_an_offering_is_added_with_trainers_questions_and_dates(database):
    by = await ellen()
    fields = {'rule': 'FREQ=WEEKLY;BYDAY=WE', 'wall_time': datetime.time(18), 'zone': 'America/Chicago', 'minutes': 60}
    questions = [{'en': 'Who told you?', 'es': '¿Quién le contó?'}]
    new = await offerings.add('evening-taste', 'taste', fields, TASTE, [by.person_id], questions, by=by, now=MONDAY)
    found = await details(new, 'en')
    assert (found.offering.title, found.trainers, [one.labels for one in found.questions]) == (
        'Taste of Cafés', ((by.person_id, 'Ellen Hart'),), [{'en': 'Who told you?', 'es': '¿Quién le contó?'}],
    )  # fmt: skip
    assert (await stand(new))[0] == '11-18 18'
    assert await fetchval('select count(*) from session_trainer where person_id = $1', by.person_id) == 8
    assert await free_slug('evening-taste') == 'evening-taste-2'
    assert await free_slug('morning-taste') == 'morning-taste'
    assert await details(0, 'en') is None


async def test_a_short_name_that_is_taken_and_a_rule_that_cannot_be_kept_are_refused(database):
    by, (taste, _ids) = await ellen(), await fridays(weeks_ahead=1)
    fields = {'wall_time': datetime.time(18), 'zone': 'America/Chicago', 'minutes': 60}
    assert await refused(offerings.add('taste', 'taste', fields, TASTE, by=by, now=MONDAY)) is NoOffering.NAME_TAKEN
    assert await refused(offerings.add('x', 'taste', {**fields, 'rule': 'often'}, TASTE, by=by, now=MONDAY)) is NoRecurrence.UNREADABLE
    assert await refused(change(taste, rule='often')) is NoRecurrence.UNREADABLE
    assert await refused(change(0, version=1, fee='$5')) is NoOffering.GONE


async def test_of_two_coordinators_who_save_at_once_the_second_is_told_and_nothing_is_lost(database):
    taste, _ids = await fridays(weeks_ahead=1)
    await change(taste, version=1, fee='$5')
    assert await refused(change(taste, version=1, fee='$9')) is NoOffering.CHANGED_MEANWHILE
    words = {'en': Words('en', 'Friday Taste', '', '')}
    await change(taste, version=2, words=words)
    assert await refused(change(taste, version=2, fee='$9')) is NoOffering.CHANGED_MEANWHILE
    found = await offering(taste, 'en')
    assert (found.fee, found.title, found.version) == ('$5', 'Friday Taste', 3)


async def test_saving_without_a_change_changes_nothing(database):
    taste, _ids = await fridays(weeks_ahead=1)
    assert await change(taste, weeks_ahead=1, zone='America/Chicago') == Done()
    assert await fetchval('select version from offering where id = $1', taste) == 1
    assert await fetchval("select count(*) from entry where kind = 'offering_changed'") == 0


async def test_a_language_without_a_title_is_not_spoken(database):
    taste, _ids = await fridays(weeks_ahead=1)
    await change(taste, words={**TASTE, 'es': Words('es', '', '', '')})
    assert [row['language'] for row in await fetch('select language from offering_words')] == ['en']
    assert await last_entry() == ('offering_changed', {'fields': ['words']})
    assert (await offering(taste, 'es')).title == 'Taste of Cafés'


async def test_a_new_join_link_and_new_trainers_reach_the_coming_dates_but_not_those_that_have_their_own(database):
    dana, (taste, ids) = await a_trainer(), await fridays(weeks_ahead=3, join_url='https://meet.example/old')
    await dates.change(ids[1], {'join_url': 'https://meet.example/own'}, [dana.person_id], version=1, by=dana, now=MONDAY)
    await dates.skip(ids[2], by=dana, now=MONDAY)
    by = await ellen()
    assert await change(taste, join_url='https://meet.example/new', trainer_ids=[by.person_id], by=by) == Done(2, 0)
    rows = await fetch(
        'select s.join_url, t.person_id from session s left join session_trainer t on t.session_id = s.id order by s.starts_at'
    )
    assert [tuple(row) for row in rows] == [
        ('https://meet.example/new', by.person_id),
        ('https://meet.example/own', dana.person_id),
        ('https://meet.example/new', by.person_id),
    ]
    assert await change(taste, trainer_ids=[], fee='$5') == Done(2, 0)


async def test_another_place_is_told_at_every_date_and_a_higher_limit_fills_seats(database):
    taste, ids = await fridays(weeks_ahead=2, capacity=1)
    ana, ben, _cleo = await signs_up('Ana Reyes', ids[0]), await signs_up('Ben Ito', ids[0]), await signs_up('Cleo Marsh', ids[1])
    assert await change(taste, mode='in_person', location='Oak School', capacity=2) == Done(2, 3)
    assert await states(ids[0]) == {'Ana Reyes': 'registered', 'Ben Ito': 'offered'}
    assert (await told(ana.registration_id), await told(ben.registration_id)) == (['session-changed'], ['session-changed'])
    assert await change(taste, capacity=1) == Done(2, 0)
    assert await states(ids[0]) == {'Ana Reyes': 'registered', 'Ben Ito': 'offered'}


async def test_this_and_all_following_change_from_a_day_and_a_place_that_changes_too_is_told_in_one_letter(database):
    taste, ids = await fridays(weeks_ahead=4)
    ana, ben = await signs_up('Ana Reyes', ids[0]), await signs_up('Ben Ito', ids[2])
    done = await change(
        taste, from_on=datetime.date(2026, 12, 4), rule='FREQ=WEEKLY;BYDAY=TH', wall_time=datetime.time(13), zone='America/Chicago',
        mode='in_person', location='Oak School',
    )  # fmt: skip
    assert done == Done(4, 2)
    assert await stand(taste) == ['11-20 12', '11-27 12', '12-03 13', '12-10 13']
    assert (await told(ana.registration_id), await told(ben.registration_id)) == (['session-changed'], ['session-moved'])
    assert await last_entry() == ('offering_changed', {'fields': ['location', 'mode', 'rule', 'wall_time']})


async def test_longer_sessions_and_another_zone_move_the_dates_from_today_on(database):
    taste, _ids = await fridays(weeks_ahead=1)
    await change(taste, minutes=90, zone='America/Denver')
    [row] = await fetch('select starts_at, ends_at, zone from session')
    assert tuple(row) == (NOON + HOUR, NOON + 2.5 * HOUR, 'America/Denver')


async def test_further_weeks_ahead_make_further_dates(database):
    taste, _ids = await fridays(weeks_ahead=1)
    await change(taste, weeks_ahead=2)
    assert await stand(taste) == ['11-20 12', '11-27 12']


async def test_an_offering_is_put_away_without_the_dates_that_nobody_chose_and_taken_back(database):
    by, (taste, ids) = await ellen(), await fridays(weeks_ahead=3)
    await signs_up('Ana Reyes', ids[1])
    await offerings.archive(taste, by=by, now=MONDAY)
    await offerings.archive(taste, by=by, now=MONDAY)
    assert await stand(taste) == ['11-27 12']
    assert await make_ahead(now=MONDAY + DAY) == 0
    await change(taste, rule='FREQ=WEEKLY;BYDAY=TH', from_on=datetime.date(2026, 12, 1))
    assert await stand(taste) == ['11-27 12']
    await offerings.take_back(taste, by=by, now=MONDAY)
    await offerings.take_back(taste, by=by, now=MONDAY)
    assert await stand(taste) == ['11-27 12', '12-03 12']
    kinds = [row['kind'] for row in await fetch("select kind from entry where subject_kind = 'offering' order by id")]
    assert kinds == ['offering_archived', 'offering_changed', 'offering_taken_back']


async def test_another_number_of_parts_that_counts_counts_for_those_who_came_before_too(database):
    dana, training = await a_trainer(), await a_session('training', parts=2, min_parts=2, prerequisite='')
    ana = await signs_up('Ana Reyes', training)
    await came(ana.registration_id, dana)
    assert await fetchval('select trained_at from progress where person_id = $1', ana.person_id) is None
    await change(await fetchval('select id from offering'), min_parts=1, now=NOON + DAY)
    assert await fetchval('select trained_at from progress where person_id = $1', ana.person_id) == NOON


ASKED = [{'en': 'Who told you?'}, {'en': 'What do you hope for?', 'es': '¿Qué espera?'}]


async def test_questions_keep_their_answers_while_their_words_stay(database):
    taste, ids = await fridays(weeks_ahead=1)
    await change(taste, questions=ASKED)
    who, hope = await questions_of(taste)
    ana = await signs_up('Ana Reyes', ids[0])
    herself = Actor.by_link(ana.person_id)
    assert await answer_questions(ana.registration_id, {who.id: ' Luz ', hope.id: 'Friends'}, by=herself, now=MONDAY) == 2
    turned = [{**ASKED[1], 'fr': ''}, {**ASKED[0], 'es': '¿Quién?'}, {}]
    await change(taste, questions=turned)
    assert await asked_of(ana.registration_id, 'es') == [Asked(hope.id, '¿Qué espera?', 'Friends'), Asked(who.id, '¿Quién?', 'Luz')]
    await change(taste, questions=[{'en': 'Who sent you?'}])
    assert [one.words for one in await asked_of(ana.registration_id, 'es')] == ['']
    assert await answers_at(ids[0], 'en') == {
        ana.registration_id: [Asked(0, 'What do you hope for?', 'Friends'), Asked(0, 'Who told you?', 'Luz')]
    }


async def test_an_answer_is_changed_deleted_and_given_only_to_what_is_asked(database):
    taste, ids = await fridays(weeks_ahead=2)
    await change(taste, questions=ASKED)
    who, hope = await questions_of(taste)
    ana = await signs_up('Ana Reyes', ids[0])
    herself = Actor.by_link(ana.person_id)
    await answer_questions(ana.registration_id, {who.id: 'Luz', hope.id: 'Friends', 0: 'x'}, by=herself, now=MONDAY)
    assert await answer_questions(ana.registration_id, {who.id: '', 0: ''}, by=herself, now=MONDAY) == 1
    assert await answer_questions(ana.registration_id, {hope.id: 'Rest'}, by=herself, now=MONDAY) == 1
    later = await spots.move(ana.registration_id, ids[1], by=herself, now=MONDAY)
    assert [one.words for one in await asked_of(later.registration_id, 'en')] == ['', 'Rest']
    with pytest.raises(Refused) as nobody:
        await answer_questions(0, {}, by=herself, now=MONDAY)
    assert nobody.value.reason is Gone.NO_REGISTRATION


async def test_a_date_with_people_of_a_rule_that_ends_stays(database):
    taste, ids = await fridays(weeks_ahead=2)
    await signs_up('Ana Reyes', ids[1])
    await execute('update offering set weeks_ahead = 3 where id = $1', taste)
    assert await change(taste, rule='') == Done(0, 0)
    assert await stand(taste) == ['11-27 12']
