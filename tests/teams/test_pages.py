"""Coordinators look after people, doubles, roles, places, groups and the network's words, each within their own reach."""

from __future__ import annotations

import re

import httpx
import pytest

from coaching.accounts.queries import account_of, grants_of, invitations, network
from coaching.kit import clock
from coaching.kit.access import COOKIE, Actor, Grant
from coaching.kit.database import execute
from coaching.people.commands import merge, refuse_email, stop_letters
from coaching.people.queries import mergings, person, standing_id
from coaching.teams.commands import begin_membership
from coaching.teams.queries import memberships_of, organisation, places
from tests.accounts.world import EVERYWHERE, TRAINER, signed_in, somebody
from tests.conftest import NOW
from tests.funnel.world import HOUR, a_session
from tests.people.world import a_person
from tests.teams.world import BY, a_group, a_place

HERE = 'localhost.local'
TODAY = NOW.date()


def heading(answer: httpx.Response) -> str:
    return re.search(r'<h1>(.*?)</h1>', answer.text)[1]


def said(answer: httpx.Response) -> bool:
    return answer.status_code == 303 and 'say=' in answer.headers.get('set-cookie', '')


async def enter(client: httpx.AsyncClient, actor: Actor) -> Actor:
    client.cookies.clear()
    client.cookies.set(COOKIE, await signed_in(actor, now=clock.now()), domain=HERE)
    return actor


@pytest.fixture
async def ellen(client: httpx.AsyncClient) -> Actor:
    """The coordinator of the whole network, signed in."""
    return await enter(client, await somebody('Ellen Hart', 'ellen@example.org', EVERYWHERE))


async def luz(client: httpx.AsyncClient, place_id: int) -> Actor:
    """The coordinator of one place, signed in."""
    return await enter(client, await somebody('Luz Mora', 'luz@example.org', Grant('coordinator', 'place', place_id)))


PAGES = ['/setup', '/setup/people', '/setup/people/invite', '/setup/roles', '/setup/duplicates', '/setup/places', '/setup/organisations']
PAGES += ['/setup/organisations/new', '/setup/network']


@pytest.mark.parametrize('path', PAGES)
async def test_the_set_up_is_for_coordinators(client, database, path: str):
    assert (await client.get(path)).status_code == 303
    await enter(client, await somebody('Dana Whitfield', 'dana@example.org', TRAINER))
    assert (await client.get(path)).status_code == 403
    await enter(client, await somebody('Ellen Hart', 'ellen@example.org', EVERYWHERE))
    assert (await client.get(path)).status_code == 200


async def test_empty_pages_say_what_to_do(client, ellen):
    texts = {
        '/setup/people?q=zzz': 'Nobody here is called that', '/setup/organisations': 'None yet.',
        '/setup/organisations?q=zzz': 'We know none', '/setup/places': 'There are no places yet', '/setup/duplicates': 'No doubles here',
    }  # fmt: skip
    assert [words in (await client.get(path)).text for path, words in texts.items()] == [True] * 5


async def test_people_are_found_and_shown_with_what_is_known(client, ellen):
    ana = await a_person('Ana Ruiz', 'ana@example.org', '303 555 0148')
    await refuse_email(ana, email='ana@example.org', now=NOW)
    await stop_letters(ana, '*', by=ellen, now=NOW)
    rosa = await a_person('Rosa Paz', None, '303 555 0100')
    listed = await client.get('/setup/people?q=ruiz')
    assert [word in listed.text for word in ('Ana Ruiz', 'wrong address?', 'Rosa Paz')] == [True, True, False]
    assert '>303-555-0100</a>' in (await client.get('/setup/people?q=rosa')).text
    shown = await client.get(f'/setup/people/{ana}')
    assert heading(shown) == 'Ana Ruiz'
    assert [word in shown.text for word in ('303-555-0148', 'come back', 'wants none', 'Emails stopped', 'needs none')] == [True] * 5
    assert heading(await client.get(f'/setup/people/{rosa}')) == 'Rosa Paz'


async def test_people_page_on(client, ellen):
    for _number in range(22):
        await a_person('Sam Poe', None)
    first = await client.get('/setup/people?q=sam')
    more = re.search(r'href="([^"]*after=[^"]*)"', first.text)[1].replace('&amp;', '&')
    assert (first.text.count('Sam Poe'), (await client.get(more)).text.count('Sam Poe')) == (20, 2)


