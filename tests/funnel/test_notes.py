"""A trainer's letter is looked at and sent; a finger that clicks twice sends it once."""

import asyncio
import re

from coaching.funnel.commands import notes
from coaching.kit.database import fetchval
from coaching.kit.tokens import random_nonce
from tests.another_database import another_database
from tests.funnel.test_offerings_pages import said_after
from tests.funnel.world import MONDAY, a_session, a_trainer, signs_up

WORDS = {'to_group': 'all', 'subject': 'See you', 'body': 'Bring a cup.'}
PROMISED = "select count(*) from promise where kind = 'trainer-note'"


async def test_a_second_click_on_send_it_says_the_same_and_sends_nothing_more(dana):
    taste = await a_session()
    for name in ('Ana Reyes', 'Ben Ito'):
        await signs_up(name, taste)
    path = f'/train/sessions/{taste}/letters'
    (nonce,) = re.findall('name="nonce" value="([^"]+)"', (await dana.post(path, data=WORDS)).text)
    for _click in range(2):
        answer = await dana.post(f'{path}/sent', data=WORDS | {'nonce': nonce})
        assert (await said_after(dana, answer)).startswith('Your email goes to 2 people. ')
    assert await fetchval(PROMISED) == 2
    (other,) = re.findall('name="nonce" value="([^"]+)"', (await dana.post(path, data=WORDS)).text)
    await dana.post(f'{path}/sent', data=WORDS | {'nonce': other})
    assert await fetchval(PROMISED) == 4


async def clicks(nonces: list[bytes | None]) -> tuple[list[int], int, int]:
    """Send it as often as there are nonces, all at once; what was answered, and how many letters and promises there are."""
    taste, dana = await a_session(), await a_trainer()
    await signs_up('Ana Reyes', taste)
    told = await asyncio.gather(*(notes.write(taste, **WORDS, nonce=one, by=dana, now=MONDAY) for one in nonces))
    return told, await fetchval('select count(*) from session_letter'), await fetchval(PROMISED)


async def test_two_clicks_at_once_send_it_once(pool, postgres):
    async with another_database(postgres):
        assert await clicks([random_nonce()] * 4) == ([1] * 4, 1, 1)


async def test_without_the_nonce_each_click_sends_it(pool, postgres):
    async with another_database(postgres):
        assert await clicks([None] * 4) == ([1] * 4, 4, 4)
