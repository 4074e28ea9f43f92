"""A whole import is undone: what nobody used since goes as if it had never been, the rest stays and is told."""

from __future__ import annotations

import datetime

import pytest

from coaching.funnel.commands import credits, grouping, importing
from coaching.funnel.queries import imports
from coaching.funnel.rules.groups import NoAnswer
from coaching.funnel.rules.imports import NoImport, why_not_undo
from coaching.journal.queries import history
from coaching.kit.access import PUBLIC
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.outbox.commands import promise
from coaching.people.commands import correct, erase, find_or_add, merge
from coaching.people.queries import find, person
from coaching.teams.commands import begin_membership, find_or_add_organisation
from tests.funnel.files_of_people import ELLEN, HEAD, OLD_LIST, brought_in, counted, everybody
from tests.funnel.world import HOUR, MONDAY, a_session, signs_up

CHICAGO = 'America/Chicago'
LATER = MONDAY + HOUR
DAY = datetime.timedelta(days=1)


async def undone(batch_id: int) -> dict[str, int]:
    await importing.undo(batch_id, by=ELLEN, now=LATER)
    batch = await imports.batch(batch_id)
    assert batch and batch.undone_at == LATER
    return {name: batch.counts[name] for name in ('taken_back', 'stayed')}


async def stayed(batch_id: int) -> list[str]:
    return list((await imports.stayed(batch_id)).values())


async def a_place() -> int:
    return await fetchval("insert into place (name, folded_name, made_at) values ('Sol County', 'sol county', $1) returning id", MONDAY)


async def test_what_nobody_used_is_as_if_it_had_never_been(database):
    await find_or_add_organisation('Cedar Bend Center', by=ELLEN, now=MONDAY)
    batch_id = await brought_in()
    assert await undone(batch_id) == {'taken_back': 3, 'stayed': 0}
    for table in ('person', 'prior_credit', 'membership', 'progress', 'erasure'):
        assert await counted(f'select count(*) from {table}') == 0
    assert await counted("select count(*) from import_row where person_id is not null or made <> '{}' or group_words <> ''") == 0
    assert [entry.said(CHICAGO) for entry in await history(('import_batch', batch_id))][0] == (
        'The import was undone. People taken back: 3.'
    )


async def test_the_same_file_can_be_brought_in_again_after_its_undoing(database):
    first = await brought_in()
    await undone(first)
    second = await brought_in()
    assert second != first
    assert len(await everybody()) == 3


async def test_whoever_signed_up_since_stays_without_the_credits_and_is_told(database):
    batch_id = await brought_in()
    await signs_up('Ana Ruiz', await a_session(), now=LATER, email='ana@example.org')
    assert await undone(batch_id) == {'taken_back': 2, 'stayed': 1}
    assert await everybody() == {'Ana Ruiz': ('ana@example.org', '+16025550142', '')}
    assert await stayed(batch_id) == ['Ana Ruiz']
    ana = await find('Ana Ruiz', 'ana@example.org')
    assert await fetchval('select tasted_at from progress where person_id = $1', ana) is None
    assert 'Counted no longer: Taste on Mar 7, 2025.' in [entry.said(CHICAGO) for entry in await history(('person', ana))]


async def test_whoever_was_corrected_credited_or_joined_by_hand_since_stays(database):
    cedar, _ = await find_or_add_organisation('Elsewhere', by=ELLEN, now=MONDAY)
    batch_id = await brought_in()
    ana, ben = await find('Ana Ruiz', 'ana@example.org'), await find('Ben Okafor', 'ben@example.org')
    tomas = await find('Tomás Oyelaran', phone='602-555-0177')
    await correct(ana, name='Ana Ruiz-Vega', by=ELLEN, now=LATER)
    await credits.add(ben, 'training', MONDAY.date(), 'Told by Dana', by=ELLEN, now=LATER)
    await execute('insert into membership (person_id, organisation_id, began_on) values ($1, $2, $3)', tomas, cedar, MONDAY.date())
    assert await undone(batch_id) == {'taken_back': 0, 'stayed': 3}
    assert (await everybody())['Ben Okafor'] == ('ben@example.org', None, '', 'training 2026-11-16')


async def test_a_membership_that_somebody_changed_since_stays_with_its_person(database):
    await find_or_add_organisation('Cedar Bend Center', by=ELLEN, now=MONDAY)
    batch_id = await brought_in()
    await execute("update membership set title = 'Director'")
    assert await undone(batch_id) == {'taken_back': 2, 'stayed': 1}
    assert await counted('select count(*) from membership') == 1


async def test_whom_a_later_import_named_too_stays_with_what_that_one_said(database):
    first = await brought_in()
    second = await brought_in(f'{HEAD}\nAna Ruiz,ana@example.org,,,2025-03-07,\n', now=LATER)
    assert await undone(first) == {'taken_back': 2, 'stayed': 1}
    assert await everybody() == {'Ana Ruiz': ('ana@example.org', '+16025550142', '', 'taste 2025-03-07')}
    assert await undone(second) == {'taken_back': 0, 'stayed': 0}
    assert await everybody() == {'Ana Ruiz': ('ana@example.org', '+16025550142', '')}


