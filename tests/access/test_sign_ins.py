"""A sign-in is new each time it begins, and when it ends it ends for whatever is still under way."""

from __future__ import annotations

import datetime

import httpx
import pytest

from coaching.accounts import commands, cookies, secrets
from coaching.accounts.queries import presence, sign_in_request
from coaching.kit import access, clock, tokens
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import execute, fetchval
from coaching.people.commands import erase
from tests.access.asking import ask, digests, filled, form_of
from tests.access.slow import Slow
from tests.access.world import House

HERE = 'localhost.local'
MADE_UP = 'chosen-by-somebody-else'
NADIA = 'nadia-brook@example.org'


async def newest_letter() -> tuple[str, str]:
    """Code and path of the letter that was promised last."""
    asked = await sign_in_request(await fetchval('select max(id) from sign_in_request'))
    assert asked
    return secrets.code(asked.id, asked.nonce), secrets.sign_in_url(asked.id, asked.nonce).removeprefix('http://localhost:8000')


async def by_code(browser: httpx.AsyncClient, _house: House) -> httpx.Response:
    await browser.post('/sign-in', data={'email': NADIA})
    return await browser.post('/sign-in/code', data={'code': (await newest_letter())[0]})


async def by_link(browser: httpx.AsyncClient, _house: House) -> httpx.Response:
    await browser.post('/sign-in', data={'email': NADIA})
    return await browser.post((await newest_letter())[1])


async def by_invitation(browser: httpx.AsyncClient, house: House) -> httpx.Response:
    return await browser.post(filled('POST /invitations/{token}', house))


async def by_set_up(browser: httpx.AsyncClient, house: House) -> httpx.Response:
    await execute('update network set set_up_at = null')
    form = {**form_of(house), 'network': 'Prairie', 'email': 'sam@example.org'}
    return await browser.post(filled('POST /set-up/{token}', house), data=form)


async def is_signed_in(browser: httpx.AsyncClient, token: str) -> bool:
    """Whether a browser that brings this is somebody."""
    return (await ask(browser, 'GET /me', '/me', token, {})).status_code == 200


async def left_over(browser: httpx.AsyncClient, house: House, door, planted: str) -> tuple[bool, bool]:
    """Whether somebody is signed in by this door, in a browser that held this before; and whether what it held signs them in too."""
    browser.cookies.clear()
    browser.cookies.set(cookies.name(), planted, domain=HERE)
    entered = await door(browser, house)
    assert entered.status_code == 303, entered.text
    return await is_signed_in(browser, browser.cookies[cookies.name()]), await is_signed_in(browser, planted)


@pytest.mark.parametrize('door', [by_code, by_link, by_invitation, by_set_up])
@pytest.mark.parametrize('what', ['made up', 'somebody’s own'])
async def test_what_a_browser_held_before_opens_nothing_after_somebody_signed_in_with_it(client, house, door, what):
    planted = MADE_UP if what == 'made up' else house.cookies['no role']
    assert await is_signed_in(client, planted) is (what != 'made up')
    assert await left_over(client, house, door, planted) == (True, False)
    assert await presence(tokens.digest(MADE_UP)) is None


async def test_a_house_that_kept_what_a_browser_brought_would_be_found_out(client, house, monkeypatch):
    monkeypatch.setattr(tokens, 'random_token', lambda: MADE_UP)
    assert await left_over(client, house, by_link, MADE_UP) == (True, True)


async def test_each_sign_in_has_a_token_of_its_own_and_only_its_digest_is_kept(client, house):
    given = []
    for _ in range(2):
        client.cookies.clear()
        await by_link(client, house)
        given.append(client.cookies[cookies.name()])
    kept = await fetchval("select string_agg(row_to_json(s)::text, ' ') from sign_in s")
    assert (len(set(given)), [token in kept for token in given]) == (2, [False, False])


async def leave(browser: httpx.AsyncClient, house: House, _trainer: Actor) -> None:
    assert (await ask(browser, 'POST /sign-out', '/sign-out', house.cookies['trainer'], {})).status_code == 303


