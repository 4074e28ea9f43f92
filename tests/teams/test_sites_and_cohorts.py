"""Places where cafés may begin with their history; cohorts as coordinators and coaches keep them, each their own."""

import dataclasses
import datetime

import pytest

from coaching.accounts.commands.roles import give_role
from coaching.kit.access import Grant
from coaching.people.commands import erase
from coaching.teams.commands import cohorts as cohort_commands
from coaching.teams.commands import pilot_sites as commands
from coaching.teams.commands import teams
from coaching.teams.policy import may_keep_cohort
from coaching.teams.queries import teams as queries
from coaching.teams.queries.cohorts import cohort, cohorts, teams_in, teams_to_choose
from coaching.teams.queries.pilot_sites import site, sites_of
from coaching.teams.rules.pilot_sites import SITE_STATES, NoSite, why_not_change, why_not_name, why_not_stand
from coaching.teams.values import CohortFacts, CohortKind, SiteFacts, SiteState, SiteStood
from tests.conftest import NOW
from tests.people.world import ellen
from tests.queries import counted
from tests.signing import COORDINATOR, sign_in
from tests.teams.test_teams import BY, TODAY, a_team, refusal, somebody
from tests.teams.world import a_group, a_place, luz

LIBRARY = SiteFacts(1, 7, None, 'Library', None, '', 2, (SiteStood(SiteState.POSSIBLE, TODAY, '', ''),))
FALL = CohortFacts(1, 'Fall', CohortKind.PLACE, 3, 'Prairie', '', TODAY, None, 5, 'Maya Ruiz', 1, 0)


def test_every_state_of_a_place_has_its_words_and_any_may_follow_any_other():
    assert set(SITE_STATES) == set(SiteState)
    others = [one for one in SiteState if one is not SiteState.POSSIBLE]
    assert [why_not_stand(LIBRARY, one) for one in others] == [None] * 4
    assert (why_not_stand(LIBRARY, SiteState.POSSIBLE), why_not_stand(None, SiteState.PILOT)) == (NoSite.THE_SAME, NoSite.GONE)


@pytest.mark.parametrize(('found', 'version', 'name', 'reason'), [
    (LIBRARY, 2, 'Library', None), (LIBRARY, 1, 'Library', NoSite.CHANGED_MEANWHILE), (LIBRARY, 2, ' ', NoSite.NAME_IS_MISSING),
    (None, 2, 'Library', NoSite.GONE),
])  # fmt: skip
def test_a_place_has_a_name_and_the_second_who_writes_is_told(found, version, name, reason):
    assert why_not_change(found, version=version, name=name) is reason
    assert why_not_name('Library') is None


async def test_a_place_is_introduced_by_somebody_of_the_team_or_by_words_and_keeps_its_history(client, team_id):
    alma = (await queries.members(team_id))[0].person_id
    start = f'/team/{team_id}/people/places'
    assert 'Where could cafés begin?' in (await client.get(start)).text
    form = {'name': 'Willow Library', 'introduced_by_id': alma, 'introduced_words': 'x', 'state': 'possible'}
    assert [(await client.post(start, data=data)).status_code for data in (form, form | {'name': ''})] == [303, 422]
    (one,) = await sites_of(team_id)
    assert (one.name, one.introduced_by, one.state) == ('Willow Library', 'Alma Cruz', SiteState.POSSIBLE)
    stood = [{'state': 'pilot', 'note': 'A first café in May.'}, {'state': 'pilot'}, {'state': 'x'}]
    assert [(await client.post(f'{start}/{one.id}/standing', data=data)).status_code for data in stood] == [303, 409, 422]
    shown = (await client.get(f'{start}/{one.id}')).text
    assert ['A first café in May.' in shown, 'Possible' in shown] == [True, True]
    assert 'introduced by Alma Cruz' in (await client.get(start)).text
    sent = form | {'version': 1, 'introduced_by_id': 0, 'introduced_words': 'The librarian'}
    codes = [(await client.post(f'{start}/{one.id}', data=data)).status_code for data in (sent, sent, sent | {'name': ''})]
    assert codes == [303, 409, 422]
    assert (await site(one.id)).introduced_by == 'The librarian'


async def test_who_introduced_and_left_stays_and_an_erasure_takes_the_name(database):
    team_id, grace, school = await a_team(), await somebody('Grace Lee'), await a_group()
    member_id = await teams.join(team_id, grace, **BY)
    number = await commands.add(team_id, 'School', organisation_id=school, introduced_by_id=grace, **BY)
    await teams.leave(member_id, **BY)
    await commands.change(number, version=1, name='The school', introduced_by_id=grace, **BY)
    found = await site(number)
    assert (found.name, found.introduced_by, found.organisation_id) == ('The school', 'Grace Lee', school)
    await erase(grace, asked_by='the person', **BY)
    assert (await site(number)).introduced_by == ''
    assert [await refusal(commands.add(team_id, ' ', **BY)), await refusal(commands.stand(0, SiteState.PILOT, **BY))] == [
        NoSite.NAME_IS_MISSING, NoSite.GONE,
    ]  # fmt: skip


