"""People and what they attended before come in from a file: looked at first, then all at once."""

from __future__ import annotations

import asyncpg
import pytest

from coaching.funnel.commands import importing
from coaching.funnel.commands.importing import making
from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import NoImport
from coaching.journal.queries import history
from coaching.kit.access import PUBLIC
from coaching.kit.database import execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import find_or_add, merge
from coaching.people.queries import find
from coaching.teams.commands import find_or_add_organisation
from tests.funnel.files_of_people import ELLEN, HEAD, OLD_LIST, brought_in, counted, everybody, fates, uploaded
from tests.funnel.world import HOUR, MONDAY

CHICAGO = 'America/Chicago'


async def rows_of(batch_id: int) -> list[tuple]:
    return [(row.number, str(row.fate), row.name, row.credits, row.why, row.earlier) for row in await imports.done_rows(batch_id)]


async def test_every_row_says_what_would_become_of_it_and_nothing_is_written(database):
    await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=MONDAY)
    before = await everybody()
    batch_id = await uploaded()
    assert await fates(batch_id) == {
        2: 'known, more filled in', 3: 'new person', 4: 'faulty', 5: 'left out', 6: 'new person',
    }  # fmt: skip
    assert await everybody() == before


async def test_people_and_their_attendance_come_in_and_are_marked_as_before_this_system(database):
    batch_id = await brought_in()
    assert await everybody() == {
        'Ana Ruiz': ('ana@example.org', '+16025550142', '', 'intro 2025-04-04', 'taste 2025-03-07'),
        'Ben Okafor': ('ben@example.org', None, '', 'taste 2025-03-07'),
        'Tomás Oyelaran': (None, '+16025550177', ''),
    }
    assert await rows_of(batch_id) == [
        (2, 'new person', 'Ana Ruiz', 2, '', None),
        (3, 'new person', 'Ben Okafor', 1, '', None),
        (4, 'faulty', '', 0, 'EMAIL', None),
        (5, 'left out', '', 0, 'TWICE', 2),
        (6, 'new person', 'Tomás Oyelaran', 0, '', None),
    ]
    assert {tuple(row) for row in await fetch('select source, batch_id from prior_credit')} == {('before this system', batch_id)}
    assert {row['source'] for row in await fetch('select source from person')} == {'import'}
    batch = await imports.batch(batch_id)
    assert (batch.counts, batch.made_at, batch.has_content) == (
        {'new': 3, 'faulty': 1, 'left_out': 1, 'rows': 5, 'people': 3, 'credits': 3, 'memberships': 0}, MONDAY, False,
    )  # fmt: skip


async def test_what_was_done_is_told_beside_the_person_and_beside_the_import(database):
    batch_id = await brought_in()
    ana = await find('Ana Ruiz', 'ana@example.org')
    assert sorted(entry.said(CHICAGO) for entry in await history(('person', ana))) == [
        'Added from an import.',
        'Counted: Intro on Apr 4, 2025, from before or elsewhere.',
        'Counted: Taste on Mar 7, 2025, from before or elsewhere.',
    ]
    assert [entry.said(CHICAGO) for entry in await history(('import_batch', batch_id))] == [
        'Imported from a spreadsheet. Rows: 5. New people: 3.', 'What each column means was kept.',
    ]  # fmt: skip


async def test_the_stage_of_whoever_came_before_follows(database):
    await brought_in()
    ana = await find('Ana Ruiz', 'ana@example.org')
    row = await fetchrow('select tasted_at, introduced_at, trained_at from progress where person_id = $1', ana)
    assert [moment and moment.date().isoformat() for moment in row] == ['2025-03-07', '2025-04-04', None]


async def test_the_same_file_twice_changes_nothing_and_says_so(database):
    batch_id = await brought_in()
    before = await everybody()
    again = await importing.upload(OLD_LIST.encode(), 'copy of old list.csv', by=ELLEN, now=MONDAY + HOUR)
    assert again == importing.Uploaded(batch_id, is_made=True, is_mapped=True)
    with pytest.raises(Refused) as refused:
        await importing.make(batch_id, by=ELLEN, now=MONDAY + HOUR)
    assert refused.value.reason is NoImport.AGAIN
    assert await everybody() == before