async def test_after_the_later_import_was_undone_the_first_takes_everybody_along(database):
    first = await brought_in()
    second = await brought_in(f'{HEAD}\nAna Ruiz,ana@example.org,,,2025-03-07,\n', now=LATER)
    await undone(second)
    assert await undone(first) == {'taken_back': 3, 'stayed': 0}
    assert await everybody() == {}


async def test_what_was_filled_in_is_empty_again_and_what_was_known_stays(database):
    await find_or_add_organisation('Cedar Bend Center', place_id=await a_place(), by=ELLEN, now=MONDAY)
    ana, _ = await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=MONDAY)
    rosa, _ = await find_or_add('Rosa Ibarra', phone='602-555-0111', by=PUBLIC, now=MONDAY)
    before = [await person(ana), await person(rosa)]
    batch_id = await brought_in(f'{OLD_LIST}Rosa Ibarra,rosa@example.org,602-555-0111,,,\n')
    assert (await person(rosa)).email == 'rosa@example.org'
    assert await undone(batch_id) == {'taken_back': 2, 'stayed': 0}
    fields = ('name', 'email', 'phone', 'how_heard', 'place_id', 'language')
    after = [await person(ana), await person(rosa)]
    assert [[getattr(one, field) for field in fields] for one in after] == [[getattr(one, field) for field in fields] for one in before]
    assert [entry.said(CHICAGO) for entry in await history(('person', rosa))][:2] == ['Corrected: email address.'] * 2


async def test_a_field_that_somebody_put_right_since_stays_and_is_told(database):
    ana, _ = await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=MONDAY)
    batch_id = await brought_in()
    await correct(ana, phone='602-555-0199', by=ELLEN, now=LATER)
    await undone(batch_id)
    assert (await person(ana)).phone == '+16025550199'
    assert await stayed(batch_id) == ['Ana Ruiz']


async def test_an_address_that_was_written_to_or_came_by_itself_since_stays(database):
    rosa, _ = await find_or_add('Rosa Ibarra', phone='602-555-0111', by=PUBLIC, now=MONDAY)
    luz, _ = await find_or_add('Luz Ibarra', phone='602-555-0112', by=PUBLIC, now=MONDAY)
    batch_id = await brought_in(f'{HEAD}\nRosa Ibarra,rosa@example.org,602-555-0111,,,\nLuz Ibarra,luz@example.org,602-555-0112,,,\n')
    await promise('my-links', person_id=rosa, subject_kind='person', subject_id=rosa, key='links', due_at=LATER, now=LATER)
    await find_or_add('Luz Ibarra', 'luz@example.org', by=PUBLIC, now=MONDAY + 2 * DAY)
    await undone(batch_id)
    assert [(await person(one)).email for one in (rosa, luz)] == ['rosa@example.org', 'luz@example.org']
    assert await stayed(batch_id) == ['Luz Ibarra', 'Rosa Ibarra']


async def test_a_merged_person_takes_nothing_away_from_the_one_that_was_kept(database):
    kept, _ = await find_or_add('Ana Ruiz-Vega', 'vega@example.org', by=PUBLIC, now=MONDAY)
    batch_id = await brought_in()
    await merge(kept, await find('Ana Ruiz', 'ana@example.org'), by=ELLEN, now=LATER)
    assert await undone(batch_id) == {'taken_back': 2, 'stayed': 1}
    assert (await person(kept)).phone == '+16025550142'


async def test_whoever_was_erased_since_stays_erased_and_untold(database):
    batch_id = await brought_in()
    ana = await find('Ana Ruiz', 'ana@example.org')
    await erase(ana, asked_by='the person', by=ELLEN, now=LATER)
    assert [row.number for row in await imports.done_rows(batch_id)] == [3, 4, 5, 6]
    await undone(batch_id)
    assert (await person(ana)).erased_at == LATER
    assert await counted('select count(*) from erasure') == 1


async def test_an_import_is_undone_once_within_thirty_days_and_only_where_it_was_made(database):
    batch_id = await brought_in()
    batch = await imports.batch(batch_id)
    assert why_not_undo(batch, MONDAY + 30 * DAY) is None
    waiting = (await importing.upload(b'Name\nAna Ruiz\n', 'a.csv', by=ELLEN, now=MONDAY)).batch_id
    for number, now, reason in (
        (batch_id, MONDAY + 30 * DAY + HOUR, NoImport.TOO_LATE), (batch_id, LATER, None), (batch_id, LATER, NoImport.UNDONE),
        (waiting, LATER, NoImport.NOT_MADE),
    ):  # fmt: skip
        if reason is None:
            await importing.undo(number, by=ELLEN, now=now)
            continue
        with pytest.raises(Refused) as refused:
            await importing.undo(number, by=ELLEN, now=now)
        assert refused.value.reason is reason


