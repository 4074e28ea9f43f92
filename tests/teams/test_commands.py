"""Places grow into a tree, organisations are added once and merged, people belong to them."""

import datetime

import pytest

from coaching.journal.queries import history
from coaching.kit.access import PUBLIC
from coaching.kit.database import fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands import erase, merge, say_distinct, undo_merging
from coaching.people.queries import export, person
from coaching.people.rules import Alike
from coaching.teams import commands
from coaching.teams.queries import below, duplicates, likely, listed, memberships_of, names, organisation, place, places, scope_of, search
from coaching.teams.rules import NoOrganisation, NoPlace
from tests.conftest import NOW
from tests.people.world import a_person, ellen
from tests.teams.world import BY, a_group, a_place, luz

TODAY = NOW.date()


async def refusal(waiting: object) -> object:
    with pytest.raises(Refused) as refused:
        await waiting
    return refused.value.reason


async def test_places_stand_as_a_tree(database):
    county = await a_place()
    willow, aspen = await a_place('Willow', county), await a_place('Áspen', county)
    assert [(one.name, one.depth) for one in await places()] == [('Prairie County', 0), ('Áspen', 1), ('Willow', 1)]
    assert [await below(county), await below(aspen), (await place(willow)).parent_id] == [{county, willow, aspen}, {aspen}, county]


async def test_a_name_stands_once_inside_a_place_accents_or_not(database):
    county = await a_place()
    await a_place('Aspen', county)
    assert await refusal(commands.add_place('ÁSPEN', county, **BY)) is NoPlace.NAME_TAKEN
    elsewhere = await a_place('Aspen')
    assert await refusal(commands.move_place(elsewhere, county, **BY)) is NoPlace.NAME_TAKEN


async def test_a_place_is_renamed_moved_and_closed_and_tells_who_did_it(database):
    county, other = await a_place(), await a_place('Mesa County')
    willow = await a_place('Willow', county)
    await commands.rename_place(willow, 'Willow Creek', **BY)
    await commands.move_place(willow, other, **BY)
    assert await refusal(commands.close_place(other, **BY)) is NoPlace.HAS_PLACES
    await commands.close_place(willow, **BY)
    assert [entry.kind for entry in await history(('place', willow))] == ['place_closed', 'place_changed', 'place_changed', 'place_added']
    assert [one.name for one in await places()] == ['Mesa County', 'Prairie County']
    assert [one.name for one in await places(also_closed=True)] == ['Mesa County', 'Willow Creek', 'Prairie County']
    assert await refusal(commands.rename_place(willow, 'Willow', **BY)) is NoPlace.GONE
    assert await refusal(commands.add_place('Mill', willow, **BY)) is NoPlace.PARENT_GONE
    assert await refusal(commands.rename_place(0, 'Nowhere', **BY)) is NoPlace.GONE


async def test_a_place_never_comes_to_lie_inside_itself(database):
    county = await a_place()
    willow = await a_place('Willow', county)
    assert await refusal(commands.move_place(county, willow, **BY)) is NoPlace.BELOW_ITSELF
    await commands.move_place(willow, None, **BY)
    await commands.move_place(county, willow, **BY)
    assert [one.name for one in await places()] == ['Willow', 'Prairie County']


async def test_a_coordinator_of_a_place_has_all_that_lies_inside_it(database):
    county = await a_place()
    willow = await a_place('Willow', county)
    assert [await scope_of(actor) for actor in (ellen(), luz(county), luz(willow), PUBLIC)] == [None, {county, willow}, {willow}, set()]


async def test_an_organisation_of_a_name_stands_once_in_a_place(database):
    county = await a_place()
    first = await a_group(place_id=county)
    assert await commands.find_or_add_organisation('LINCOLN Elementary  school', place_id=county, **BY) == (first, False)
    assert (await a_group()) != first
    assert [entry.kind for entry in await history(('organisation', first))] == ['organisation_added']


@pytest.mark.parametrize(('kind', 'sector'), [('castle', ''), ('school', 'castles')])
async def test_a_kind_that_is_none_is_not_taken(database, kind: str, sector: str):
    with pytest.raises(ValueError, match='castle'):
        await commands.find_or_add_organisation('Lincoln', kind, sector=sector, **BY)


