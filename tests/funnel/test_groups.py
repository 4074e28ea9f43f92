"""Groups as people wrote them become organisations by one click, for everybody who wrote them, and wait again when it is taken back."""

from __future__ import annotations

import datetime

import httpx
import pytest

from coaching import domains
from coaching.funnel.commands import grouping, spots
from coaching.funnel.commands.registering import sign_up
from coaching.funnel.queries import groups
from coaching.funnel.rules.groups import NoAnswer, why_not_undo_answer
from coaching.journal.queries import history
from coaching.kit import clock
from coaching.kit.access import PUBLIC, SYSTEM, Grant
from coaching.kit.database import fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import correct, erase, merge
from coaching.people.queries import person
from coaching.teams.commands import add_place, begin_membership, find_or_add_organisation, merge_organisations
from coaching.teams.queries import memberships_of, organisation
from tests.funnel.files_of_people import ELLEN, HEAD, brought_in
from tests.funnel.world import HOUR, MONDAY, NOON, a_session
from tests.queries import counted
from tests.signing import COORDINATOR, sign_in

assert domains.KEEPERS
DAY = datetime.timedelta(days=1)
WHO = {'by': ELLEN, 'now': MONDAY}


async def writes(name: str, words: str, *, session_id: int | None = None) -> int:
    """Somebody signs up and names a group; the person's id."""
    session_id = session_id or await a_session(capacity=None)
    address = f'{name.split()[0].lower()}@example.org'
    done = await sign_up(session_id, name=name, email=address, language='en', group=words, by=PUBLIC, now=MONDAY)
    return done.person_id


async def waiting() -> list[tuple[str, int]]:
    return [(group.words, group.people) for group in (await groups.waiting()).groups]


async def belongs(person_id: int) -> list[str]:
    return [one.organisation for one in await memberships_of([person_id])]


async def last() -> int:
    return await fetchval('select max(id) from group_answer')


async def refusal(asked) -> NoAnswer:
    with pytest.raises(Refused) as refused:
        await asked
    return refused.value.reason


async def test_accents_capitals_and_spaces_do_not_tell_two_groups_apart_and_the_most_written_comes_first(database):
    for name, words in (('Ana Ruiz', 'Peña School'), ('Ben Ito', 'PENA  school'), ('Cy Oh', ' Peña School'), ('Di Lo', 'Maple Library')):
        await writes(name, words)
    await writes('Ed Po', '')
    assert await waiting() == [('Peña School', 3), ('Maple Library', 1)]
    assert ((await groups.waiting(1)).all, (await groups.waiting(1, skip=1)).groups[0].words) == (2, 'Maple Library')
    assert [group.words for group in (await groups.waiting(only='pena SCHOOL')).groups] == ['Peña School']
    assert await groups.waiting_count() == 2


async def test_whoever_is_joined_in_the_evening_belongs_from_that_day_by_the_networks_calendar(database):
    maple, _ = await find_or_add_organisation('Maple Street Library', **WHO)
    seven_in_chicago = datetime.datetime(2026, 11, 17, 1, 0, tzinfo=datetime.UTC)
    await writes('Ana Ruiz', 'Maple Library')
    await brought_in(f'{HEAD}\nBen Ito,ben@example.org,,Maple Street Library,,\n', now=seven_in_chicago)
    await grouping.answer('maple library', organisation_id=maple, by=ELLEN, now=seven_in_chicago)
    assert [row['began_on'] for row in await fetch('select began_on from membership')] == [datetime.date(2026, 11, 16)] * 2


async def test_everybody_who_wrote_it_belongs_there_whether_by_a_sign_up_or_by_a_file(database):
    maple, _ = await find_or_add_organisation('Maple Street Library', **WHO)
    ana = await writes('Ana Ruiz', 'Maple Library')
    await brought_in(f'{HEAD}\nBen Ito,ben@example.org,,MAPLE library,2025-03-07,\nAna Ruiz,ana@example.org,,Maple Library,2025-03-07,\n')
    ben = await fetchval("select id from person where name = 'Ben Ito'")
    assert await waiting() == [('Maple Library', 2)]
    assert await grouping.answer('maple library', organisation_id=maple, **WHO) == 2
    assert (await belongs(ana), await belongs(ben), await waiting()) == (['Maple Street Library'], ['Maple Street Library'], [])
    assert await fetchval('select organisation_id from registration where person_id = $1', ana) == maple
    assert [entry.kind for entry in await history(('organisation', maple))] == ['group_linked', 'organisation_added']


async def test_whoever_has_no_place_gets_the_organisations_and_gives_it_back(database):
    here, there = [await add_place(name, **WHO) for name in ('Adams County', 'Bell County')]
    maple, _ = await find_or_add_organisation('Maple Library', place_id=here, **WHO)
    ana, ben = [await writes(name, 'maple') for name in ('Ana Ruiz', 'Ben Ito')]
    await correct(ben, place_id=there, **WHO)
    await grouping.answer('maple', organisation_id=maple, **WHO)
    assert [(await person(one)).place_id for one in (ana, ben)] == [here, there]
    await grouping.undo_answer(await last(), **WHO)
    assert [(await person(one)).place_id for one in (ana, ben)] == [None, there]


