"""No form of another site writes here in somebody's name: every handler that writes refuses what does not come from our own pages."""

from __future__ import annotations

import httpx
import pytest

from coaching.accounts import cookies
from coaching.kit import csrf
from tests.access import expected
from tests.access.asking import digests, filled, form_of, routes
from tests.access.expected import IN
from tests.access.world import ROLES

FOREIGN = (
    {'Sec-Fetch-Site': 'cross-site'},
    {'Sec-Fetch-Site': 'same-site'},
    {'Sec-Fetch-Site': 'cross-site', 'Origin': 'http://localhost:8000'},
    {'Origin': 'https://elsewhere.example'},
    {'Origin': 'http://localhost.elsewhere.example:8000'},
    {'Origin': 'null'},
)
SILENT: dict[str, str] = {}
WRITING = [route for route in routes() if not route.startswith('GET ')]


@pytest.fixture
async def browser(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """One that says nothing of where a form stood, unless a test says it."""
    del client.headers['Sec-Fetch-Site']
    return client


async def send(browser: httpx.AsyncClient, path: str, token: str, form: dict[str, str], said: dict[str, str]) -> int:
    browser.cookies.clear()
    brought = {'cookie': f'{cookies.name()}={token}'} if token else {}
    return (await browser.post(path, data=form, headers={**brought, **said})).status_code


async def test_every_handler_that_writes_refuses_a_form_of_another_site(browser, house):
    wrong, before, form = [], await digests(tries=True), form_of(house)
    for route in WRITING:
        role = next(role for role in reversed(ROLES) if expected.ROUTES[route][role] == IN)
        path = filled(route, house, role)
        for said in (*FOREIGN, SILENT):
            status = await send(browser, path, house.cookies[role], form, said)
            wrong += [f'{route} with {said} {status}'] if status != 403 else []
        for said in FOREIGN:
            status = await send(browser, path, '', form, said)
            wrong += [f'{route} with {said} and without a sign-in {status}'] if status != 403 else []
    assert (wrong, await digests(tries=True) == before, len(WRITING) > 90) == ([], True, True)


@pytest.mark.parametrize('said', [{'Sec-Fetch-Site': 'same-origin'}, {'Origin': 'http://localhost:8000'}])
async def test_the_same_form_on_our_own_page_is_taken(browser, house, said):
    before = await digests()
    status = await send(browser, '/setup/places', house.cookies['coordinator'], form_of(house), said)
    assert (status, await digests() == before) == (303, False)


async def test_a_house_that_took_every_form_would_be_found_out(browser, house, monkeypatch):
    monkeypatch.setattr(csrf, 'is_foreign', lambda *_request: False)
    before = await digests()
    status = await send(browser, '/setup/places', house.cookies['coordinator'], form_of(house), FOREIGN[0])
    assert (status, await digests() == before) == (303, False)


async def test_a_mail_program_stops_letters_and_says_nothing_of_where_it_is(browser, house):
    before = await digests()
    status = await send(browser, filled('POST /letters/stop/{token}', house), '', {'List-Unsubscribe': 'One-Click'}, SILENT)
    assert (status, await digests() == before) == (200, False)


@pytest.mark.parametrize('method', ['PUT', 'PATCH', 'DELETE'])
async def test_other_methods_that_write_are_refused_as_well(browser, house, method):
    path = filled('POST /setup/places/{place_id}', house)
    brought = {'cookie': f'{cookies.name()}={house.cookies["coordinator"]}', 'Sec-Fetch-Site': 'cross-site'}
    assert (await browser.request(method, path, headers=brought)).status_code == 403
