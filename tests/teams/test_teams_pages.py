"""The teams as whoever looks after their places sees them: found, begun, corrected, and where they stand. Never their words."""

import pytest

from coaching.accounts.commands.roles import give_role, open_account
from coaching.kit.access import Grant
from coaching.kit.database import fetch, fetchval
from coaching.teams.commands import cohorts, merge_organisations
from coaching.teams.commands import teams as commands
from coaching.teams.commands.taking_part import begin_part, end_part
from coaching.teams.pages import beside
from coaching.teams.queries import teams as queries
from coaching.teams.rules.sustaining import Shown
from coaching.teams.values import CohortKind, Sifted, TeamStanding
from tests.conftest import NOW
from tests.queries import counted
from tests.signing import COORDINATOR, sign_in
from tests.teams.test_teams import BY, TODAY, a_team, somebody
from tests.teams.world import a_group, a_place, letters_about

NEW = {
    'name': 'Willow team', 'lead_name': 'Alma Cruz', 'lead_email': 'alma@example.org',
    'language': 'es', 'models': 'community', 'languages': 'es',
}  # fmt: skip
EVERY = Sifted()


@pytest.fixture
async def ellen(client):
    return await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)


async def names(only: Sifted = EVERY) -> list[str]:
    return [one.name for one in (await queries.teams(only=only)).teams]


async def test_teams_are_sifted_by_where_they_stand_their_coach_and_their_cohort(database):
    alder, birch, closed = await a_team('Alder'), await a_team('Birch', 'Ben Ito'), await a_team('Cedar', 'Cora Lim')
    maya = await open_account(await somebody('Maya Ruiz'), 'maya@example.org', **BY)
    await give_role(maya, Grant('coach', 'team', alder), **BY)
    await commands.stand(closed, TeamStanding.CLOSED, why='All moved.', **BY)
    fall = await cohorts.make('Fall', CohortKind.START, began_on=TODAY, **BY)
    await cohorts.add_teams(fall, [birch], **BY)
    assert await names() == ['Alder', 'Birch']
    assert await names(Sifted((TeamStanding.CLOSED,))) == ['Cedar']
    assert await names(Sifted(without_coach=True)) == ['Birch']
    assert await names(Sifted(cohort_id=fall)) == ['Birch']
    assert (await queries.teams()).teams[0].coach == 'Maya Ruiz'
    assert [await queries.coaches_of(one) for one in (alder, birch)] == [['Maya Ruiz'], []]


async def test_the_list_keeps_what_was_chosen_in_its_address(client, ellen):
    await a_team()
    assert 'Willow Street School team' in (await client.get('/setup/teams?coach=none')).text
    shown = (await client.get('/setup/teams?standing=resting')).text
    assert ('No team is like this' in shown, 'Willow' in shown) == (True, False)
    assert 'Willow' in (await client.get('/setup/teams?standing=nonsense&cohort=x')).text


async def test_an_empty_network_says_how_teams_begin(client, ellen):
    assert 'Teams begin when somebody asks for cafés' in (await client.get('/setup/teams')).text


async def test_a_team_begins_with_its_lead_who_is_told_the_way_in(client, ellen):
    answer = await client.post('/setup/teams', data=NEW)
    (team,) = (await queries.teams()).teams
    assert (answer.status_code, answer.headers['location']) == (303, f'/setup/teams/{team.id}')
    assert (team.name, team.lead) == ('Willow team', 'Alma Cruz')
    (letter,) = await letters_about('team', team.id)
    assert (letter.to_address, letter.language) == ('alma@example.org', 'es')
    assert letter.facts == {'team': 'Willow team', 'inviter': 'Ellen Hart'}
    assert letter.button.endswith(f'/es/team/{team.id}')


async def test_what_is_missing_in_a_new_team_is_said_and_what_was_typed_stays(client, ellen):
    answer = await client.post('/setup/teams', data=NEW | {'lead_name': ''})
    assert (answer.status_code, 'Willow team' in answer.text, await fetchval('select count(*) from team')) == (422, True, 0)


async def test_a_lead_without_an_address_gets_no_letter(client, ellen):
    await client.post('/setup/teams', data=NEW | {'lead_email': ''})
    (team,) = (await queries.teams()).teams
    assert await letters_about('team', team.id) == []


async def test_one_team_is_shown_with_its_dates_and_none_of_its_words(client, ellen):
    team_id = await a_team(place_id=await a_place())
    shown = (await client.get(f'/setup/teams/{team_id}')).text
    for words in ('Prairie County', 'Alma Cruz', 'This team walks by no path yet.', 'nobody yet'):
        assert words in shown


async def test_details_are_corrected_and_the_second_who_writes_is_told(client, ellen):
    team_id = await a_team()
    fields = {'name': 'Willow', 'cafe_name': 'Café Sauce', 'models': ['community', 'school'], 'languages': ['en', 'es'], 'serves': 'All'}
    assert (await client.get(f'/setup/teams/{team_id}/edit')).status_code == 200
    path, sent = f'/setup/teams/{team_id}/edit', fields | {'version': '1'}
    answers = [await client.post(path, data=sent | {'name': name}) for name in ('Willow', 'Other', '')]
    assert [one.status_code for one in answers] == [303, 409, 422]
    found = await queries.team(team_id)
    assert (found.name, found.cafe_name, found.models) == ('Willow', 'Café Sauce', ('community', 'school'))