async def test_a_coordinator_puts_right_what_is_wrong(client, ellen):
    ana, county = await a_person('Ana Ruis'), await a_place()
    assert 'value="Ana Ruis"' in (await client.get(f'/setup/people/{ana}/edit')).text
    details = {'name': 'Ana Ruiz', 'email': 'ana@example.org', 'phone': '', 'language': 'es', 'zone': '', 'place_id': county, 'version': 1}
    assert (await client.post(f'/setup/people/{ana}/edit', data={**details, 'email': 'ana'})).status_code == 422
    assert said(await client.post(f'/setup/people/{ana}/edit', data=details))
    stands = await person(ana)
    assert (stands.name, stands.place_id, stands.language) == ('Ana Ruiz', county, 'es')
    assert (await client.post(f'/setup/people/{ana}/edit', data=details)).status_code == 409
    await client.post(f'/setup/people/{ana}/edit', data={**details, 'place_id': 0, 'version': 2})
    assert (await person(ana)).place_id is None


async def test_only_the_whole_networks_coordinator_changes_how_somebody_signs_in(client, ellen):
    county = await a_place()
    dana = await somebody('Dana Whitfield', 'dana@example.org', TRAINER)
    path = f'/setup/people/{dana.person_id}/address'
    addresses = ('no', 'ellen@example.org', 'd@example.org')
    assert [(await client.post(path, data={'email': email})).status_code for email in addresses] == [422, 409, 303]
    assert (await account_of(dana.person_id)).email == 'd@example.org'
    assert (await client.post(f'/setup/people/{await a_person()}/address', data={'email': 'x@example.org'})).status_code == 404
    await luz(client, county)
    await begin_membership(dana.person_id, await a_group(place_id=county), on=TODAY, **BY)
    assert (await client.post(path, data={'email': 'luz2@example.org'})).status_code == 404


async def test_a_coordinator_of_a_place_sees_only_its_people(client, database):
    county = await a_place()
    willow = await a_place('Willow', county)
    ana, luis = await a_person(place_id=willow), await a_person('Luis Mora', 'luis@example.org')
    await luz(client, county)
    listed = (await client.get('/setup/people')).text
    assert ('Ana Ruiz' in listed, 'Luis Mora' in listed) == (True, False)
    for path in ('', '/edit', '/groups', '/erase', '/merge', f'/merge/{luis}'):
        assert [(await client.get(f'/setup/people/{number}{path}')).status_code for number in (luis, 999_999)] == [404, 404]
    own = [f'/setup/people/{ana}{path}' for path in ('', '/edit', '/groups', '/erase', '/merge')]
    assert [(await client.get(path)).status_code for path in own] == [200] * 5
    assert (await client.get(f'/setup/people/{ana}/merge/{luis}')).status_code == 404
    assert (await client.post(f'/setup/people/{ana}/distinct/{luis}')).status_code == 404
    assert (await client.post(f'/setup/people/{luis}/erase')).status_code == 404


async def test_a_coordinator_of_a_place_changes_nothing_of_the_whole_network(client, database):
    county = await a_place()
    group, other = await a_group(place_id=county), await a_group('Willow Center', 'family_center')
    await luz(client, county)
    posts = ['/setup/places', f'/setup/places/{county}', f'/setup/places/{county}/close', '/setup/network', f'/setup/organisations/{other}']
    posts += [f'/setup/organisations/{group}/merge/{other}']
    assert [(await client.post(path, data={'name': 'Mine', 'parent_id': 0})).status_code for path in posts] == [404] * 6
    gets = [f'/setup/places/{county}', '/setup/network', f'/setup/organisations/{group}/merge', f'/setup/organisations/{other}']
    assert [(await client.get(path)).status_code for path in gets] == [404] * 4
    assert [(await client.get(path)).status_code for path in ('/setup', '/setup/places', f'/setup/organisations/{group}')] == [200] * 3


