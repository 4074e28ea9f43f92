"""The pages of those who are ready: read, invited one by one or all at once, taken back; with the script and without."""

import pytest

from coaching.funnel.queries.ready import PAGE
from coaching.kit import clock
from coaching.kit.access import Grant
from coaching.kit.database import execute, fetchval
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.test_ready import DAY, an_intro, invitations, tasted
from tests.funnel.world import MONDAY, NOON, a_trainer
from tests.queries import counted
from tests.signing import COORDINATOR, TRAINER, sign_in

INTRO = '/train/ready/intro'
NOW = NOON + 2 * DAY


@pytest.fixture(autouse=True)
def sunday(monkeypatch):
    monkeypatch.setattr(clock, 'now', lambda: NOW)


@pytest.fixture
async def dana(client):
    """Dana's browser; she is a trainer of the whole network."""
    await sign_in(client, 'Dana Whitaker', TRAINER, now=NOW)
    return client


async def some(*names: str) -> list[int]:
    return await tasted(await a_trainer('Efraín Solís'), *names)


async def test_the_list_is_for_those_who_train_or_coordinate(client):
    assert (await client.get(INTRO)).headers['location'] == f'/sign-in?next={INTRO}'
    await sign_in(client, 'Luis Ito', now=NOW)
    assert (await client.get(INTRO)).status_code == 403
    await sign_in(client, 'Ellen Hart', COORDINATOR, now=NOW)
    assert ((await client.get(INTRO)).status_code, (await client.get('/train/ready/taste')).status_code) == (200, 404)


async def test_the_list_says_who_came_when_and_how_to_reach_them(dana):
    people = await some('Ana Reyes', 'Ben Ito')
    await execute("update person set email = null, phone = '+13035550142' where id = $1", people[1])
    said = main(await dana.get(INTRO))
    assert 'Ready for the Intro' in said and 'Ben Ito came 2 days ago call 303-555-0142' in said
    assert 'Ana Reyes came 2 days ago ana@example.org Invite Ana Reyes' in said
    assert 'Nobody waits for an invitation' in main(await dana.get('/train/ready/training'))


async def test_one_tap_invites_and_a_second_takes_it_back(dana):
    (ana,) = await some('Ana Reyes')
    await an_intro()
    said = await said_after(dana, await dana.post(f'{INTRO}/{ana}/invitation'))
    assert 'The invitation to Ana Reyes is on its way.' in said and '✓ Invited undo for Ana Reyes' in said
    again = await said_after(dana, await dana.post(f'{INTRO}/{ana}/invitation'))
    assert 'Ana Reyes was invited just now.' in again and await invitations() == [(ana, 'intro')]
    assert 'The invitation is taken back.' in await said_after(dana, await dana.post(f'{INTRO}/{ana}/invitation/undo'))
    assert 'It has gone out already.' in await said_after(dana, await dana.post(f'{INTRO}/{ana}/invitation/undo'))
    assert await invitations() == []


async def test_what_has_gone_out_is_not_taken_back_and_says_when(dana):
    (ana,) = await some('Ana Reyes')
    await an_intro()
    await dana.post(f'{INTRO}/{ana}/invitation')
    await execute("update promise set sent_at = $1, made_at = $1 where kind = 'invite-next'", NOW - 3 * DAY)
    said = main(await dana.get(INTRO))
    assert 'invited 3 days ago' in said and '✓ Invited' in said and 'undo' not in said


async def test_the_script_gets_the_list_alone_with_what_to_say(dana):
    (ana,) = await some('Ana Reyes')
    await an_intro()
    answer = await dana.post(f'{INTRO}/{ana}/invitation', headers={'X-Fragment': 'ready'})
    assert (answer.status_code, '<html' in answer.text) == (200, False)
    assert answer.text.strip().startswith('<div id="ready" data-say="The invitation to Ana Reyes is on its way.">')


async def test_everybody_on_the_page_is_invited_at_once(dana):
    ana, ben, cleo = await some('Ana Reyes', 'Ben Ito', 'Cleo Marsh')
    await an_intro()
    await dana.post(f'{INTRO}/{ben}/invitation')
    said = await said_after(dana, await dana.post(f'{INTRO}/invitations', data={'person': [ana, ben, cleo, 'x', 10**17]}))
    assert '2 invitations are on their way.' in said
    assert sorted(await invitations()) == [(ana, 'intro'), (ben, 'intro'), (cleo, 'intro')]


async def test_without_a_date_nobody_is_invited(dana):
    (ana,) = await some('Ana Reyes')
    said = await said_after(dana, await dana.post(f'{INTRO}/{ana}/invitation'))
    assert 'There is no date to invite to yet. Add one first.' in said


async def test_a_coordinator_of_a_place_sees_and_invites_its_people_only(client):
    ana, ben = await some('Ana Reyes', 'Ben Ito')
    await an_intro()
    place = await fetchval("insert into place (name, folded_name, made_at) values ('Lake', 'lake', $1) returning id", MONDAY)
    await execute('update person set place_id = $2 where id = $1', ana, place)
    await sign_in(client, 'Paula Ruiz', Grant('coordinator', 'place', place), now=NOW)
    said = main(await client.get(INTRO))
    assert 'Ana Reyes' in said and 'Ben Ito' not in said
    assert [(await client.post(f'{INTRO}/{number}/invitation')).status_code for number in (ben, ana)] == [404, 303]
    assert await invitations() == [(ana, 'intro')]
    await sign_in(client, 'Luis Ito', Grant('trainer', 'offering', await fetchval("select id from offering where kind = 'taste'")), now=NOW)
    assert 'Ben Ito' in main(await client.get(INTRO))
    await client.post(f'{INTRO}/{ben}/invitation')
    assert await invitations() == [(ana, 'intro'), (ben, 'intro')]
    await sign_in(client, 'Paula Ruiz', Grant('coordinator', 'place', place), now=NOW)
    assert (await client.post(f'{INTRO}/{ben}/invitation/undo')).status_code == 404
    assert len(await invitations()) == 2


async def test_a_long_list_has_pages_and_an_invitation_stays_on_its_page(dana):
    people = await some(*(f'Guest-{number} Ruiz' for number in range(PAGE + 2)))
    await an_intro()
    first = await dana.get(INTRO)
    older = first.text[first.text.index(f'{INTRO}?before=') :].partition('"')[0]
    second = await dana.get(older)
    assert 'Guest-0 Ruiz ' in main(second) and 'Guest-2 Ruiz ' not in main(second)
    answer = await dana.post(f'{INTRO}/{people[0]}/invitation?{older.partition("?")[2]}')
    assert answer.headers['location'] == older
    assert (await dana.get(f'{INTRO}?before=junk')).text.count('class="who"') == PAGE
    assert 'Nobody waits for an invitation' in main(await dana.get(f'{INTRO}?before=1-1'))


async def test_the_page_asks_few_questions(dana):
    await some('Ana Reyes', 'Ben Ito')
    await dana.get(INTRO)
    async with counted() as asked:
        await dana.get(INTRO)
    assert len(asked) == 2, 'who asks, and the list'
