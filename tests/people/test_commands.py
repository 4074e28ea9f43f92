"""People are found or added once, corrected, merged and taken apart."""

import datetime

import pytest

from coaching.journal.queries import history
from coaching.kit.access import PUBLIC, Actor
from coaching.kit.refusal import Refused
from coaching.people.commands import correct, find_or_add, merge, refuse_email, say_distinct, undo_merging
from coaching.people.queries import cards, export, find, mergings, person, search, standing_id
from coaching.people.rules import NoCorrection, NoMerge, NoUndo
from tests.conftest import NOW
from tests.people.world import DAY, a_person, ellen, one

LATER = NOW + DAY
SELF = {'by': PUBLIC, 'now': NOW}


async def kinds(person_id: int) -> list[str]:
    return [entry.kind for entry in await history(('person', person_id))]


async def test_the_same_address_and_name_is_the_same_person_however_typed(database):
    first = await find_or_add('Ana Ruiz', 'ana@example.org', source='self', **SELF)
    again = await find_or_add(' ANA  RUÍZ ', 'Ana@Example.org', **SELF)
    assert (first[1], again) == (True, (first[0], False))


async def test_the_same_address_with_another_name_is_another_person(database):
    ana = await a_person('Ana Ruiz')
    luis, is_new = await find_or_add('Luis Ruiz', 'ana@example.org', **SELF)
    assert (is_new, luis != ana) == (True, True)


async def test_without_an_address_the_phone_number_and_the_name_tell_who_it_is(database):
    rosa = await a_person('Rosa Paz', None, '303 555 0148')
    assert await find_or_add('rosa paz', phone='+1 (303) 555-0148', **SELF) == (rosa, False)
    assert await find('Rosa Paz', phone='3035550148') == rosa
    assert (await find_or_add('Rosa Gil', phone='303 555 0148', **SELF))[1] is True


async def test_somebody_with_an_address_is_also_found_by_phone(database):
    rosa = await a_person('Rosa Paz', 'rosa@example.org', '303 555 0148')
    assert await find_or_add('Rosa Paz', phone='303 555 0148', **SELF) == (rosa, False)


async def test_whoever_has_neither_is_always_somebody_new(database):
    assert (await a_person('Sam', None)) != (await a_person('Sam', None))
    assert await find('Sam') is None


async def test_a_trainer_fills_in_a_missing_phone_number_and_the_public_does_not(database):
    ana = await a_person()
    await find_or_add('Ana Ruiz', 'ana@example.org', '303 555 0148', **SELF)
    assert (await person(ana)).phone is None
    await find_or_add('Ana Ruiz', 'ana@example.org', '303 555 0148', by=ellen(), now=NOW)
    assert (await person(ana)).phone == '+13035550148'


async def test_who_comes_again_was_seen_again(database):
    ana = await a_person()
    await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=NOW + datetime.timedelta(days=3))
    assert (await person(ana)).seen_at == NOW + datetime.timedelta(days=3)


async def test_who_added_a_person_is_written_down_but_a_sign_up_tells_it_itself(database):
    assert await kinds(await a_person()) == ['added']
    assert await kinds((await find_or_add('Luis Mora', 'luis@example.org', **SELF))[0]) == []


async def test_a_correction_changes_what_was_given_and_nothing_else(database):
    ana = await a_person('Ana Ruiz', 'anna@example.org', '303 555 0148')
    await refuse_email(ana, email='anna@example.org', now=NOW)
    changed = await correct(ana, version=1, email='ANA@example.org', name='Ana Ruíz', by=ellen(), now=LATER)
    stands = await person(ana)
    assert changed == ('email', 'name')
    assert (stands.name, stands.email, stands.phone, stands.email_refused_at, stands.version) == (
        'Ana Ruíz', 'ana@example.org', '+13035550148', None, 2,
    )  # fmt: skip
    assert await kinds(ana) == ['corrected', 'email_refused', 'added']


async def test_an_address_is_refused_once_and_only_while_it_is_the_persons_own(database):
    ana = await a_person()
    for email in ('old@example.org', 'ana@example.org', 'ana@example.org'):
        await refuse_email(ana, email=email, now=NOW)
    assert (await cards([ana]))[ana].email_refused is True
    assert await kinds(ana) == ['email_refused', 'added']


async def test_a_correction_that_changes_nothing_is_none(database):
    ana = await a_person()
    assert await correct(ana, version=1, name='Ana Ruiz', by=ellen(), now=NOW) == ()
    assert await correct(ana, name='Ana Ruiz', by=ellen(), now=NOW) == ()


async def test_two_who_correct_at_once_do_not_overwrite_each_other(database):
    ana = await a_person()
    await correct(ana, version=1, phone='303 555 0148', by=ellen(), now=NOW)
    with pytest.raises(Refused) as refused:
        await correct(ana, version=1, phone='303 555 0149', by=ellen(), now=NOW)
    assert refused.value.reason is NoCorrection.CHANGED_MEANWHILE


async def test_a_correction_never_makes_a_twin(database):
    await a_person('Ana Ruiz', 'ana@example.org')
    anita = await a_person('Anita Ruiz', 'ana@example.org')
    with pytest.raises(Refused) as refused:
        await correct(anita, version=1, name='Ana Ruiz', by=ellen(), now=NOW)
    assert (refused.value.reason, (await person(anita)).name) == (NoCorrection.SAME_AS_ANOTHER, 'Anita Ruiz')


async def test_no_field_is_corrected_that_is_none(database):
    with pytest.raises(ValueError, match='source'):
        await correct(await a_person(), source='self', by=ellen(), now=NOW)