async def test_places_of_another_team_are_not_there_and_a_coach_only_reads(client, team_id):
    other = await a_team('Birch', 'Ben Ito')
    number = await commands.add(other, 'Library', **BY)
    for path in (f'{team_id}/people/places/{number}', f'{other}/people/places/{number}', f'{other}/people/places'):
        assert (await client.get(f'/team/{path}')).status_code == 404
    client.cookies.clear()
    await sign_in(client, 'Maya Ruiz', Grant('coach', 'team', other), now=NOW)
    shown = (await client.get(f'/team/{other}/people/places')).text
    assert ['Library' in shown, 'Add a place' in shown] == [True, False]
    assert (await client.post(f'/team/{other}/people/places', data={'name': 'x', 'state': 'possible'})).status_code == 404


@pytest.mark.parametrize(('actor', 'scope', 'may'), [
    (ellen(), None, True),
    (luz(3), frozenset({3}), True),
    (luz(4), frozenset({4}), False),
    (dataclasses.replace(luz(), person_id=5), frozenset(), True),
    (dataclasses.replace(luz(), person_id=6), frozenset(), False),
])  # fmt: skip
def test_a_cohort_is_kept_by_its_keeper_and_by_whoever_looks_after_its_place(actor, scope, may):
    assert may_keep_cohort(actor, scope, FALL) is may


def test_a_cohort_without_a_place_is_the_whole_networks_and_its_keepers():
    without = dataclasses.replace(FALL, place_id=None)
    assert [may_keep_cohort(luz(3), frozenset({3}), without), may_keep_cohort(ellen(), None, without)] == [False, True]


async def test_a_coordinator_makes_a_cohort_and_chooses_its_teams(client, database):
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    willow = await a_team()
    assert 'No cohort yet' in (await client.get('/cohorts')).text
    assert 'Make it' in (await client.get('/cohorts/new')).text
    form = {'name': 'Fall 2026', 'kind': 'grant', 'grant_words': 'Sunrise Fund', 'began_on': '2026-09-01', 'place_id': '0', 'version': '1'}
    wrong = ({'name': ''}, {'kind': 'place'})
    assert [(await client.post('/cohorts', data=form | one)).status_code for one in (*wrong, {})] == [422, 422, 303]
    (fall,) = await cohorts()
    path = f'/cohorts/{fall.id}/teams'
    assert 'Willow Street School team' in (await client.get(path)).text
    sent = [{'team_ids': willow}, {'team_ids': willow}, {}]
    assert [(await client.post(path, data=data)).status_code for data in sent] == [303, 422, 422]
    assert 'Sunrise Fund' in (await client.get('/cohorts')).text
    changes = ({'name': ''}, {'ended_on': '2026-01-01'}, {'ended_on': '2026-10-01'}, {})
    assert [(await client.post(f'/cohorts/{fall.id}/edit', data=form | one)).status_code for one in changes] == [422, 409, 303, 409]
    birch = await a_team('Birch', 'Ben Ito')
    assert (await client.post(path, data={'team_ids': birch})).status_code == 409
    assert [(await client.post(f'{path}/{willow}/end')).status_code for _ in range(2)] == [303, 404]
    assert await teams_in(fall.id) == []


async def test_a_coach_keeps_cohorts_of_the_own_teams_and_sees_no_other(client, database):
    mine, other = await a_team('Mine'), await a_team('Other', 'Ben Ito')
    hers = await cohort_commands.make('Hers', CohortKind.START, began_on=TODAY, **BY)
    maya = await sign_in(client, 'Maya Ruiz', Grant('coach', 'network', None), Grant('coach', 'team', mine), now=NOW)
    form = {'name': 'My teams', 'kind': 'start', 'began_on': '2026-09-01', 'place_id': '0'}
    assert (await client.post('/cohorts', data=form)).status_code == 303
    (own,) = await cohorts(place_ids=[], owner_id=maya.person_id)
    assert [(await client.get(f'/cohorts/{one}/teams')).status_code for one in (own.id, hers, 0)] == [200, 404, 404]
    for path in ('teams', 'edit', f'teams/{other}/end'):
        assert (await client.post(f'/cohorts/{hers}/{path}', data=form)).status_code == 404
    answers = [await client.post(f'/cohorts/{own.id}/teams', data={'team_ids': one}) for one in (other, mine)]
    assert [one.status_code for one in answers] == [422, 303]
    assert [one.name for one in await teams_in(own.id)] == ['Mine']


async def test_teams_to_choose_are_those_of_the_places_or_the_own_and_not_those_that_are_in(database):
    place_id = await a_place()
    here, there = await a_team('Here', place_id=place_id), await a_team('There', 'Ben Ito')
    fall = await cohort_commands.make('Fall', CohortKind.START, began_on=TODAY, **BY)
    assert [name for _id, name in await teams_to_choose(fall, place_ids=None)] == ['Here', 'There']
    assert [name for _id, name in await teams_to_choose(fall, place_ids=[place_id])] == ['Here']
    assert [name for _id, name in await teams_to_choose(fall, place_ids=[], team_ids=[there])] == ['There']
    await cohort_commands.add_teams(fall, [here], **BY)
    assert [name for _id, name in await teams_to_choose(fall, place_ids=None)] == ['There']


async def test_the_list_of_cohorts_asks_the_same_however_many_there_are(client, database):
    actor = await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    await give_role(actor.account_id, Grant('coach', 'network', None), **BY)
    await client.get('/cohorts')
    async with counted() as few:
        await client.get('/cohorts')
    for number in range(5):
        await cohort_commands.make(f'Cohort {number}', CohortKind.START, began_on=TODAY - datetime.timedelta(days=number), **BY)
    async with counted() as many:
        await client.get('/cohorts')
    assert (len(few) == len(many), await cohort(0)) == (True, None)