async def test_an_organisation_is_changed_by_whoever_saw_it_as_it_is(database):
    school, district = await a_group(), await a_group('Prairie District', 'district')
    changed = await commands.change_organisation(school, version=1, sector='education', parent_id=district, **BY)
    assert changed == ('parent_id', 'sector')
    assert (await organisation(school)).parent == 'Prairie District'
    assert await refusal(commands.change_organisation(school, version=1, name='Lincoln', **BY)) is NoOrganisation.CHANGED_MEANWHILE
    assert await refusal(commands.change_organisation(school, version=2, name='Prairie district', **BY)) is NoOrganisation.NAME_TAKEN
    assert await refusal(commands.change_organisation(district, version=1, parent_id=school, **BY)) is NoOrganisation.ABOVE_ITSELF
    assert await commands.change_organisation(school, version=2, sector='education', **BY) == ()
    with pytest.raises(ValueError, match='merged_into_id'):
        await commands.change_organisation(school, version=2, merged_into_id=district, **BY)


async def test_merged_organisations_are_one_with_all_their_people(database):
    kept, merged = await a_group(), await a_group('Lincoln Elem.')
    ana, luis = await a_person(), await a_person('Luis Mora', 'luis@example.org')
    for person_id, group in ((ana, kept), (ana, merged), (luis, merged)):
        await commands.begin_membership(person_id, group, on=TODAY, **BY)
    child = await a_group('Lincoln Parents', 'informal_group', parent_id=merged)
    await commands.merge_organisations(kept, merged, **BY)
    assert [one.person for one in await memberships_of(organisation_id=kept)] == ['Ana Ruiz', 'Luis Mora']
    assert ((await organisation(kept)).members, (await organisation(child)).parent_id) == (2, kept)
    assert (await organisation(merged)).merged_into_id == kept
    assert [one.id for one in await likely('lincoln elem')] == [kept]
    assert [one.name for one in await search('lincoln')] == ['Lincoln Elementary School', 'Lincoln Parents']
    assert await refusal(commands.merge_organisations(kept, merged, **BY)) is NoOrganisation.GONE
    assert await refusal(commands.change_organisation(merged, version=2, name='L', **BY)) is NoOrganisation.GONE
    assert await commands.begin_membership(luis, merged, on=TODAY, **BY) is False


async def test_who_was_in_both_of_two_that_are_merged_in_the_evening_left_the_one_that_day(database):
    kept, merged, ana = await a_group(), await a_group('Lincoln Elem.'), await a_person()
    for group in (kept, merged):
        await commands.begin_membership(ana, group, on=TODAY, **BY)
    seven_in_chicago = datetime.datetime(2026, 11, 21, 1, 0, tzinfo=datetime.UTC)
    await commands.merge_organisations(kept, merged, by=BY['by'], now=seven_in_chicago)
    ended = await fetchval('select ended_on from membership where ended_on is not null')
    assert ended == datetime.date(2026, 11, 20)


async def test_an_organisation_that_swallows_the_one_above_it_stands_at_the_top(database):
    top = await a_group('Prairie Schools', 'district')
    middle = await a_group('Prairie District', 'district', parent_id=top)
    low = await a_group('Prairie Office', 'district', parent_id=middle)
    await commands.merge_organisations(low, top, **BY)
    assert [(await organisation(one)).parent_id for one in (low, middle)] == [None, low]


async def test_somebody_belongs_to_a_group_from_one_day_to_another(database):
    county = await a_place()
    ana, school = await a_person(), await a_group(place_id=county)
    assert [await commands.begin_membership(ana, school, title='Teacher', on=TODAY, **BY) for _ in range(2)] == [True, False]
    assert (await person(ana)).place_id == county
    (belongs,) = await memberships_of([ana])
    assert (belongs.organisation, belongs.title) == ('Lincoln Elementary School', 'Teacher')
    assert [await commands.end_membership(belongs.id, on=TODAY, **BY) for _ in range(2)] == [True, False]
    assert (await memberships_of([ana]), len(await memberships_of([ana], also_ended=True))) == ([], 1)
    assert [entry.kind for entry in await history(('person', ana))] == ['membership_ended', 'corrected', 'membership_began', 'added']


async def test_belonging_follows_a_merged_person_and_comes_back(database):
    ana, anita, school, center = await a_person(), await a_person('Anita Ruiz'), await a_group(), await a_group('Willow Center')
    for person_id, group in ((ana, school), (anita, school), (anita, center)):
        await commands.begin_membership(person_id, group, on=TODAY, **BY)
    merging_id = await merge(ana, anita, **BY)
    assert [one.organisation for one in await memberships_of([ana])] == ['Lincoln Elementary School', 'Willow Center']
    await undo_merging(merging_id, **BY)
    assert [one.person for one in await memberships_of([ana, anita])] == ['Ana Ruiz', 'Anita Ruiz', 'Anita Ruiz']


