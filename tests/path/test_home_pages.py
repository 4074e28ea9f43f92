"""A team's home: where it is, what it does next, what it did; for its own people and its coach, and nobody else."""

import datetime
import re

import pytest

from coaching.kit import clock
from coaching.kit.access import SYSTEM, Grant
from coaching.kit.database import execute
from coaching.path.commands import bold_steps, telling, walking
from coaching.path.pages.showing import signed_off
from coaching.path.queries import bold_step, journey, steps
from coaching.path.values import Marked
from coaching.people.commands import find_or_add
from coaching.teams.commands import cohorts
from coaching.teams.commands.teams import form, join
from coaching.teams.values import CohortKind
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main, said_after
from tests.path.world import a_team, as_somebody, reach, somebody
from tests.queries import counted
from tests.signing import COORDINATOR, sign_in

TODAY = datetime.date(2026, 11, 18)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def this_morning(monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOW)


@pytest.fixture
async def willow(client):
    """Alma's browser, and her team."""
    team_id, alma, grace, rosa = await a_team()
    await as_somebody(client, alma)
    return client, team_id, alma, grace, rosa


async def test_whoever_has_one_team_is_at_its_home_at_once(willow):
    client, team_id, *_people = willow
    answer = await client.get('/team')
    assert (answer.status_code, answer.headers['location']) == (303, f'/team/{team_id}')
    said = main(await client.get(f'/team/{team_id}'))
    assert 'You are on step 1 of 7' in said and 'Dream Why you want parents beside you' in said
    assert 'Your path starts with a talk, not a form.' in said and 'What will you do next?' in said


async def test_of_several_teams_one_is_chosen_and_without_any_it_is_said_kindly(willow):
    client, team_id, alma, *_people = willow
    other = await form('Maple Library team', lead_id=alma.person_id, by=SYSTEM, now=NOW)
    said = await client.get('/team')
    assert f'href="/team/{team_id}"' in said.text and f'href="/team/{other}"' in said.text
    await sign_in(client, 'Noor Haddad', now=NOW)
    assert 'You are in no team yet' in main(await client.get('/team'))


async def test_a_team_of_somebody_else_is_not_there(willow):
    client, team_id, *_people = willow
    await sign_in(client, 'Ellen Hart', COORDINATOR, Grant('coach', 'team', team_id + 1), now=NOW)
    never = main(await client.get(f'/team/{team_id + 9}'))
    for path in (f'/team/{team_id}', f'/team/{team_id}?on=2026-11-01'):
        answer = await client.get(path)
        assert (answer.status_code, main(answer)) == (404, never)
    for path in ('bold-step', 'bold-step/end'):
        assert (await client.post(f'/team/{team_id}/{path}', data={'what': 'x'})).status_code == 404


async def test_the_next_step_is_set_done_and_followed_by_another_with_two_taps_and_one_field(willow):
    client, team_id, *_people = willow
    sent = {'what': 'Invite five parents', 'who': 'Alma and Grace', 'due_on': '12/12/2026'}
    assert 'Your next step is set.' in await said_after(client, await client.post(f'/team/{team_id}/bold-step', data=sent))
    home = await client.get(f'/team/{team_id}')
    assert 'Alma and Grace will do it. By Saturday, December 12, 2026.' in main(home)
    bold = (await bold_step((await journey(team_id)).id)).id
    done = await client.post(f'/team/{team_id}/bold-step/end', data={'bold_id': bold, 'outcome': 'done'})
    assert 'Well done. What comes next?' in await said_after(client, done)
    await client.post(f'/team/{team_id}/bold-step', data={'what': 'Find a room'})
    said = main(await client.get(f'/team/{team_id}'))
    assert 'Your next bold step Find a room' in said and 'Invite five parents Wednesday, November 18, 2026 · bold step' in said


@pytest.mark.parametrize(
    ('sent', 'status', 'says'),
    [
        ({'what': ' '}, 422, 'Write what you will do next.'),
        ({'what': 'Ask the school', 'due_on': '11/17/2026'}, 409, 'That day is over. Choose today or a day to come, or leave it empty.'),
        ({'what': 'Ask the school', 'due_on': 'soon'}, 422, 'Write a day that is on the calendar'),
        ({'what': 'x' * 301}, 422, 'Write at most 300 letters here'),
    ],
)
async def test_what_cannot_be_set_is_told_beside_its_field_and_everything_typed_stays(willow, sent, status, says):
    client, team_id, *_people = willow
    answer = await client.post(f'/team/{team_id}/bold-step', data={'who': 'My sister Luz', **sent})
    assert (answer.status_code, says in main(answer)) == (status, True)
    assert 'value="My sister Luz"' in answer.text and f'value="{sent["what"]}"' in answer.text