async def test_a_file_that_waits_is_not_kept_twice(database):
    first = await importing.upload(OLD_LIST.encode(), 'a.csv', by=ELLEN, now=MONDAY)
    assert await importing.upload(OLD_LIST.encode(), 'b.csv', by=ELLEN, now=MONDAY) == first
    assert first == importing.Uploaded(first.batch_id, is_made=False, is_mapped=False)


async def test_a_mended_file_adds_only_what_was_wrong_before(database):
    await brought_in()
    mended = OLD_LIST.replace('lena(at)', 'lena@').replace('ben@example.org,,', 'ben@example.org,602-555-0190,')
    batch_id = await brought_in(mended + 'Ben Okafor,ben@example.org,,,2025-03-07,2025-05-02\n', now=MONDAY + HOUR)
    assert [row[:2] for row in await rows_of(batch_id)] == [
        (2, 'changes nothing'), (3, 'known, more filled in'), (4, 'new person'), (5, 'left out'), (6, 'changes nothing'),
        (7, 'known person'),
    ]  # fmt: skip
    assert (await everybody())['Ben Okafor'] == ('ben@example.org', '+16025550190', '', 'intro 2025-05-02', 'taste 2025-03-07')
    assert await counted('select count(*) from prior_credit') == 4


async def test_what_two_rows_of_one_person_say_counts_once(database):
    batch_id = await brought_in(OLD_LIST + 'Ben Okafor,ben@example.org,,,2025-03-07,2025-05-02\n')
    assert [row[3] for row in await rows_of(batch_id)] == [2, 1, 0, 0, 0, 1]


async def test_somebody_known_by_phone_gets_the_address_of_the_file(database):
    rosa, _ = await find_or_add('Rosa Ibarra', phone='602-555-0111', by=PUBLIC, now=MONDAY)
    batch_id = await brought_in(f'{HEAD}\nRosa Ibarra,rosa@example.org,602-555-0111,,,\nROSA IBARRA,rosa@example.org,,,2025-03-07,\n')
    assert [row[:2] for row in await rows_of(batch_id)] == [(2, 'known, more filled in'), (3, 'known person')]
    assert await everybody() == {'Rosa Ibarra': ('rosa@example.org', '+16025550111', '', 'taste 2025-03-07')}
    assert [entry.said(CHICAGO) for entry in await history(('person', rosa))][1] == 'Corrected: email address.'


async def test_a_shared_address_is_not_a_shared_person_and_a_shared_phone_neither(database):
    await brought_in(
        f'{HEAD}\nRosa Ibarra,family@example.org,602-555-0111,,,\nLuz Ibarra,family@example.org,602-555-0111,,,\n'
        'Rosa Ibarra,rosa@example.org,602-555-0111,,,\n'
    )
    assert await counted('select count(*) from person') == 3


async def test_a_name_alone_is_one_person_within_a_file_and_in_the_next(database):
    await brought_in('Name,Taste,Intro\nRosa Ibarra,2025-03-07,\nrosa ibarra,,2025-04-04\n')
    batch_id = await brought_in('Name,Taste,Intro\nRosa Ibarra,2025-03-07,2025-04-04\n')
    assert [row[:2] for row in await rows_of(batch_id)] == [(2, 'changes nothing')]
    assert await everybody() == {'Rosa Ibarra': (None, None, '', 'intro 2025-04-04', 'taste 2025-03-07')}


async def test_a_merged_record_stands_for_the_one_that_was_kept(database):
    kept, _ = await find_or_add('Ana Ruiz-Vega', 'ana@example.org', by=PUBLIC, now=MONDAY)
    merged, _ = await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=MONDAY)
    await merge(kept, merged, by=ELLEN, now=MONDAY)
    await brought_in(f'{HEAD}\nAna Ruiz,ana@example.org,602-555-0142,,2025-03-07,\n')
    assert await everybody() == {'Ana Ruiz-Vega': ('ana@example.org', '+16025550142', '', 'taste 2025-03-07')}