async def test_a_team_rests_with_a_reason_and_goes_on_by_itself_only_when_all_is_shown(client, ellen):
    team_id = await a_team()

    async def stand(then: str, why: str = '') -> tuple[int, str]:
        answer = await client.post(f'/setup/teams/{team_id}/standing', data={'standing': then, 'why': why})
        return answer.status_code, (await queries.team(team_id)).standing

    assert await stand('resting') == (409, 'forming')
    assert await stand('sustaining') == (422, 'forming')
    assert await stand('active') == (303, 'active')
    shown = (await client.get(f'/setup/teams/{team_id}')).text
    assert ('Not shown yet:' in shown, 'Six cafés in the last 12 months' in shown) == (True, True)
    assert await stand('sustaining') == (409, 'active')
    assert await stand('resting', 'Summer.') == (303, 'resting')
    assert ['Summer.' in (await client.get(f'/setup/teams/{team_id}')).text] == [True]


async def test_whoever_knows_more_is_asked(client, ellen, monkeypatch):
    async def known(_team_id: int) -> Shown:
        return Shown(6, (1, 2), True, (2, 3), 1, True, 3)

    monkeypatch.setattr(beside._beside, 'known', known)
    team_id = await a_team()
    await commands.stand(team_id, TeamStanding.ACTIVE, **BY)
    assert (await client.post(f'/setup/teams/{team_id}/standing', data={'standing': 'sustaining'})).status_code == 303
    assert (await queries.team(team_id)).standing is TeamStanding.SUSTAINING


async def test_groups_take_part_once_and_are_taken_out(client, ellen):
    team_id, school = await a_team(), await a_group()
    for _ in range(2):
        await client.post(f'/setup/teams/{team_id}/groups', data={'group': 'Lincoln Elementary School'})
    assert [(one.id, one.words) for one in await queries.take_part(team_id)] == [(school, 'school')]
    assert (await client.post(f'/setup/teams/{team_id}/groups', data={'group': ''})).status_code == 422
    await client.post(f'/setup/teams/{team_id}/groups/{school}/end')
    assert (await queries.take_part(team_id), await end_part(team_id, school, **BY)) == ([], False)


async def test_of_two_groups_that_become_one_a_team_keeps_one(database):
    team_id, school, twin = await a_team(), await a_group(), await a_group('Lincoln School')
    assert [await begin_part(team_id, one, **BY) for one in (school, twin, 0)] == [True, True, False]
    await merge_organisations(school, twin, **BY)
    assert [one.id for one in await queries.take_part(team_id)] == [school]


async def test_a_coordinator_says_who_leads_a_team_of_theirs(client, ellen):
    team_id, other = await a_team(), await a_team('Birch', 'Ben Ito')
    member_id = await commands.join(team_id, await somebody('Grace Lee'), **BY)
    assert (await client.post(f'/setup/teams/{other}/lead/{member_id}')).status_code == 404
    assert (await client.post(f'/setup/teams/{team_id}/lead/{member_id}')).status_code == 303
    assert (await queries.members(team_id))[0].name == 'Grace Lee'
    await commands.leave((await queries.members(team_id))[1].id, **BY)
    gone = (await queries.members(team_id, also_ended=True))[1].id
    assert (await client.post(f'/setup/teams/{team_id}/lead/{gone}')).status_code == 303
    assert (await queries.members(team_id))[0].name == 'Grace Lee'


async def test_a_coordinator_of_a_place_has_its_teams_and_no_other(client, database):
    here, there = await a_place(), await a_place('Lake County')
    mine, other = await a_team('Mine', place_id=here), await a_team('Other', 'Ben Ito', place_id=there)
    await sign_in(client, 'Luz Mora', Grant('coordinator', 'place', here), now=NOW)
    shown = (await client.get('/setup/teams')).text
    assert ('Mine' in shown, 'Other' in shown) == (True, False)
    for path in ('', '/edit'):
        assert [(await client.get(f'/setup/teams/{one}{path}')).status_code for one in (mine, other, 0)] == [200, 404, 404]
    for path in ('/edit', '/standing', '/groups', '/groups/1/end', '/lead/1'):
        assert (await client.post(f'/setup/teams/{other}{path}', data=NEW)).status_code == 404
    assert (await client.post('/setup/teams', data=NEW | {'place_id': there})).status_code == 422
    details = {'name': 'Mine', 'models': 'community', 'languages': 'en', 'version': '1'}
    for place_id in (there, 0):
        assert (await client.post(f'/setup/teams/{mine}/edit', data=details | {'place_id': place_id})).status_code == 422


async def test_a_person_shows_the_teams_and_a_coach_is_invited_from_there(client, ellen):
    team_id = await a_team()
    alma = (await queries.members(team_id))[0].person_id
    shown = (await client.get(f'/setup/people/{alma}')).text
    assert (f'/setup/teams/{team_id}' in shown, 'role=coach' in shown) == (True, True)
    form = (await client.get('/setup/people/invite?name=Alma+Cruz&email=alma@example.org&role=coach')).text
    assert 'value="Alma Cruz"' in form
    answer = await client.post(
        '/setup/people/invite', data={'name': 'Alma Cruz', 'email': 'alma@example.org', 'role': 'coach ', 'language': 'en'}
    )
    assert answer.status_code == 422
    data = {'name': 'Alma Cruz', 'email': 'alma@example.org', 'role': 'coach', 'language': 'en'}
    assert (await client.post('/setup/people/invite', data=data)).status_code == 303
    assert [dict(row) for row in await fetch('select role, scope_kind from invitation')] == [{'role': 'coach', 'scope_kind': 'network'}]


async def test_the_list_asks_the_same_however_many_teams_there_are(client, ellen):
    await a_team()
    await client.get('/setup/teams')
    async with counted() as few:
        await client.get('/setup/teams')
    for number in range(20):
        await a_team(f'Team {number}', f'Lead {number}')
    async with counted() as many:
        await client.get('/setup/teams')
    assert len(few) == len(many)