async def test_two_who_set_a_next_step_at_once_are_told_and_keep_their_words(willow):
    client, team_id, _alma, grace, _rosa = willow
    await bold_steps.set_bold_step(team_id, 'Find a room', by=grace, now=NOW)
    answer = await client.post(f'/team/{team_id}/bold-step', data={'what': 'Invite five parents'})
    assert (answer.status_code, 'Someone else has changed your next step.' in main(answer)) == (409, True)
    assert 'value="Invite five parents"' in answer.text and 'Find a room' in main(answer)
    hidden = dict(re.findall(r'name="(bold_id|version)" value="(\d+)"', answer.text))
    await client.post(f'/team/{team_id}/bold-step', data={'what': 'Invite five parents', **hidden})
    assert (await bold_step((await journey(team_id)).id)).what == 'Invite five parents'
    stale = await client.post(f'/team/{team_id}/bold-step', data={'what': 'Something else', **hidden})
    assert (stale.status_code, 'value="Something else"' in stale.text) == (409, True)


async def test_a_next_step_that_is_not_there_any_more_is_not_ended_twice(willow):
    client, team_id, alma, *_people = willow
    bold = await bold_steps.set_bold_step(team_id, 'Find a room', by=alma, now=NOW)
    let_go = await client.post(f'/team/{team_id}/bold-step/end', data={'bold_id': bold, 'outcome': 'let_go'})
    assert 'You let it go. That is fine.' in await said_after(client, let_go)
    again = await client.post(f'/team/{team_id}/bold-step/end', data={'bold_id': bold, 'outcome': 'done'})
    assert (again.status_code, 'There is no next step to end.' in main(again)) == (409, True)


async def test_a_day_that_is_over_meets_a_kind_word(willow, monkeypatch):
    client, team_id, alma, *_people = willow
    await bold_steps.set_bold_step(team_id, 'Find a room', due_on=TODAY, by=alma, now=NOW)
    monkeypatch.setattr(clock, 'now', lambda: NOW + DAY)
    assert 'That day is over, and that is fine.' in main(await client.get(f'/team/{team_id}'))
    bold = await bold_step((await journey(team_id)).id)
    sent = {'what': 'Find a big room', 'due_on': '2026-11-18', 'bold_id': bold.id, 'version': bold.version}
    assert (await client.post(f'/team/{team_id}/bold-step', data=sent)).status_code == 303


async def test_the_road_says_in_words_where_each_step_stands_and_waits_for_the_coach_by_name(willow):
    client, team_id, alma, _grace, rosa = willow
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    assert 'Waiting for Rosa' in main(await client.get(f'/team/{team_id}'))
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    await walking.set_aside(team_id, 2, why='They had a call before.', by=rosa, now=NOW)
    home = await client.get(f'/team/{team_id}')
    said = main(home)
    assert 'You are on step 3 of 7' in said and 'Done Nov 18, 2026' in said and 'Set aside' in said
    assert home.text.count('aria-current="step"') == 1
    assert 'Step 1 was signed off.' in said and 'We met at the library.' in said


async def test_any_past_day_is_drawn_again(willow, monkeypatch):
    client, team_id, alma, _grace, rosa = willow
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    await bold_steps.set_bold_step(team_id, 'Find a room', by=alma, now=NOW)
    monkeypatch.setattr(clock, 'now', lambda: NOW + 10 * DAY)
    past = await client.get(f'/team/{team_id}?on=11/17/2026')
    assert 'On Tuesday, November 17, 2026: step 1 of 7' in main(past) and 'Find a room' not in main(past)
    assert 'We did it' not in main(past)
    then = main(await client.get(f'/team/{team_id}?on=2026-11-18'))
    assert 'step 2 of 7' in then and 'Find a room' in then
    for wrong in ('2026-12-18', 'x'):
        answer = await client.get(f'/team/{team_id}?on={wrong}')
        assert (answer.status_code, f'value="{wrong}"' in answer.text) == (422, True)


async def test_a_team_without_a_parent_who_leads_is_asked_kindly_from_the_fourth_step_on(willow):
    client, team_id, _alma, grace, rosa = willow
    for number in (1, 2):
        await walking.set_aside(team_id, number, why='They had done this.', by=rosa, now=NOW)
    assert 'Who leads as a parent?' not in main(await client.get(f'/team/{team_id}'))
    await walking.set_aside(team_id, 3, why='They had done this.', by=rosa, now=NOW)
    assert 'Who leads as a parent?' in main(await client.get(f'/team/{team_id}'))
    await execute('update team_member set is_parent_leader = true where person_id = $1', grace.person_id)
    assert 'Who leads as a parent?' not in main(await client.get(f'/team/{team_id}'))


async def test_people_who_came_through_the_sessions_bring_their_history(willow):
    client, team_id, alma, grace, _rosa = willow
    for one, columns in ((alma, 'tasted_at, introduced_at'), (grace, 'tasted_at')):
        marks = ', '.join(['now()'] * (columns.count(',') + 1))
        await execute(f'insert into progress (person_id, {columns}) values ($1, {marks})', one.person_id)
    said = main(await client.get(f'/team/{team_id}'))
    assert '2 people are in your team. 2 of 2 have been to a Taste. 1 of 2 has been to an Intro.' in said