async def test_a_coordinator_of_a_place_gives_and_takes_roles_there_and_nowhere_else(client, database):
    county, other = await a_place(), await a_place('Mesa County')
    by = await luz(client, county)
    facts = {'name': 'Rosa Paz', 'email': 'rosa@example.org', 'language': 'es'}
    foreign = [{**facts, 'role': role} for role in ('coordinator', f'coordinator {other}')]
    assert [(await client.post('/setup/people/invite', data=sent)).status_code for sent in foreign] == [422, 422]
    assert said(await client.post('/setup/people/invite', data={**facts, 'role': f'coordinator {county}'}))
    (offer,) = await invitations(clock.now())
    assert said(await client.post(f'/setup/invitations/{offer.id}/revoke'))
    boss = await somebody('Ellen Hart', 'ellen@example.org', EVERYWHERE, TRAINER)
    held = await grants_of([boss.person_id, by.person_id])
    answers = [(await client.post(f'/setup/roles/{one.id}/end')).status_code for one in held[boss.person_id]]
    assert answers == [404, 404]
    assert (await client.post('/setup/roles/0/end')).status_code == 404
    assert (await client.post('/setup/invitations/0/revoke')).status_code == 404
    assert 'Prairie County' in (await client.get('/setup/roles')).text


async def test_somebody_is_invited_and_a_role_and_an_account_come_to_an_end(client, ellen):
    county = await a_place()
    facts = {'name': 'Rosa Paz', 'email': 'rosa@example.org', 'language': 'es'}
    assert (await client.post('/setup/people/invite', data={**facts, 'email': ''})).status_code == 422
    for role in ('trainer', 'coordinator', f'coordinator {county}'):
        assert said(await client.post('/setup/people/invite', data={**facts, 'role': role}))
    page = (await client.get('/setup/roles')).text
    assert [word in page for word in ('Rosa Paz', 'Prairie County', 'whole network')] == [True] * 3
    dana = await somebody('Dana Whitfield', 'dana@example.org', TRAINER)
    assert (await client.post('/setup/people/invite', data={**facts, 'email': dana.email, 'role': 'trainer'})).status_code == 409
    (held,) = (await grants_of([dana.person_id]))[dana.person_id]
    assert f'/setup/roles/{held.id}/end' in (await client.get(f'/setup/people/{dana.person_id}')).text
    assert said(await client.post(f'/setup/roles/{held.id}/end'))
    assert said(await client.post(f'/setup/people/{dana.person_id}/account/close'))
    assert (await client.post(f'/setup/people/{dana.person_id}/account/close')).status_code == 404


async def test_the_last_coordinator_is_told_why_she_stays(client, ellen):
    (held,) = (await grants_of([ellen.person_id]))[ellen.person_id]
    refused = await client.post(f'/setup/roles/{held.id}/end')
    assert (refused.status_code, 'Somebody must look after the whole network' in refused.text) == (409, True)


async def test_a_person_joins_a_group_that_is_here_or_a_new_one_and_leaves(client, ellen):
    ana, school = await a_person(), await a_group()
    asked = await client.get(f'/setup/people/{ana}/groups?group=lincoln+elem')
    assert f'/setup/people/{ana}/groups?organisation={school}' in asked.text
    assert said(await client.post(f'/setup/people/{ana}/groups?organisation={school}'))
    assert (await client.post(f'/setup/people/{ana}/groups', data={'group': ''})).status_code == 422
    assert said(await client.post(f'/setup/people/{ana}/groups', data={'group': 'Willow Center', 'title': 'Host'}))
    belongs = await memberships_of([ana])
    assert [(one.organisation, one.title) for one in belongs] == [('Lincoln Elementary School', ''), ('Willow Center', 'Host')]
    assert said(await client.post(f'/setup/memberships/{belongs[0].id}/end'))
    assert (await client.post('/setup/memberships/0/end')).status_code == 404
    assert 'We know none of that name yet' in (await client.get(f'/setup/people/{ana}/groups?group=zzz')).text
    shown = await client.get(f'/setup/people/{ana}')
    assert [word in shown.text for word in ('Willow Center', 'Host', 'Lincoln Elementary School, ')] == [True, True, False]


async def test_whoever_asks_a_coordinator_is_forgotten(client, ellen):
    ana = await a_person()
    assert 'It cannot be undone' in (await client.get(f'/setup/people/{ana}/erase')).text
    assert said(await client.post(f'/setup/people/{ana}/erase'))
    assert ((await person(ana)).erased_at is None, (await client.get(f'/setup/people/{ana}')).status_code) == (False, 404)