async def end_all(browser: httpx.AsyncClient, house: House, trainer: Actor) -> None:
    """From another browser of the same person."""
    assert trainer.account_id
    other = (await commands.begin_sign_in(trainer.account_id, device='Safari', now=clock.now())).token
    assert (await ask(browser, 'POST /me/sign-ins/end', '/me/sign-ins/end', other, {})).status_code == 303


async def take_role(browser: httpx.AsyncClient, house: House, trainer: Actor) -> None:
    held = await fetchval('select id from role_grant where account_id = $1', trainer.account_id)
    path = f'/setup/roles/{held}/end'
    assert (await ask(browser, f'POST {path}', path, house.cookies['coordinator'], {})).status_code == 303


async def close_account(browser: httpx.AsyncClient, house: House, trainer: Actor) -> None:
    path = f'/setup/people/{trainer.person_id}/account/close'
    assert (await ask(browser, f'POST {path}', path, house.cookies['coordinator'], {})).status_code == 303


async def move_address(_browser: httpx.AsyncClient, _house: House, trainer: Actor) -> None:
    assert trainer.account_id
    await commands.change_address(trainer.account_id, 'tess@elsewhere.example', by=SYSTEM, now=clock.now())


async def forget(_browser: httpx.AsyncClient, _house: House, trainer: Actor) -> None:
    assert trainer.person_id
    await erase(trainer.person_id, asked_by='the person', by=SYSTEM, now=clock.now())


@pytest.fixture
async def trainer(house) -> Actor:
    """Whoever is signed in as the trainer."""
    found = await presence(tokens.digest(house.cookies['trainer']))
    assert found
    return found[1]


async def forms_under_way(app, house: House, count: int, **how: float) -> list[Slow]:
    """So many forms of the trainer's, each let in and half sent."""
    path = filled('POST /train/sessions/{session_id}/walk-ins', house, 'trainer')
    fields = {'name': 'Nia Bell', 'email': ''}
    return [await Slow(app, 'POST', path, house.cookies['trainer'], fields, **how).begin() for _ in range(count)]


@pytest.mark.parametrize('ending', [leave, end_all, take_role, close_account, move_address, forget])
async def test_a_form_that_is_still_coming_when_a_sign_in_ends_writes_nothing(app, client, house, trainer, ending):
    under_way = await forms_under_way(app, house, 3)
    await ending(client, house, trainer)
    before = await digests()
    assert [await slow.end() for slow in under_way] == [401] * 3
    assert (await digests() == before, await is_signed_in(client, house.cookies['trainer'])) == (True, False)


async def test_a_house_that_asks_only_at_the_door_would_be_found_out(app, client, house, trainer, monkeypatch):
    monkeypatch.setattr(access, 'SLOW_SECONDS', 60.0)
    under_way = await forms_under_way(app, house, 2)
    await take_role(client, house, trainer)
    before = await digests()
    assert [await slow.end() for slow in under_way] == [303] * 2
    assert await digests() != before


async def test_a_slow_form_of_somebody_who_stays_is_taken(app, client, house):
    before = await digests()
    assert [await slow.end() for slow in await forms_under_way(app, house, 2)] == [303] * 2
    assert await digests() != before


async def test_of_twenty_pages_under_way_none_brings_a_sign_in_back(app, client, house):
    now = clock.now()
    old = house.cookies['trainer']
    await execute('update sign_in set rotated_at = $2 where token_digest = $1', tokens.digest(old), now - datetime.timedelta(hours=5))
    pages = [await Slow(app, 'GET', '/train', old, pause=0).begin() for _ in range(20)]
    changed = [page.cookie for page in pages if page.cookie]
    assert (len(changed), await is_signed_in(client, changed[0])) == (1, True)
    assert (await ask(client, 'POST /sign-out', '/sign-out', old, {})).status_code == 303
    assert [await page.end() for page in pages] == [200] * 20
    assert [await is_signed_in(client, token) for token in (*changed, old)] == [False] * 2


async def test_a_letter_to_sign_in_with_opens_nothing_once_the_account_is_closed(client, house, trainer):
    await client.post('/sign-in', data={'email': 'tess-moreno@example.org'})
    code, path = await newest_letter()
    await close_account(client, house, trainer)
    before = await digests()
    assert [(await ask(client, f'{method} {path}', path, '', {})).status_code for method in ('GET', 'POST')] == [410, 410]
    assert await digests() == before
