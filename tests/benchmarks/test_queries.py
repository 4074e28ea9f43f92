"""How many questions each page asks the database; a page that begins to ask for each of its rows is noticed here."""

import datetime

import pytest

from coaching.kit import clock
from coaching.kit.database import fetchval
from coaching.kit.tokens import link_token
from tests.funnel.world import HOUR, NOON, a_session, a_trainer, came, signs_up
from tests.queries import counted
from tests.signing import COORDINATOR, TRAINER, sign_in

PEOPLE = ('Ana Reyes', 'Ben Ito', 'Cleo Marsh', 'Dov Stone', 'Eli Ross', 'Faye Glen')
NOW = NOON + HOUR / 2
THE_NETWORK = 'from network where id = 1'  # asked every two seconds, by whichever page comes then

VISITS = {
    '/sessions': 1,
    '/sessions/{next}': 1,
    '/sessions/{next}/sign-up': 1,
    '/sign-ups/{link}': 3,
}
AT_THE_DESK = {
    '/train': 4,
    '/train/sessions/{now}': 3,
    '/train/ready/intro': 2,
    '/train/ready/training': 2,
    '/reports/funnel': 8,
}
SIGN_UP, TAP, TAKEN_BACK, LETTER = 8, 10, 10, 6


@pytest.fixture
async def town(client, monkeypatch) -> dict[str, object]:
    """A session that has begun with six people, of whom three came, and one that is coming."""
    now, coming = await a_session(starts_at=NOON), await a_session(starts_at=NOON + datetime.timedelta(days=7))
    dana = await a_trainer('Dana Whitaker')
    for name in PEOPLE:
        done = await signs_up(name, now)
        if name in PEOPLE[:3]:
            await came(done.registration_id, dana, at=NOW)
    nonce = await fetchval('select nonce from registration where id = $1', done.registration_id)
    monkeypatch.setattr(clock, 'now', lambda: NOW)
    return {'now': now, 'next': coming, 'last': done.registration_id, 'link': link_token('registration', done.registration_id, nonce)}


async def asked(client, method: str, path: str, fields: dict[str, str] | None = None, **headers: str) -> int:
    """How many questions one request asks."""
    async with counted() as found:
        answer = await client.request(method, path, data=fields, headers=headers)
    assert answer.status_code in (200, 303), answer.text
    return len([one for one in found if THE_NETWORK not in one])


async def test_the_pages_of_the_public(client, town):
    assert {path: await asked(client, 'GET', path.format(**town)) for path in VISITS} == VISITS


async def test_the_pages_of_the_desk(client, town):
    await sign_in(client, 'Dana Whitaker', TRAINER, COORDINATOR, now=NOW)
    assert {path: await asked(client, 'GET', path.format(**town)) for path in AT_THE_DESK} == AT_THE_DESK


async def test_a_sign_up_with_everything_it_does(client, town):
    fields = {'name': 'Gus Thorn', 'email': 'gus@example.org', 'language': 'en', 'group': 'Oak Street School'}
    assert await asked(client, 'POST', f'/sessions/{town["next"]}/sign-up', fields) == SIGN_UP


async def test_a_tap_and_the_tap_that_takes_it_back(client, town):
    await sign_in(client, 'Dana Whitaker', TRAINER, now=NOW)
    path, who = f'/train/sessions/{town["now"]}/marks', str(town['last'])
    taps = [await asked(client, 'POST', path, {'registration': who, 'mark': mark}, **{'X-Fragment': 'room'}) for mark in ('here', 'none')]
    assert taps == [TAP, TAKEN_BACK]


async def test_a_letter_to_everybody_of_a_session(client, town):
    await sign_in(client, 'Dana Whitaker', TRAINER, now=NOW)
    fields = {'to_group': 'all', 'subject': 'See you', 'body': 'Bring a cup.'}
    assert await asked(client, 'POST', f'/train/sessions/{town["now"]}/letters/sent', fields) == LETTER