async def test_the_coach_sees_the_same_page_and_sets_nothing(willow):
    client, team_id, alma, _grace, rosa = willow
    await bold_steps.set_bold_step(team_id, 'Find a room', by=alma, now=NOW)
    await as_somebody(client, rosa)
    home = await client.get(f'/team/{team_id}')
    assert 'Willow Street School team is on step 1 of 7' in main(home) and 'We did it' not in main(home)
    answer = await client.post(f'/team/{team_id}/bold-step', data={'what': 'x'})
    assert (answer.status_code, 'Only people of this team can do this.' in main(answer)) == (409, True)


async def test_a_team_without_a_path_and_a_coach_is_told_what_comes(client, database):
    alma = await sign_in(client, 'Alma Cruz', now=NOW)
    team_id = await form('Willow Street School team', lead_id=alma.person_id, by=SYSTEM, now=NOW)
    assert 'Your team has no path yet.' in main(await client.get(f'/team/{team_id}'))
    assert (await client.post(f'/team/{team_id}/bold-step', data={'what': 'x'})).status_code == 404
    await walking.begin(team_id, 'community-cafe', 1, by=SYSTEM, now=NOW)
    assert 'Nobody coaches your team yet. Someone will, soon.' in main(await client.get(f'/team/{team_id}'))


async def test_a_home_asks_the_database_as_often_for_a_large_team_as_for_a_small_one(willow):
    client, team_id, alma, *_people = willow
    await client.get(f'/team/{team_id}')  # the network's own words are remembered for two seconds
    async with counted() as small:
        await client.get(f'/team/{team_id}')
    for number in range(5):
        await reach(team_id, number + 1, alma)
    for number in range(20):
        person = await a_person(f'Person{number} Lee')
        await join(team_id, person, by=SYSTEM, now=NOW)
    async with counted() as large:
        await client.get(f'/team/{team_id}')
    assert len(small) == len(large) == 8, (len(small), len(large))


async def a_person(name: str) -> int:
    person_id, _is_new = await find_or_add(name, None, source='account', by=SYSTEM, now=NOW)
    return person_id


async def test_in_spanish_it_is_as_kind(willow):
    client, team_id, *_people = willow
    said = main(await client.get(f'/es/team/{team_id}'))
    assert 'Están en el paso 1 de 7' in said and 'Sueño' in said


async def test_a_team_sees_itself_beside_the_middle_of_those_that_began_with_it_and_never_a_deadline(willow):
    client, team_id, *_people = willow
    cohort = await cohorts.make('Fall 2026', CohortKind.START, began_on=TODAY, by=SYSTEM, now=NOW)
    await cohorts.add_teams(cohort, [team_id], by=SYSTEM, now=NOW)
    for number, days in enumerate((3, 9, 40)):
        lead = await somebody(f'Lead{number} Lee')
        other = await form(f'Team {number}', lead_id=lead.person_id, by=SYSTEM, now=NOW)
        await walking.begin(other, 'community-cafe', 1, on=TODAY - 60 * DAY, by=SYSTEM, now=NOW)
        await cohorts.add_teams(cohort, [other], by=SYSTEM, now=NOW)
        lead, coach = await somebody(f'Lead{number} Lee'), await somebody(f'Coach{number} Lee', Grant('coach', 'team', other))
        await telling.show(other, 1, 'We met.', on=TODAY - days * DAY, by=lead, now=NOW)
        await reach(other, 1, lead)
        await walking.claim(other, 1, by=lead, now=NOW)
        said = main(await client.get(f'/team/{team_id}'))
        assert 'took' not in said
        await walking.confirm(other, 1, by=coach, now=NOW)
    said = main(await client.get(f'/team/{team_id}'))
    assert 'Half of the teams that began with you took 9 days or less.' in said
    assert 'On the whole path: 0 of 25 parts. Half of the teams that began with you have 3 or more.' in said


async def test_what_the_coach_asks_stands_on_the_home_until_the_team_says_done_again(willow):
    client, team_id, alma, _grace, rosa = willow
    await reach(team_id, 1, alma)
    await walking.claim(team_id, 1, by=alma, now=NOW)
    await walking.give_back(team_id, 1, why='Who said yes to try it?', by=rosa, now=NOW)
    words = 'Rosa Delgado read step 1 and asks one thing: Who said yes to try it? See step 1'
    assert words in main(await client.get(f'/team/{team_id}'))
    await walking.claim(team_id, 1, by=alma, now=NOW)
    assert words not in main(await client.get(f'/team/{team_id}'))
    await walking.confirm(team_id, 1, by=rosa, now=NOW)
    assert 'Rosa Delgado signed off step 1.' in main(await client.get(f'/team/{team_id}'))
    stands = await steps(await journey(team_id), on=datetime.date.max)
    assert [len(signed_off(stands, today=TODAY + days * DAY)) for days in (0, 14, 15)] == [1, 1, 0]


async def test_in_spanish_parts_agree_in_number_and_a_talk_is_a_platica(willow):
    client, team_id, alma, *_people = willow
    assert 'Su camino empieza con una plática' in main(await client.get(f'/es/team/{team_id}'))
    await telling.mark(team_id, '1.a', Marked.FULLY, seen=0, by=alma, now=NOW)
    assert 'Llevan 1 de 3 partes logradas.' in main(await client.get(f'/es/team/{team_id}'))