async def test_two_records_are_compared_merged_and_taken_apart_again(client, ellen):
    ana, anita = await a_person(), await a_person('Anita Ruiz')
    listed = await client.get('/setup/duplicates')
    assert f'/setup/people/{ana}/merge/{anita}' in listed.text
    assert f'/setup/people/{anita}/merge/{ana}' in (await client.get(f'/setup/people/{anita}')).text
    compared = await client.get(f'/setup/people/{ana}/merge/{anita}')
    assert [word in compared.text for word in ('Ana Ruiz', 'Anita Ruiz', f'value="{ana}"', f'value="{anita}"')] == [True] * 4
    assert (await client.post(f'/setup/people/{ana}/merge/{anita}', data={'kept': 0})).status_code == 404
    assert said(await client.post(f'/setup/people/{ana}/merge/{anita}', data={'kept': anita, 'why': 'She told me.'}))
    assert await standing_id(ana) == anita
    (merging,) = [one for one in await mergings(clock.now()) if one.kept_id == anita]
    assert f'/setup/mergings/{merging.id}/undo' in (await client.get('/setup/duplicates')).text
    assert said(await client.post(f'/setup/mergings/{merging.id}/undo'))
    assert (await client.post('/setup/mergings/0/undo')).status_code == 404
    assert await standing_id(ana) == ana
    assert said(await client.post(f'/setup/people/{ana}/distinct/{anita}'))
    assert f'/setup/people/{ana}/merge/{anita}' not in (await client.get('/setup/duplicates')).text


async def test_the_other_record_is_found_by_hand(client, ellen):
    ana, annie = await a_person(), await a_person('Annie Ruiz', 'annie@example.org')
    assert f'/merge/{annie}' in (await client.get(f'/setup/people/{ana}/merge?q=annie')).text
    assert 'Nobody else here' in (await client.get(f'/setup/people/{ana}/merge?q=zzz')).text


async def test_a_refusal_of_a_rule_is_told_as_a_page(client, ellen):
    dana, other = await somebody('Dana Whitfield', 'dana@example.org'), await somebody('D. Whitfield', 'dw@example.org')
    refused = await client.post(f'/setup/people/{dana.person_id}/merge/{other.person_id}', data={'kept': dana.person_id})
    assert (refused.status_code, 'Both can sign in' in refused.text) == (409, True)


async def test_the_merged_of_another_place_are_not_shown(client, database):
    county = await a_place()
    ana, anita = await a_person(), await a_person('Anita Ruiz')
    merging_id = await merge(ana, anita, **BY)
    await luz(client, county)
    assert 'Anita' not in (await client.get('/setup/duplicates')).text
    assert (await client.post(f'/setup/mergings/{merging_id}/undo')).status_code == 404


async def test_places_are_added_renamed_moved_and_closed(client, ellen):
    assert said(await client.post('/setup/places', data={'name': 'Prairie County', 'parent_id': 0}))
    county = (await places())[0].id
    assert said(await client.post('/setup/places', data={'name': 'Willow', 'parent_id': county}))
    bad = ({'name': ''}, {'name': 'willow', 'parent_id': county})
    assert [(await client.post('/setup/places', data=sent)).status_code for sent in bad] == [422, 409]
    willow = (await places())[1].id
    assert 'value="Willow"' in (await client.get(f'/setup/places/{willow}')).text
    answers = [
        (await client.post(f'/setup/places/{number}', data=sent)).status_code
        for number, sent in (
            (willow, {'name': '', 'parent_id': 0}), (county, {'name': 'Prairie County', 'parent_id': willow}),
            (willow, {'name': 'Willow Creek', 'parent_id': 0}), (999_999, {'name': 'Nowhere', 'parent_id': 0}),
        )
    ]  # fmt: skip
    assert answers == [422, 409, 303, 404]
    assert [(one.name, one.depth) for one in await places()] == [('Prairie County', 0), ('Willow Creek', 0)]
    assert said(await client.post(f'/setup/places/{willow}/close'))
    assert (await client.get(f'/setup/places/{willow}')).status_code == 404


