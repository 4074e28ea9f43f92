"""From the question on a public page to a team on its path: kind words, everything typed kept, and nothing told to others."""

import pytest

from coaching.kit import clock
from coaching.kit.database import execute, fetchval
from coaching.path.queries import evidence, journey, steps
from coaching.path.rules.steps import state_of
from coaching.path.values import StepState
from coaching.teams.queries.teams import members, open_starts
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.world import MONDAY
from tests.signing import COORDINATOR, sign_in

ALMA = {
    'place': 'Willow Street School', 'who': 'Two mothers and me', 'hope': 'That parents are heard.', 'name': 'Alma Cruz',
    'email': 'alma@example.org', 'phone': '', 'language': 'en', 'website': '',
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: MONDAY)


@pytest.fixture
async def ellen(client):
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=MONDAY)
    return client


async def asked(client, **more) -> int:
    answer = await client.post('/start', data={**ALMA, **more})
    assert (answer.status_code, answer.headers['location']) == (303, '/start/asked')
    return await fetchval('select max(id) from start_request')


async def test_three_questions_are_enough(client, database):
    page = await client.get('/start')
    assert 'Where would you like cafés?' in main(page) and 'Team meeting : Hear more' in main(page)
    await asked(client)
    (request,) = await open_starts()
    assert (request.name, request.place_words, request.hope_words) == ('Alma Cruz', 'Willow Street School', 'That parents are heard.')
    assert 'Somebody calls or writes to you by Wednesday, November 18, 2026.' in main(await client.get('/start/asked'))


async def test_mistakes_stand_beside_their_field_and_everything_typed_stays(client, database):
    answer = await client.post('/start', data={**ALMA, 'email': 'alma(at)example.org', 'place': ''})
    assert answer.status_code == 422
    assert 'value="Alma Cruz"' in answer.text and 'That parents are heard.' in answer.text and 'alma(at)example.org' in answer.text
    assert await open_starts() == []


async def test_a_machine_gets_the_same_answer_and_leaves_nothing(client, database):
    answer = await client.post('/start', data={**ALMA, 'website': 'https://spam.example'})
    assert (answer.status_code, await open_starts()) == (303, [])


async def test_a_coordinator_answers_calls_and_a_team_begins_on_its_second_step(ellen, database):
    number = await asked(ellen)
    for desk in ('/setup/starts', '/setup', '/reports/funnel'):
        assert '1 person wants cafés and waits for you' in main(await ellen.get(desk))
    path = f'/setup/starts/{number}'
    assert 'It is yours to answer.' in await said_after(ellen, await ellen.post(f'{path}/owner'))
    call = {'on': '2026-11-16', 'minutes': '30', 'need': 'Parents feel alone.', 'first_action': 'Alma asks the school.', 'version': '2'}
    assert 'The call is written down.' in await said_after(ellen, await ellen.post(f'{path}/call', data=call))
    fits = {'fit': 'yes', 'team': 'Willow team', 'path': 'community-cafe', 'version': '3'}
    begun = await ellen.post(f'{path}/fit', data=fits)
    assert 'The team begins. Now it needs a coach.' in await said_after(ellen, begun)
    team_id = await fetchval('select team_id from start_request')
    assert begun.headers['location'] == f'/setup/teams/{team_id}/coach'
    walk = await journey(team_id)
    assert [one.name for one in await members(team_id)] == ['Alma Cruz']
    assert [one.words for one in await evidence(walk.id, 2)] == ['Parents feel alone. Alma asks the school.']
    assert [state_of(step) for step in await steps(walk, on=MONDAY.date())][:3] == [
        StepState.NOT_STARTED, StepState.WORKING, StepState.NOT_STARTED,
    ]  # fmt: skip
    assert 'A team has begun.' in main(await ellen.get(path))
    assert 'Nobody waits for a first call' in main(await ellen.get('/setup/starts'))


@pytest.mark.parametrize('path', ['parent-cafe', 'school-cafe'])
async def test_on_a_path_without_a_first_call_the_team_begins_before_its_first_step(ellen, database, path):
    number = await asked(ellen)
    await execute('update start_request set called_at = $1 where id = $2', MONDAY, number)
    fits = {'fit': 'yes', 'team': 'Willow team', 'path': path, 'version': '1'}
    assert 'The team begins.' in await said_after(ellen, await ellen.post(f'/setup/starts/{number}/fit', data=fits))
    walk = await journey(await fetchval('select team_id from start_request'))
    assert walk.path_key == path
    assert {state_of(step) for step in await steps(walk, on=MONDAY.date())} == {StepState.NOT_STARTED}
    assert await fetchval('select count(*) from evidence') == 0


@pytest.mark.parametrize(
    ('sent', 'status', 'says'),
    [
        ({'fit': 'yes', 'team': ' '}, 409, 'Give the team a name. It can change later.'),
        ({'fit': 'not_now', 'ask_again_on': ''}, 409, 'Choose a day that is still to come.'),
        ({'fit': 'not_now', 'ask_again_on': '2026-11-01'}, 409, 'Choose a day that is still to come.'),
        ({'fit': 'no', 'version': '1'}, 409, 'Somebody else changed this while you were writing.'),
        ({'fit': 'maybe'}, 422, 'Does it fit?'),
    ],
)
async def test_what_cannot_be_said_is_told_beside_its_field(ellen, database, sent, status, says):
    number = await asked(ellen)
    await execute('update start_request set called_at = $1, version = 2 where id = $2', MONDAY, number)
    answer = await ellen.post(f'/setup/starts/{number}/fit', data={'team': 'Willow', 'path': 'community-cafe', 'version': '2', **sent})
    assert (answer.status_code, says in main(answer)) == (status, True)


async def test_not_now_is_asked_again_and_no_is_closed(ellen, database):
    first = await asked(ellen)
    await execute('update start_request set called_at = $1', MONDAY)
    sent = {'version': '1', 'ask_again_on': '2027-03-01', 'fit': 'not_now'}
    assert 'We ask again on that day.' in await said_after(ellen, await ellen.post(f'/setup/starts/{first}/fit', data=sent))
    await execute("update start_request set ask_again_on = '2026-11-16'")
    assert 'ask again since' in main(await ellen.get('/setup/starts'))
    second = await asked(ellen)
    await execute('update start_request set called_at = $1 where id = $2', MONDAY, second)
    sent = {'version': '1', 'fit': 'no'}
    assert 'The request is closed.' in await said_after(ellen, await ellen.post(f'/setup/starts/{second}/fit', data=sent))


async def test_a_call_that_is_still_to_come_has_not_been(ellen, database):
    number = await asked(ellen)
    sent = {'on': '2026-11-20', 'need': 'x', 'version': '1'}
    answer = await ellen.post(f'/setup/starts/{number}/call', data=sent)
    assert (answer.status_code, 'Choose a day and time that is over.' in main(answer)) == (409, True)
    assert (await ellen.post(f'/setup/starts/{number}/call', data={**sent, 'need': ''})).status_code == 422
    assert (await ellen.post(f'/setup/starts/{number}/owner')).status_code == 303
    await execute("update start_request set called_at = $1, fit = 'no', decided_at = $1 where id = $2", MONDAY, number)
    assert 'This request has its answer already.' in await said_after(ellen, await ellen.post(f'/setup/starts/{number}/owner'))


async def test_in_spanish_it_is_as_kind(client, database):
    said = main(await client.get('/es/start'))
    assert '¿Dónde quiere que haya cafés?' in said and 'Reunión del equipo' in said