async def test_of_somebody_erased_only_the_count_of_members_stays(database):
    ana, school = await a_person(), await a_group()
    await commands.begin_membership(ana, school, title='Principal', on=TODAY, **BY)
    assert (await export(ana))['teams']['Organizations'][0]['Title'] == 'Principal'
    await erase(ana, asked_by='the person', **BY)
    assert ((await organisation(school)).members, await fetchval("select count(*) from membership where title <> ''")) == (1, 0)


async def test_organisations_are_found_while_somebody_types(database):
    county = await a_place()
    for name in ('Willow Family Center', 'Café Álamo', 'Álamo School'):
        await a_group(name, place_id=county)
    assert [one.name for one in await search('alamo')] == ['Álamo School', 'Café Álamo']
    assert [one.name for one in await search('FAM')] == ['Willow Family Center']
    assert [one.place for one in await search('cafe al')] == ['Prairie County']
    assert [await search('100%_'), await search("o'neil & (co"), await search('álamo', place_ids=[0])] == [[], [], []]
    assert list((await names([0])).values()) == []


async def test_the_list_of_organisations_pages_on_without_gaps(database):
    for number in range(7):
        await a_group(f'School {number}')
    seen, after = [], ''
    for _page in range(3):
        page = await listed(after=after, limit=3)
        seen += [one.name for one in page.organisations]
        after = page.after
    assert (seen, after) == ([f'School {number}' for number in range(7)], '')
    assert len((await listed('school', limit=3)).organisations) == 3
    assert (await listed(after='no mark', limit=9)).organisations == (await listed(limit=9)).organisations


async def test_the_words_of_a_sign_up_are_guessed_best_first(database):
    lincoln, _other = await a_group(), await a_group('Lincoln County Health', 'health_department')
    assert [one.id for one in await likely('Lincoln Elem')][0] == lincoln
    assert [one.name for one in await likely('Lincoln Health Dept')] == ['Lincoln County Health']
    assert [await likely('Roosevelt'), await likely(''), await likely('…')] == [[], [], []]


async def test_records_that_may_be_one_person_are_suggested_newest_first_until_somebody_says_no(database):
    school = await a_group()
    ana, luis = await a_person(), await a_person('Luis Ruiz')
    anna = await a_person('Anna Ruiz', 'anna@example.org')
    other = await a_person('Ana Ruíz', 'ar@example.org')
    for person_id in (ana, other):
        await commands.begin_membership(person_id, school, on=TODAY, **BY)
    found = await duplicates()
    assert [(pair.one_id, pair.other_id, pair.why) for pair in found.pairs if pair.other_id >= ana] == [
        (ana, other, Alike.NAME_AND_GROUP.value), (ana, luis, Alike.EMAIL.value),
    ]  # fmt: skip
    assert found.before_id is None
    await say_distinct(luis, ana, **BY)
    assert [pair.other_id for pair in (await duplicates()).pairs if pair.one_id == ana] == [other]
    assert anna not in {pair.other_id for pair in (await duplicates()).pairs}


async def test_suggestions_page_on_and_stay_within_a_place(database):
    county = await a_place()
    for number in range(4):
        await a_person('Sam Poe', None, place_id=county if number > 1 else None)
    first = await duplicates(few=1)
    second = await duplicates(first.before_id, few=1)
    assert (len(first.pairs), len(second.pairs)) == (3, 2)
    assert len((await duplicates(place_ids=[county])).pairs) == 1
    assert (await duplicates(0)).pairs == ()


async def test_nobody_is_looked_at_without_end(database):
    await fetchval(
        """insert into person (name, folded_name, email, source, made_at, seen_at)
           select 'P ' || n, 'p ' || n, 'p' || n || '@example.org', 'import', $1, $1 from generate_series(1, 550) n""",
        NOW,
    )
    found = await duplicates()
    assert (found.pairs, found.before_id is not None) == ((), True)


async def test_a_day_of_leaving_before_the_first_day_is_the_first_day(database):
    ana, school = await a_person(), await a_group()
    await commands.begin_membership(ana, school, on=TODAY, **BY)
    (belongs,) = await memberships_of([ana])
    await commands.end_membership(belongs.id, on=TODAY - datetime.timedelta(days=3), **BY)
    assert (await memberships_of([ana], also_ended=True))[0].ended_on == TODAY


async def test_nobody_belongs_to_an_organisation_that_is_not_there(database):
    ana = await a_person()
    assert await commands.begin_membership(ana, 4711, on=TODAY, **BY) is False


async def test_an_organisation_that_was_changed_since_is_not_taken_away(database):
    group, other = await a_group(), await a_group('Willow Center')
    await commands.change_organisation(group, name='Lincoln School', version=1, **BY)
    assert [await commands.remove_unused(number, **BY) for number in (group, other, other)] == [False, True, False]