async def test_organisations_are_added_changed_suggested_and_merged(client, ellen):
    facts = {'name': 'Lincoln School', 'kind': 'school', 'sector': 'education', 'place_id': 0, 'parent': '', 'version': 1}
    added = await client.post('/setup/organisations', data=facts)
    again = await client.post('/setup/organisations', data=facts)
    assert (added.status_code, added.headers['location']) == (303, again.headers['location'])
    school = int(added.headers['location'].rsplit('/', 1)[1])
    district = await a_group('Prairie District', 'district')
    bad = [{**facts, 'name': ''}, {**facts, 'kind': 'castle'}, {**facts, 'parent': 'Nobody knows'}]
    assert [(await client.post('/setup/organisations', data=sent)).status_code for sent in bad] == [422] * 3
    assert 'value="Lincoln School"' in (await client.get(added.headers['location'])).text
    changed = [{**facts, 'parent': 'prairie district', 'is_funder': 'yes'}, {**facts}, {**facts, 'name': ''}]
    assert [(await client.post(added.headers['location'], data=sent)).status_code for sent in changed] == [303, 409, 422]
    assert ((await organisation(school)).parent_id, (await organisation(school)).is_funder) == (district, True)
    assert (await client.get('/setup/organisations/suggestions?q=linc')).json() == [
        {'id': school, 'name': 'Lincoln School', 'kind': 'School', 'place': ''}
    ]
    double = await a_group('Lincoln Sch.')
    assert f'/merge/{double}' in (await client.get(f'/setup/organisations/{school}/merge')).text
    assert (await client.post(f'/setup/organisations/{school}/merge/0')).status_code == 404
    assert said(await client.post(f'/setup/organisations/{school}/merge/{double}'))
    assert (await client.get(f'/setup/organisations/{double}')).headers['location'] == f'/setup/organisations/{school}'
    assert (await client.get('/setup/organisations/999999')).status_code == 404


async def test_organisations_page_on_and_show_who_belongs(client, ellen):
    for number in range(52):
        await a_group(f'School {number:02}')
    first = await client.get('/setup/organisations')
    more = re.search(r'href="([^"]*after=[^"]*)"', first.text)[1].replace('&amp;', '&')
    assert (await client.get(more)).text.count('School 5') == 2
    group = await a_group()
    await begin_membership(await a_person(), group, title='Principal', on=TODAY, **BY)
    assert 'Ana Ruiz</a>, Principal' in (await client.get(f'/setup/organisations/{group}')).text


async def test_the_networks_words_are_changed_and_stand_on_the_next_page(client, ellen):
    version = (await network()).version
    words = {'name': 'Prairie Cafés', 'zone': 'America/Denver', 'languages': ['en', 'es'], 'version': version}
    words |= {'help_line_en': 'Call Rosa', 'help_line_es': 'Llame a Rosa'}
    assert (await client.post('/setup/network', data={**words, 'name': ''})).status_code == 422
    assert said(await client.post('/setup/network', data=words))
    assert 'Call Rosa' in (await client.get('/setup')).text
    assert 'Llame a Rosa' in (await client.get('/es/help')).text
    assert 'value="Llame a Rosa"' in (await client.get('/setup/network')).text
    assert (await client.post('/setup/network', data=words)).status_code == 409


async def test_a_language_without_a_help_line_says_the_first_languages(client, ellen):
    version = (await network()).version
    words = {'name': 'Prairie Cafés', 'zone': 'America/Denver', 'languages': ['en', 'es'], 'help_line_en': 'Call Rosa'}
    assert said(await client.post('/setup/network', data={**words, 'help_line_es': 'Llame a Rosa', 'version': version}))
    assert said(await client.post('/setup/network', data={**words, 'help_line_es': '', 'version': version + 1}))
    assert [word in (await client.get('/es/help')).text for word in ('Call Rosa', 'Llame a Rosa')] == [True, False]


async def test_a_network_that_begins_is_told_what_comes_first_and_then_no_more(client, database):
    await enter(client, await somebody('Ellen Hart', 'ellen@example.org', EVERYWHERE))
    online = await a_session(starts_at=clock.now() + 72 * HOUR, join_url='')
    page = await client.get('/setup')
    for href, words in (
        ('/setup/offerings', 'Put in the link to the online room: 1 date has none.'),
        ('/setup/network', 'Write whom people can call when they need help.'),
        ('/setup/people/invite', 'Invite a trainer, or somebody who helps you.'),
    ):
        assert f'<li><a href="{href}">{words}</a></li>' in page.text
    await execute("update session set join_url = 'https://meet.example/room' where id = $1", online)
    await execute("""update network set help_lines = '{"en": "555 0100"}'""")
    await somebody('Dana Whitaker', 'dana@example.org', TRAINER)
    assert 'First steps' not in (await client.get('/setup')).text