async def test_words_of_a_group_become_an_organisation_by_a_click(database):
    willow, _ = await find_or_add_organisation('Willow Street', place_id=await a_place(), by=ELLEN, now=MONDAY)
    again = 'Tomás Oyelaran,,602-555-0177,WILLOW street group,2025-03-07,\nBen Okafor,ben@example.org,,willow street group,,\n'
    ben, _ = await find_or_add('Ben Okafor', 'ben@example.org', by=PUBLIC, now=MONDAY)
    await begin_membership(ben, willow, on=MONDAY.date(), by=ELLEN, now=MONDAY)
    batch_id = await brought_in(OLD_LIST + again)
    assert [(group.words, group.people) for group in await imports.groups(batch_id)][0] == ('Willow Street Group', 2)
    assert await grouping.answer('willow street group', organisation_id=willow, by=ELLEN, now=LATER) == 2
    assert [group.words for group in await imports.groups(batch_id)] == ['Cedar Bend Center']
    joined = 'select p.name, m.organisation_id = $1, p.place_id is not null from membership m join person p on p.id = person_id'
    rows = await fetch(joined, willow)
    assert sorted(map(tuple, rows)) == [('Ben Okafor', True, True), ('Tomás Oyelaran', True, True)]


async def test_what_a_click_added_is_undone_with_its_import(database):
    willow, _ = await find_or_add_organisation('Willow Street', place_id=await a_place(), by=ELLEN, now=MONDAY)
    tomas, _ = await find_or_add('Tomás Oyelaran', phone='602-555-0177', by=PUBLIC, now=MONDAY)
    batch_id = await brought_in()
    await grouping.answer('Willow Street Group', organisation_id=willow, by=ELLEN, now=LATER)
    await undone(batch_id)
    assert ((await person(tomas)).place_id, await counted('select count(*) from membership')) == (None, 0)


async def test_a_new_person_whom_a_click_gave_a_place_goes_with_the_import_too(database):
    willow, _ = await find_or_add_organisation('Willow Street', place_id=await a_place(), by=ELLEN, now=MONDAY)
    batch_id = await brought_in()
    await grouping.answer('Willow Street Group', organisation_id=willow, by=ELLEN, now=LATER)
    assert await undone(batch_id) == {'taken_back': 3, 'stayed': 0}


async def test_words_may_be_a_new_organisation_or_none(database):
    batch_id = await brought_in()
    await grouping.answer('Willow Street Group', kind='informal_group', by=ELLEN, now=LATER)
    await grouping.answer('Cedar Bend Center', by=ELLEN, now=LATER)
    assert [tuple(row) for row in await fetch('select name, kind from organisation')] == [('Willow Street Group', 'informal_group')]
    assert await imports.groups(batch_id) == []


async def test_no_group_of_an_undone_import_waits(database):
    batch_id = await brought_in()
    await undone(batch_id)
    with pytest.raises(Refused) as refused:
        await grouping.answer('Willow Street Group', kind='other', by=ELLEN, now=LATER)
    assert refused.value.reason is NoAnswer.ANSWERED


async def test_an_answer_that_was_taken_back_does_not_keep_an_import_from_being_undone(database):
    willow, _ = await find_or_add_organisation('Willow Street', place_id=await a_place(), by=ELLEN, now=MONDAY)
    batch_id = await brought_in()
    await grouping.answer('Willow Street Group', organisation_id=willow, by=ELLEN, now=LATER)
    await grouping.undo_answer(await counted('select max(id) from group_answer'), by=ELLEN, now=LATER)
    assert [group.words for group in await imports.groups(batch_id)] == ['Cedar Bend Center', 'Willow Street Group']
    assert await counted('select count(*) from membership') == 0
    await grouping.answer('Willow Street Group', organisation_id=willow, by=ELLEN, now=LATER)
    assert await undone(batch_id) == {'taken_back': 3, 'stayed': 0}


async def test_taking_an_answer_back_leaves_what_it_did_not_add(database):
    willow, _ = await find_or_add_organisation('Willow Street', by=ELLEN, now=MONDAY)
    tomas, _ = await find_or_add('Tomás Oyelaran', phone='602-555-0177', by=PUBLIC, now=MONDAY)
    await begin_membership(tomas, willow, on=MONDAY.date(), by=ELLEN, now=MONDAY)
    batch_id = await brought_in()
    before = await fetch('select id, made from import_row order by id')
    await grouping.answer('Willow Street Group', organisation_id=willow, by=ELLEN, now=LATER)
    await grouping.undo_answer(await counted('select max(id) from group_answer'), by=ELLEN, now=LATER)
    assert await fetch('select id, made from import_row order by id') == before
    assert await undone(batch_id) == {'taken_back': 2, 'stayed': 0}
    assert await counted('select count(*) from membership') == 1
