"""A form that is sent twice does once what it says, and no form does something to another step than its own."""

import io
import re

import pytest
from PIL import Image

from coaching.kit import clock
from coaching.kit.database import fetchval
from coaching.path.commands import telling
from coaching.path.queries import evidence, journey
from coaching.path.queries.notes import notes
from tests.conftest import NOW
from tests.funnel.test_offerings_pages import main, said_after
from tests.path.test_writing_pages import sent
from tests.path.world import a_team, as_somebody

DID = {'words': 'We met at the library.', 'on': '2026-11-16', 'url': '', 'code': ''}


@pytest.fixture
async def willow(client, monkeypatch):
    """Alma's browser, and her team."""
    monkeypatch.setattr(clock, 'now', lambda: NOW)
    team_id, alma, grace, _rosa = await a_team()
    await as_somebody(client, alma)
    return client, team_id, alma, grace


async def nonce_of(client, step: str, form: str) -> str:
    page = (await client.get(step)).text
    found = re.search(rf'action="{step}/{form}"[^>]*><input type="hidden" name="(?:entry-)?nonce" value="([^"]+)"', page)
    assert found
    return found[1]


async def test_the_same_thing_done_sent_twice_stands_once_and_another_stands_beside_it(willow):
    client, team_id, *_people = willow
    step = f'/team/{team_id}/steps/3'
    form = DID | {'nonce': await nonce_of(client, step, 'evidence')}
    for words in ('We met at the library.', 'We met at the library.', 'We met at the school.'):
        answer = await client.post(f'{step}/evidence', data=form | {'words': words})
        assert 'It is written down.' in await said_after(client, answer)
    walk = await journey(team_id)
    found = await evidence(walk.id, 3)
    assert sorted(one.words for one in found) == ['We met at the library.', 'We met at the school.']
    await client.post(f'{step}/evidence/removal', data={'id': next(one.id for one in found if 'library' in one.words)})
    await client.post(f'{step}/evidence', data=form)
    assert len(await evidence(walk.id, 3)) == 2
    other = await nonce_of(client, step, 'evidence')
    assert other != form['nonce']
    await client.post(f'{step}/evidence', data=form | {'nonce': other})
    assert len(await evidence(walk.id, 3)) == 3
    assert await fetchval("select count(*) from entry where kind = 'evidence_added'") == 4


async def test_the_same_photo_is_kept_once(willow):
    client, team_id, *_people = willow
    step = f'/team/{team_id}/steps/3'
    form = DID | {'nonce': await nonce_of(client, step, 'evidence')}
    for shade in (0, 0, 255):
        photo = io.BytesIO()
        Image.new('RGB', (1, 1), (shade, shade, shade)).save(photo, 'PNG')
        await client.post(f'{step}/evidence', data=form, files={'file': ('flyer.png', photo.getvalue(), 'image/png')})
    assert await fetchval('select count(*) from evidence_file') == await fetchval('select count(*) from evidence') == 2


async def test_the_same_line_of_the_list_sent_twice_stands_once_until_it_is_struck(willow):
    client, team_id, *_people = willow
    step = f'/team/{team_id}/steps/4'
    form = {'entry-kind': 'strength', 'entry-words': 'Grandmothers', 'entry-nonce': await nonce_of(client, step, 'list')}
    for _time in range(2):
        assert 'It is on your list.' in await said_after(client, await client.post(f'{step}/list', data=form))
    assert await fetchval('select count(*) from resource') == 1
    await client.post(f'{step}/list', data=form | {'entry-kind': 'resource'})
    await client.post(f'{step}/list/removal', data={'id': await fetchval('select min(id) from resource')})
    await client.post(f'{step}/list', data=form)
    assert await fetchval('select count(*) from resource where removed_at is null') == 2


async def test_notes_that_are_put_together_twice_are_put_together_once(willow):
    client, team_id, _alma, grace = willow
    step = f'/team/{team_id}/steps/3'
    seen = sent(await client.get(step))
    await client.post(f'{step}/notes', data=seen | {'note-1': 'A room.'})
    await as_somebody(client, grace)
    clash = sent(await client.post(f'{step}/notes', data=seen | {'note-1': 'A hall.'})) | {'keep-1': 'both'}
    for _time in range(2):
        assert (await client.post(f'{step}/notes', data=clash)).status_code == 303
    assert (await notes((await journey(team_id)).id, 3))[1].words == 'A room.\n\nA hall.'


async def test_the_same_next_step_set_twice_is_set(willow):
    client, team_id, _alma, grace = willow
    form = {'what': 'Find a room', 'who': 'Alma', 'due_on': '2026-12-12'}
    for _time in range(2):
        assert (await client.post(f'/team/{team_id}/bold-step', data=form)).status_code == 303
    await as_somebody(client, grace)
    assert (await client.post(f'/team/{team_id}/bold-step', data=form | {'who': 'Grace'})).status_code == 409
    assert await fetchval('select count(*) from bold_step') == 1


async def test_only_a_step_with_questions_for_oneself_is_begun_by_writing_for_oneself(willow):
    client, team_id, *_people = willow
    answer = await client.post(f'/team/{team_id}/steps/7/reflection')
    assert (answer.status_code, 'This step has no questions for you alone.' in main(answer)) == (409, True)
    assert await fetchval('select count(*) from step_fact') == await fetchval('select count(*) from reflection') == 0


async def test_what_shows_one_step_is_neither_taken_away_nor_put_back_through_another(willow):
    client, team_id, alma, _grace = willow
    shown = await telling.show(team_id, 4, 'We talked with six parents.', by=alma, now=NOW)
    walk = await journey(team_id)
    assert (await client.post(f'/team/{team_id}/steps/2/evidence/removal', data={'id': shown})).status_code == 409
    assert len(await evidence(walk.id, 4)) == 1
    assert (await client.post(f'/team/{team_id}/steps/4/evidence/removal', data={'id': shown})).status_code == 303
    assert (await client.post(f'/team/{team_id}/steps/2/evidence/removal', data={'id': shown, 'code': 'back'})).status_code == 409
    assert await evidence(walk.id, 4) == []


async def test_a_link_may_begin_in_large_letters(willow):
    client, team_id, *_people = willow
    form = DID | {'url': 'HTTPS://Example.org/Flyer'}
    assert (await client.post(f'/team/{team_id}/steps/3/evidence', data=form)).status_code == 303
    (one,) = await evidence((await journey(team_id)).id, 3)
    assert one.url == 'https://Example.org/Flyer'