async def test_merged_records_are_one_person_and_keep_what_either_knew(database):
    ana = await a_person('Ana Ruiz', 'ana@example.org')
    anita = await a_person('Anita Ruiz', 'anita@example.org', '303 555 0148', how_heard='a friend', now=LATER)
    await merge(ana, anita, by=ellen(), now=LATER, why='She told me.')
    stands = await person(ana)
    assert (stands.email, stands.phone, stands.how_heard, stands.seen_at) == ('ana@example.org', '+13035550148', 'a friend', LATER)
    assert await standing_id(anita) == ana
    assert await find_or_add('Anita Ruiz', 'anita@example.org', **SELF) == (ana, False)
    assert [card.id for card in (await search('anita')).people] == []
    assert ((await history(('person', ana)))[0].kind, (await history(('person', ana)))[0].why) == ('merged', 'She told me.')
    assert [facts['merged'][0]['people']['Name'] for facts in [await export(ana)]] == ['Anita Ruiz']


async def test_a_merging_is_taken_apart_and_what_happened_since_stays(database):
    ana, anita = await a_person('Ana Ruiz', None, '303 555 0100'), await a_person('Anita Ruiz', 'anita@example.org', '303 555 0148')
    merging_id = await merge(ana, anita, by=ellen(), now=NOW)
    await correct(ana, how_heard='an email', by=ellen(), now=LATER)
    await undo_merging(merging_id, by=ellen(), now=LATER)
    stands = await person(ana)
    assert (stands.email, stands.phone, stands.how_heard) == (None, '+13035550100', 'an email')
    assert await find_or_add('Anita Ruiz', 'anita@example.org', **SELF) == (anita, False)
    assert await mergings(LATER) == []


async def test_what_was_filled_in_and_changed_since_is_not_taken_back(database):
    ana, anita = await a_person('Ana Ruiz', None), await a_person('Anita Ruiz', 'anita@example.org')
    merging_id = await merge(ana, anita, by=ellen(), now=NOW)
    await correct(ana, email='ana@example.org', by=ellen(), now=NOW)
    await undo_merging(merging_id, by=ellen(), now=NOW)
    assert [(await person(number)).email for number in (ana, anita)] == ['ana@example.org', 'anita@example.org']


async def test_an_address_that_would_make_a_twin_stays_with_the_merged_record(database):
    ana = await a_person('Ana Ruiz', None, '303 555 0148')
    await a_person('Ana Ruiz', 'ana@example.org')
    anita = await a_person('Anita Ruiz', 'ana@example.org')
    await merge(ana, anita, by=ellen(), now=NOW)
    assert (await person(ana)).email is None


async def test_mergings_upon_mergings_are_taken_apart_last_first(database):
    ana, anita, annie = [await a_person(name, f'{name}@example.org') for name in ('ana', 'anita', 'annie')]
    first = await merge(anita, annie, by=ellen(), now=NOW)
    second = await merge(ana, anita, by=ellen(), now=NOW)
    assert [await standing_id(annie), [facts.id for facts in await mergings(NOW)]] == [ana, [second]]
    with pytest.raises(Refused) as refused:
        await undo_merging(first, by=ellen(), now=NOW)
    assert refused.value.reason is NoUndo.LATER_FIRST
    await undo_merging(second, by=ellen(), now=NOW)
    assert await standing_id(annie) == anita
    await undo_merging(first, by=ellen(), now=NOW)
    assert await standing_id(annie) == annie


async def test_a_merging_is_not_undone_where_the_name_was_given_away(database):
    ana, anita = await a_person(), await a_person('Anita Ruiz', 'anita@example.org')
    merging_id = await merge(ana, anita, by=ellen(), now=NOW)
    await correct(ana, name='Anita Ruiz', email='anita@example.org', by=ellen(), now=NOW)
    with pytest.raises(Refused) as refused:
        await undo_merging(merging_id, by=ellen(), now=NOW)
    assert refused.value.reason is NoUndo.TAKEN


async def test_a_record_is_not_merged_with_itself(database):
    ana = await a_person()
    with pytest.raises(Refused) as refused:
        await merge(ana, ana, by=ellen(), now=NOW)
    assert refused.value.reason is NoMerge.SAME_RECORD


async def test_two_said_to_be_distinct_are_said_so_once(database):
    ana, luis = await a_person(), await a_person('Luis Ruiz')
    await say_distinct(luis, ana, by=ellen(), now=NOW)
    await say_distinct(ana, luis, by=ellen(), now=NOW)
    assert await one('select count(*) from distinct_pair where lower_id = $1 and higher_id = $2', ana, luis) == 1
    assert (await kinds(luis), await kinds(ana)) == (['said_distinct', 'added'], ['added'])


async def test_stops_of_letters_follow_the_person_and_come_back(database):
    ana, anita = await a_person(), await a_person('Anita Ruiz', 'anita@example.org')
    for number, kind in ((ana, 'missed'), (anita, 'missed'), (anita, 'invite-next')):
        await one('insert into letter_stop (person_id, kind, stopped_at) values ($1, $2, $3)', number, kind, NOW)
    stops = 'select array_agg(kind order by kind) from letter_stop where person_id = $1'
    merging_id = await merge(ana, anita, by=Actor.by_link(ana), now=NOW)
    assert (await one(stops, ana), await one(stops, anita)) == (['invite-next', 'missed'], ['missed'])
    await undo_merging(merging_id, by=ellen(), now=NOW)
    assert (await one(stops, ana), await one(stops, anita)) == (['missed'], ['invite-next', 'missed'])