async def test_an_organisation_is_found_by_its_exact_name_with_its_place_and_other_words_wait(database):
    place = await fetchval("insert into place (name, folded_name, made_at) values ('Sol County', 'sol county', $1) returning id", MONDAY)
    cedar, _ = await find_or_add_organisation('Cedar Bend Center', place_id=place, by=ELLEN, now=MONDAY)
    batch_id = await brought_in(OLD_LIST.replace('Ben Okafor,ben@example.org,,,', 'Ben Okafor,ben@example.org,,CEDAR bend center,'))
    rows = await fetch('select p.name, m.organisation_id, p.place_id from membership m join person p on p.id = m.person_id order by 1')
    assert [tuple(row) for row in rows] == [('Ana Ruiz', cedar, place), ('Ben Okafor', cedar, place)]
    assert [(group.words, group.people) for group in await imports.groups(batch_id)] == [('Willow Street Group', 1)]
    again = await brought_in(OLD_LIST + '\n', now=MONDAY + HOUR)
    assert [row[1] for row in await rows_of(again)] == ['changes nothing', 'changes nothing', 'faulty', 'left out', 'changes nothing']
    assert await imports.groups(again) == []


async def test_a_known_person_without_a_place_gets_that_of_the_organisation(database):
    place = await fetchval("insert into place (name, folded_name, made_at) values ('Sol County', 'sol county', $1) returning id", MONDAY)
    await find_or_add_organisation('Cedar Bend Center', place_id=place, by=ELLEN, now=MONDAY)
    ana, _ = await find_or_add('Ana Ruiz', 'ana@example.org', '602-555-0142', by=ELLEN, now=MONDAY)
    batch_id = await brought_in()
    assert await fetchval('select place_id from person where id = $1', ana) == place
    assert (await rows_of(batch_id))[0][1] == 'known, more filled in'


async def test_a_name_that_two_organisations_have_is_a_persons_to_settle(database):
    for name in ('North', 'South'):
        place = await fetchval('insert into place (name, folded_name, made_at) values ($1, lower($1), $2) returning id', name, MONDAY)
        await find_or_add_organisation('Cedar Bend Center', place_id=place, by=ELLEN, now=MONDAY)
    batch_id = await brought_in()
    assert [group.words for group in await imports.groups(batch_id)] == ['Cedar Bend Center', 'Willow Street Group']


async def test_people_of_a_file_speak_the_language_that_their_row_names_or_all_of_the_file(database):
    await brought_in('Name,Email,Language\nAna Ruiz,ana@example.org,Spanish\nBen Okafor,ben@example.org,\n', language='fr')
    rows = await fetch('select name, language from person order by name')
    assert [tuple(row) for row in rows] == [('Ana Ruiz', 'es'), ('Ben Okafor', 'fr')]


async def test_eventbrites_list_is_recognised_and_only_a_check_in_counts(database):
    head = 'Order no.,Attendee Status,Attendee first name,Attendee last name,Attendee email,Event name,Event start date,Checked in\n'
    batch_id = await brought_in(
        head
        + '1,Attending,Ana,Ruiz,ana@example.org,A Taste of Cafés,2025-03-07,Yes\n'
        + '2,Attending,Ben,Okafor,ben@example.org,A Taste of Cafés,2025-03-07,No\n'
        + '3,Not attending,Lena,Brandt,lena@example.org,A Taste of Cafés,2025-03-07,No\n'
        + '4,Attending,Info Requested,Info Requested,buyer@example.org,A Taste of Cafés,2025-03-07,No\n'
    )
    assert (await imports.batch(batch_id)).tool == 'eventbrite'
    assert await everybody() == {'Ana Ruiz': ('ana@example.org', None, '', 'taste 2025-03-07'), 'Ben Okafor': ('ben@example.org', None, '')}
    assert [row[1] for row in await rows_of(batch_id)] == ['new person', 'new person', 'left out', 'left out']


async def test_columns_of_the_same_names_are_remembered_but_not_a_day_of_one_file(database):
    first = await uploaded('Who,Where to write\nAna Ruiz,ana@example.org\n', name=0, every_stage='taste', every_day='2025-03-07')
    assert (await imports.batch(first)).mapping['every_day'] == '2025-03-07'
    second = await importing.upload(b'who, WHERE to write\nBen Okafor,ben@example.org\n', 'b.csv', by=ELLEN, now=MONDAY)
    assert second.is_mapped
    mapping = (await imports.batch(second.batch_id)).mapping
    assert (mapping['name'], mapping['every_stage'], mapping['every_language'], 'every_day' in mapping) == (0, 'taste', 'en', False)


async def test_a_list_without_names_of_columns_is_not_remembered(database):
    batch_id = await uploaded('Ana Ruiz,ana@example.org\n', name=0)
    await importing.make(batch_id, by=ELLEN, now=MONDAY)
    assert list(await everybody()) == ['Ana Ruiz']
    assert await counted('select count(*) from import_mapping') == 0
    assert not (await importing.upload(b'Ben Okafor,ben@example.org\n', 'b.csv', by=ELLEN, now=MONDAY)).is_mapped