async def test_what_is_taken_back_waits_again_and_what_was_so_before_stays(database):
    maple, _ = await find_or_add_organisation('Maple Library', **WHO)
    ana, ben = [await writes(name, 'maple') for name in ('Ana Ruiz', 'Ben Ito')]
    await begin_membership(ben, maple, on=MONDAY.date(), **WHO)
    await grouping.answer('maple', organisation_id=maple, **WHO)
    await grouping.undo_answer(await last(), **WHO)
    assert (await belongs(ana), await belongs(ben), await waiting()) == ([], ['Maple Library'], [('maple', 2)])
    assert await fetch('select from registration where organisation_id is not null or group_answer_id is not null') == []
    assert [entry.kind for entry in await history(('group_answer', await last()))] == ['group_answer_undone']


async def test_a_new_organisation_goes_with_its_answer_unless_somebody_uses_it(database):
    ana = await writes('Ana Ruiz', 'Maple Library')
    await grouping.answer('Maple Library', kind='nonprofit', **WHO)
    [belonging] = await memberships_of([ana])
    assert (await organisation(belonging.organisation_id)).kind == 'nonprofit'
    await grouping.undo_answer(await last(), **WHO)
    assert await fetchval('select count(*) from organisation') == 0
    await grouping.answer('Maple Library', kind='nonprofit', **WHO)
    [belonging] = await memberships_of([ana])
    await begin_membership(await writes('Ben Ito', ''), belonging.organisation_id, on=MONDAY.date(), **WHO)
    await grouping.undo_answer(await last(), **WHO)
    assert (await organisation(belonging.organisation_id)).members == 1


async def test_words_that_mean_none_are_not_asked_about_again(database):
    ana = await writes('Ana Ruiz', 'just a mom')
    await grouping.answer('just a mom', **WHO)
    assert (await waiting(), await belongs(ana)) == ([], [])
    [said] = await groups.answered(MONDAY)
    assert (said.words, said.organisation_id, said.people) == ('just a mom', None, 1)
    assert [entry.kind for entry in await history(('group_answer', said.id))] == ['group_dropped']
    await grouping.undo_answer(said.id, **WHO)
    assert (await waiting(), await groups.answered(MONDAY)) == ([('just a mom', 1)], [])


async def test_whoever_writes_the_same_again_is_not_asked_about_but_somebody_else_is(database):
    await writes('Ana Ruiz', 'Maple')
    await grouping.answer('Maple', **WHO)
    later = await a_session(starts_at=NOON + 7 * DAY)
    await writes('Ana Ruiz', 'MAPLE', session_id=later)
    assert await waiting() == []
    await writes('Ben Ito', 'maple', session_id=later)
    assert await waiting() == [('maple', 1)]


async def test_a_moved_spot_takes_along_what_its_group_means(database):
    first, later = await a_session(), await a_session(starts_at=NOON + 7 * DAY)
    ana = await writes('Ana Ruiz', 'Maple', session_id=first)
    await grouping.answer('Maple', kind='other', **WHO)
    await spots.move(await fetchval('select id from registration where person_id = $1', ana), later, by=SYSTEM, now=MONDAY)
    rows = await fetch('select organisation_id is not null as known, group_answer_id is not null as settled from registration')
    assert [tuple(row) for row in rows] == [(True, True), (True, True)]


async def test_the_second_of_two_is_told_and_only_thirty_days_can_be_taken_back(database):
    await writes('Ana Ruiz', 'Maple')
    await grouping.answer('Maple', **WHO)
    assert await refusal(grouping.answer('maple', kind='other', **WHO)) is NoAnswer.ANSWERED
    said = await groups.answer(await last())
    assert [why_not_undo_answer(said, MONDAY + days * DAY + HOUR) for days in (29, 30)] == [None, NoAnswer.TOO_LATE]
    await grouping.undo_answer(said.id, **WHO)
    assert await refusal(grouping.undo_answer(said.id, **WHO)) is NoAnswer.UNDONE


async def test_a_merged_person_and_a_merged_organisation_stand_for_the_kept_ones(database):
    await brought_in(f'{HEAD}\nAna Ruiz,ana@example.org,,Maple,2025-03-07,\n')
    ana, kept = await fetchval('select id from person'), await writes('Ana Ruiz-Vega', '')
    await merge(kept, ana, **WHO)
    one, other = [(await find_or_add_organisation(name, **WHO))[0] for name in ('Maple Library', 'Library Maple')]
    await merge_organisations(one, other, **WHO)
    await grouping.answer('Maple', organisation_id=other, **WHO)
    assert (await belongs(kept), await belongs(ana)) == (['Maple Library'], [])


