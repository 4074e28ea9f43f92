"""Pages for everybody are made once for the same facts, and anew as soon as anything on them would be different."""

import gzip

import pytest
from litestar import Request, get

from coaching.kit import access, pages
from coaching.kit.pages import around, flash, remembering
from coaching.kit.pages.remembering import page_of
from tests.kit.small import TRAINER, browser, small_app, templates

PAGE = "<h1>{{ spots }} left</h1>{{ actor.name }} {{ say }} {{ network.name }} {{ url('/x') }} {{ 'Small tables. ' * 100 }}"
made: list[int] = []
spots = 5


@get(['/x', '/y'], opt=access.ANYONE)
async def show(request: Request) -> pages.Page:
    def tell() -> dict[str, object]:
        made.append(spots)
        return {'spots': spots}

    return page_of(request, 'x.html', spots, tell)


@pytest.fixture(autouse=True)
def afresh(monkeypatch):
    made.clear()
    remembering.forget()
    around.set_network(None)
    with templates(x=PAGE):
        yield
    remembering.forget()
    around.set_network(None)


async def seen(*paths: str, actor: access.Actor = access.PUBLIC, **headers: str) -> list[str]:
    async with browser(small_app(show, actor=actor), **headers) as client:
        return [(await client.get(path)).text for path in paths]


async def test_the_same_facts_are_made_into_a_page_once():
    first, second = await seen('/x', '/x')
    assert first == second and made == [5]


async def test_other_facts_another_address_or_another_language_is_another_page(monkeypatch):
    before = await seen('/x', '/x?tz=America/Denver', '/y', '/es/x')
    assert len(made) == 4 and '/es/x' in before[3]
    monkeypatch.setitem(globals(), 'spots', 4)
    assert '<h1>4 left</h1>' in (await seen('/x'))[0] and '<h1>5 left</h1>' in before[0]


async def test_a_network_with_another_name_is_on_every_page_at_once(monkeypatch):
    assert 'Café Path' in (await seen('/x'))[0]
    monkeypatch.setattr(around, '_network', around.Network('Prairie Cafés'))
    assert 'Prairie Cafés' in (await seen('/x'))[0]


async def test_whoever_is_signed_in_or_is_told_something_gets_a_page_of_their_own():
    cookie = flash.written('Dana is here')
    told = (await seen('/x', cookie=f'{cookie.key}={cookie.value}'))[0]
    hers = (await seen('/x', actor=TRAINER))[0]
    assert 'Dana is here' in told and 'Dana' in hers
    assert 'Dana' not in (await seen('/x'))[0] and len(made) == 3


async def test_only_so_many_pages_are_remembered_and_the_one_asked_for_last_longest(monkeypatch):
    monkeypatch.setattr(remembering, 'MOST', 2)
    await seen('/x?n=1', '/x?n=2', '/x?n=1', '/x?n=3', '/x?n=1')
    assert len(made) == 3
    await seen('/x?n=2')
    assert len(made) == 4


async def test_what_many_get_is_packed_once_and_each_copy_is_of_another_length():
    async with browser(small_app(show), accept_encoding='gzip') as client:
        answers = [await client.get('/x') for _ in range(12)]
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers['content-length'] for answer in answers}) > 1


async def test_a_packed_page_is_what_other_programs_can_unpack():
    app = small_app(show)
    sent: list[dict] = []

    async def send(message):
        sent.append(message)

    headers = [(b'host', b'localhost'), (b'accept-encoding', b'gzip')]
    scope = {
        'type': 'http', 'method': 'GET', 'path': '/x', 'raw_path': b'/x', 'query_string': b'', 'headers': headers, 'scheme': 'http',
        'client': ('127.0.0.1', 1), 'server': ('localhost', 8000), 'root_path': '', 'http_version': '1.1', 'state': {},
    }  # fmt: skip
    await app(scope, None, send)
    assert gzip.decompress(sent[1]['body']).startswith(b'<h1>5 left</h1>')
