"""Somebody without an address is put on a list by a form that is sent several times: one person, not several of one name."""

import asyncio
import re

import pytest

from coaching.funnel.commands import adding, walk_ins
from coaching.funnel.commands.spots import cancel
from coaching.kit import clock
from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.tokens import random_nonce
from tests.another_database import another_database
from tests.funnel.test_offerings_pages import main, said_after
from tests.funnel.test_room_pages import at
from tests.funnel.test_walk_ins import DURING
from tests.funnel.world import MONDAY, a_session, a_trainer

GRACES = "select count(*) from person where name = 'Grace Okafor'"
PLACES = {'/walk-ins': '', '/add': '/add'}


async def form_of(dana, session_id, path) -> dict[str, str]:
    """What a browser sends from this form of the room, with only a name typed."""
    return {'name': 'Grace Okafor', 'language': 'en', 'nonce': nonce_of(await dana.get(at(session_id, PLACES[path])))}


def nonce_of(page) -> str:
    (nonce,) = re.findall('name="nonce" value="([^"]+)"', page.text)
    return nonce


@pytest.fixture
async def taste(dana, monkeypatch):
    """A Taste for which people may still be signed up, or come through the door."""
    session_id = await a_session()

    async def at_the(path: str) -> int:
        monkeypatch.setattr(clock, 'now', lambda: DURING if path == '/walk-ins' else MONDAY)
        return session_id

    return at_the


@pytest.mark.parametrize('path', list(PLACES))
async def test_the_same_form_again_says_the_same_and_adds_nobody(dana, taste, path):
    session_id = await taste(path)
    sent = await form_of(dana, session_id, path)
    told = {(await said_after(dana, await dana.post(at(session_id, path), data=sent))).partition('. ')[0][:20] for _again in range(3)}
    assert (len(told), await fetchval(GRACES), await fetchval('select count(*) from registration')) == (1, 1, 1)


@pytest.mark.parametrize('path', list(PLACES))
async def test_a_second_person_of_the_same_name_is_another_one_by_a_new_form(dana, taste, path):
    session_id = await taste(path)
    for _person in range(2):
        await dana.post(at(session_id, path), data=await form_of(dana, session_id, path))
    assert await fetchval(GRACES) == 2


async def test_going_back_and_typing_another_name_adds_that_one_too(dana, taste):
    session_id = await taste('/walk-ins')
    sent = await form_of(dana, session_id, '/walk-ins')
    for name in ('Grace Okafor', 'Abel Diaz', 'grace okafor'):
        await dana.post(at(session_id, '/walk-ins'), data=sent | {'name': name})
    assert [row['name'] for row in await fetch('select p.name from registration r join person p on p.id = r.person_id order by r.id')] == [
        'Grace Okafor', 'Abel Diaz'
    ]  # fmt: skip


async def test_a_mistake_beside_the_name_keeps_the_form_the_same(dana, taste):
    session_id = await taste('/walk-ins')
    sent = await form_of(dana, session_id, '/walk-ins')
    answer = await dana.post(at(session_id, '/walk-ins'), data=sent | {'name': ''})
    assert (answer.status_code, nonce_of(answer)) == (422, sent['nonce']) and 'There is a problem' in main(answer)


async def test_without_a_nonce_a_trainer_adds_a_name_once_to_a_date(dana, taste):
    session_id = await taste('/walk-ins')
    for _again in range(3):
        await dana.post(at(session_id, '/walk-ins'), data={'name': 'Grace Okafor'})
    assert await fetchval(GRACES) == 1


@pytest.mark.parametrize('is_by_us', [True, False])
async def test_whoever_was_taken_off_is_added_by_the_same_form_again(database, is_by_us):
    taste, dana, once = await a_session(), await a_trainer(), random_nonce()
    if is_by_us:
        first = await adding.walk_in(taste, name='Grace Okafor', once=once, by=dana, now=DURING)
        await walk_ins.take_off(first, by=dana, now=DURING)
        second = await adding.walk_in(taste, name='Grace Okafor', once=once, by=dana, now=DURING)
        await walk_ins.put_back(first, by=dana, now=DURING)
    else:
        first = (await adding.add(taste, name='Grace Okafor', once=once, by=dana, now=MONDAY)).registration_id
        await cancel(first, by_us=True, by=dana, now=MONDAY)
        second = (await adding.add(taste, name='Grace Okafor', once=once, by=dana, now=MONDAY)).registration_id
    assert first != second and await fetchval(GRACES) == 2


async def test_somebody_in_line_is_told_the_place_again(database):
    taste, dana, once = await a_session(capacity=1), await a_trainer(), random_nonce()
    await adding.add(taste, name='Ana Reyes', by=dana, now=MONDAY)
    told = [await adding.add(taste, name='Grace Okafor', once=once, by=dana, now=MONDAY) for _again in range(2)]
    assert told[0] == told[1] and told[0].place_in_line == 1


async def taps(verb, now, onces: list[bytes | None]) -> int:
    """As many taps at once as there are nonces; how many people of that name there are then."""
    await execute("insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())")
    taste, dana = await a_session(), await a_trainer()
    await asyncio.gather(*(verb(taste, name='Grace Okafor', once=once, by=dana, now=now) for once in onces))
    assert await fetchval('select count(*) from registration') == await fetchval(GRACES)
    return await fetchval(GRACES)


@pytest.mark.parametrize(('verb', 'now'), [(adding.walk_in, DURING), (adding.add, MONDAY)])
async def test_several_taps_at_once_add_one_person_and_without_the_nonce_several(pool, postgres, verb, now):
    async with another_database(postgres):
        assert await taps(verb, now, [random_nonce()] * 5) == 1
    async with another_database(postgres):
        assert await taps(verb, now, [None] * 5) == 5