async def test_of_somebody_forgotten_no_words_stay_and_the_answer_can_still_be_taken_back(database):
    ana = await writes('Ana Ruiz', 'Only Ana wrote this')
    here = await add_place('Adams County', **WHO)
    maple, _ = await find_or_add_organisation('Maple Library', place_id=here, **WHO)
    await grouping.answer('Only Ana wrote this', organisation_id=maple, **WHO)
    await erase(ana, asked_by='the person', **WHO)
    [said] = await groups.answered(MONDAY)
    assert said.words == ''
    await grouping.undo_answer(said.id, **WHO)
    assert await waiting() == []


@pytest.fixture
async def coordinator(client: httpx.AsyncClient) -> httpx.AsyncClient:
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=clock.now())
    return client


async def test_the_page_asks_a_fixed_number_of_times(coordinator):
    async def asked() -> int:
        async with counted() as queries:
            assert (await coordinator.get('/setup/groups')).status_code == 200
        return sum('help_line' not in query for query in queries)

    await writes('Ana Ruiz', 'Maple')
    await find_or_add_organisation('Maple Library', **WHO)
    few = await asked()
    for number, name in enumerate(('Ben Ito', 'Cy Oh', 'Di Lo', 'Ed Po', 'Flo Ra')):
        await writes(name, f'Maple {number}')
        await writes(name, f'Oak {number}', session_id=await a_session('intro', prerequisite=''))
    await grouping.answer('Oak 1', **WHO)
    assert (few, await asked()) == (5, 6)


async def test_one_tap_settles_a_group_and_one_takes_it_back(coordinator):
    maple, _ = await find_or_add_organisation('Maple Street Library', **WHO)
    ana = await writes('Ana Ruiz', 'Maple Library')
    assert '(1)' in (await coordinator.get('/setup/organisations')).text
    for desk in ('/setup', '/reports/funnel'):
        assert '1 group that people wrote waits for you' in (await coordinator.get(desk)).text
    shown = (await coordinator.get('/setup/groups')).text
    assert [words in shown for words in ('This is Maple Street Library', '1 person wrote this', 'None of ours')] == [True] * 3
    words = {'words': 'Maple Library'}
    for answer in ({'means': 'perhaps'}, {'means': '987654'}, {'means': 'new', 'kind': 'castle'}, {}):
        assert (await coordinator.post('/setup/groups', data=words | answer)).status_code == 404
    said = await coordinator.post('/setup/groups', data=words | {'means': str(maple)})
    assert (said.status_code, await belongs(ana)) == (303, ['Maple Street Library'])
    await coordinator.post('/setup/groups', data=words | {'means': 'none'})
    told = (await coordinator.get('/setup/groups')).text
    assert ['Somebody else has just said' in told, 'Every group that people wrote is settled' in told] == [True, True]
    for _ in range(2):
        assert (await coordinator.post(f'/setup/groups/{await last()}/undo')).status_code == 303
    assert (await coordinator.post('/setup/groups/987654/undo')).status_code == 404
    assert await belongs(ana) == []
    await coordinator.post('/setup/groups', data=words | {'means': 'new', 'kind': 'nonprofit'})
    await coordinator.post('/setup/groups', data=words | {'means': 'none'})
    assert await belongs(ana) == ['Maple Library']


async def test_another_one_is_looked_for_by_name(coordinator):
    await find_or_add_organisation('Biblioteca del Arce', **WHO)
    await writes('Ana Ruiz', 'Maple Library')
    found = (await coordinator.get('/setup/groups?words=maple+library&q=biblio')).text
    assert [words in found for words in ('What do they mean by', 'This is Biblioteca del Arce')] == [True, True]
    assert 'We found none of that name.' in (await coordinator.get('/setup/groups?words=maple+library&q=zzz')).text
    assert (await coordinator.get('/setup/groups?words=oak')).status_code == 303


async def test_groups_page_on(coordinator):
    for number in range(12):
        await writes(f'Ana{number} Ruiz', f'Group {number:02}')
    first = (await coordinator.get('/setup/groups')).text
    assert [f'Group {number:02}' in first for number in (0, 9, 10)] == [True, True, False]
    assert ('skip=10' in first, 'Group 11' in (await coordinator.get('/setup/groups?skip=10')).text) == (True, True)
    await coordinator.post('/setup/groups', data={'words': 'group 00', 'means': 'none'})
    after = (await coordinator.get('/setup/groups')).text
    assert ['Nobody is asked about this again' in after, '11 groups that people wrote wait for you' in after] == [True, True]


async def test_a_coordinator_of_a_place_does_not_settle_for_everybody(client, database):
    place = await add_place('Adams County', **WHO)
    await sign_in(client, 'Luz Mora', Grant('coordinator', 'place', place), now=clock.now())
    assert [(await client.get(path)).status_code for path in ('/setup/groups', '/setup')] == [404, 200]
    assert 'Groups people wrote' not in (await client.get('/setup/organisations')).text
    assert (await client.post('/setup/groups', data={'words': 'x', 'means': 'none'})).status_code == 404