async def test_what_is_no_table_is_refused_and_not_kept(database):
    with pytest.raises(Refused):
        await importing.upload(b'%PDF-1.7 not a table', 'a.pdf', by=ELLEN, now=MONDAY)
    assert await counted('select count(*) from import_batch') == 0


async def test_nothing_is_brought_in_before_the_columns_are_said_or_where_no_row_is_good(database):
    waiting = await importing.upload(OLD_LIST.encode(), 'a.csv', by=ELLEN, now=MONDAY)
    hollow = await uploaded('Name,Email\n,ana@example.org\n')
    for batch_id, reason in ((waiting.batch_id, NoImport.NO_COLUMNS), (hollow, NoImport.NO_ROWS), (0, NoImport.GONE)):
        with pytest.raises(Refused) as refused:
            await importing.make(batch_id, by=ELLEN, now=MONDAY)
        assert refused.value.reason is reason


async def test_a_name_of_signs_that_nobody_sees_is_no_name(database):
    assert await fates(await uploaded('Name,Email\n\ue000,ana@example.org\nBen Okafor,ben@example.org\n')) == {2: 'faulty', 3: 'new person'}


async def test_a_file_is_kept_for_a_day_or_until_it_is_taken_away(database):
    batch_id = await uploaded()
    other = await uploaded('Name\nAna Ruiz\n')
    await importing.forget(other)
    assert await importing.forget_contents(now=MONDAY + 23 * HOUR) == 0
    assert await importing.forget_contents(now=MONDAY + 24 * HOUR) == 1
    for gone in (batch_id, other):
        with pytest.raises(Refused) as refused:
            await importing.make(gone, by=ELLEN, now=MONDAY + 24 * HOUR)
        assert refused.value.reason is NoImport.GONE
    with pytest.raises(Refused):
        await imports.sheet(batch_id)


async def test_somebody_who_signs_up_in_the_same_moment_is_known_in_the_next(database, monkeypatch):
    batch_id = await uploaded(f'{HEAD}\nAna Ruiz,ana@example.org,602-555-0142,,2025-03-07,\n')
    plain, turns = imports.planned, []

    async def planned(*arguments, **more):
        done = await plain(*arguments, **more)
        if not turns:
            turns.append(await find_or_add('Ana Ruiz', 'ana@example.org', by=PUBLIC, now=MONDAY))
            raise asyncpg.UniqueViolationError
        return done

    monkeypatch.setattr(making.imports, 'planned', planned)
    await importing.make(batch_id, by=ELLEN, now=MONDAY)
    assert await everybody() == {'Ana Ruiz': ('ana@example.org', '+16025550142', '', 'taste 2025-03-07')}


async def test_after_three_collisions_somebody_is_asked_to_try_again(database, monkeypatch):
    batch_id = await uploaded()

    async def planned(*_arguments, **_more):
        raise asyncpg.UniqueViolationError

    monkeypatch.setattr(making.imports, 'planned', planned)
    with pytest.raises(Refused) as refused:
        await importing.make(batch_id, by=ELLEN, now=MONDAY)
    assert refused.value.reason is NoImport.BUSY


async def test_two_uploads_of_one_file_are_brought_in_once(database):
    first = await uploaded()
    await execute('insert into import_batch (tool, digest, content, mapping, uploaded_at) select tool, digest, content, mapping, $2 '
                  'from import_batch where id = $1', first, MONDAY)  # fmt: skip
    second = await fetchval('select max(id) from import_batch')
    await importing.make(first, by=ELLEN, now=MONDAY)
    with pytest.raises(Refused) as refused:
        await importing.make(second, by=ELLEN, now=MONDAY)
    assert refused.value.reason is NoImport.AGAIN


async def test_an_error_in_the_middle_leaves_nothing(database, monkeypatch):
    async def falls(*_arguments, **_more):
        raise RuntimeError

    batch_id = await uploaded()
    monkeypatch.setattr(making, 'follow', falls)
    with pytest.raises(RuntimeError):
        await importing.make(batch_id, by=ELLEN, now=MONDAY)
    assert (await everybody(), await imports.done_rows(batch_id), (await imports.batch(batch_id)).has_content) == ({}, [], True)
