"""What holds for every request and every answer, whatever the application does."""

import dataclasses

import pytest
import structlog
from litestar import get
from litestar.datastructures import CacheControlHeader
from litestar.response import Response

from coaching.kit import access, words
from coaching.kit.asgi import asking, wrapped
from coaching.kit.asgi.answering import HELD_AT_MOST
from coaching.kit.settings import settings
from tests.kit.small import TRAINER, app, browser, small_app, templates


@pytest.fixture(autouse=True)
def pages():
    with templates():
        yield


# -- hosts


@pytest.mark.parametrize(
    ('host', 'code'),
    [
        ('localhost', 200),
        ('localhost:8000', 200),
        ('LocalHost:1', 200),
        ('127.0.0.1:65535', 200),
        ('[::1]:8000', 200),
        ('evil.example', 400),
        ('localhost.evil.example', 400),
        ('localhost:8000@evil.example', 400),
        ('localhost:port', 400),
        ('[::1', 400),
        ('::1', 400),
        ('', 400),
        ('localhost/', 400),
    ],
)
async def test_only_our_own_names_are_answered_whatever_the_port(host, code):
    async with browser(app()) as client:
        assert (await client.get('/sessions', headers={'Host': host})).status_code == code


async def test_the_host_of_the_base_url_is_ours():
    ours = dataclasses.replace(settings(), base_url='https://cafe.example.org')
    async with browser(app(settings=ours)) as client:
        assert (await client.get('/sessions', headers={'Host': 'cafe.example.org'})).status_code == 200
        assert (await client.get('/sessions', headers={'Host': 'Cafe.Example.org:443'})).status_code == 200


async def test_two_hosts_or_none_are_refused():
    scope = {'type': 'http', 'method': 'GET', 'path': '/', 'query_string': b'', 'scheme': 'http', 'headers': [(b'host', b'localhost')] * 2}
    assert asking.why_not_answer(scope, asking.ALWAYS_HERE, '').status_code == 400
    assert asking.why_not_answer({**scope, 'headers': []}, asking.ALWAYS_HERE, '').status_code == 400
    assert asking.why_not_answer({**scope, 'headers': [(b'host', b'localhost')]}, asking.ALWAYS_HERE, '') is None


# -- methods, numbers, headers


async def test_head_is_get_without_the_body():
    async with browser(app(), Accept_Encoding='identity') as client:
        whole, head = await client.get('/sessions'), await client.head('/sessions')
    assert (head.status_code, head.content) == (200, b'')
    assert {name: head.headers[name] for name in ('etag', 'content-length', 'content-type')} == {
        name: whole.headers[name] for name in ('etag', 'content-length', 'content-type')
    }


async def test_every_request_has_a_number_of_ours_also_where_there_is_no_page():
    async with browser(app(), X_Request_ID='mine') as client:
        first, second, nowhere = await client.get('/asked'), await client.get('/asked'), await client.get('/nowhere')
    numbers = [answer.headers['x-request-id'] for answer in (first, second, nowhere)]
    assert len({*numbers, 'mine'}) == 4
    assert first.json()['request_id'] == numbers[0]
    assert numbers[2] in nowhere.text


@pytest.mark.parametrize(
    ('path', 'host'), [('/sessions', 'localhost'), ('/nowhere', 'localhost'), ('/my-own', 'localhost'), ('/', 'evil.example')]
)
async def test_every_answer_carries_the_protective_headers(path, host):
    async with browser(app()) as client:
        headers = (await client.get(path, headers={'Host': host})).headers
    assert headers['content-security-policy'].startswith("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;")
    assert 'unsafe' not in headers['content-security-policy']
    assert headers['referrer-policy'] == 'same-origin'
    assert headers['x-content-type-options'] == 'nosniff'
    assert 'strict-transport-security' not in headers


async def test_https_is_asked_for_from_now_on_where_the_site_has_it():
    async with browser(app(settings=dataclasses.replace(settings(), base_url='https://localhost'))) as client:
        assert (await client.get('/sessions')).headers['strict-transport-security'] == 'max-age=31536000'


async def test_a_page_may_say_otherwise_once():
    @get('/styled', opt=access.ANYONE, media_type='text/html', cache_control=CacheControlHeader(max_age=60, public=True))
    async def styled() -> Response[str]:
        return Response('x', headers={'Referrer-Policy': 'no-referrer'})

    async with browser(small_app(styled)) as client:
        headers = (await client.get('/styled')).headers
    assert headers.get_list('referrer-policy') == ['no-referrer']
    assert headers.get_list('cache-control') == ['max-age=60, public']


@pytest.mark.parametrize(
    ('path', 'actor', 'kept'),
    [
        ('/sessions', access.PUBLIC, 'private, no-cache'),
        ('/sessions', TRAINER, 'no-store'),
        ('/my-own', TRAINER, 'no-store'),
        ('/sign-ups/abc', access.PUBLIC, 'no-store'),
        ('/nowhere', access.PUBLIC, 'private, no-cache'),
    ],
)
async def test_what_is_for_one_person_is_not_kept_by_the_browser(path, actor, kept):
    async with browser(app(actor=actor)) as client:
        assert (await client.get(path)).headers['cache-control'] == kept


@pytest.mark.parametrize('method', ['OPTIONS', 'TRACE', 'PROPFIND'])
async def test_methods_that_nobody_needs_are_refused(method):
    async with browser(app()) as client:
        answer = await client.request(method, '/sessions')
    assert (answer.status_code, answer.headers['allow']) == (405, 'GET, HEAD, POST, PUT, PATCH, DELETE')


async def test_a_form_from_another_site_is_refused_before_anybody_looks_for_its_page():
    async with browser(app()) as client:
        for path in ('/write', '/nowhere'):
            answer = await client.post(path, headers={'Sec-Fetch-Site': 'cross-site'})
            assert (answer.status_code, 'This came from another site' in answer.text) == (403, True)
    async with browser(app(), Origin='http://localhost:8000') as client:
        del client.headers['Sec-Fetch-Site']
        assert (await client.post('/write')).status_code == 200
        assert (await client.post('/write', headers={'Origin': 'http://localhost'})).status_code == 403


# -- languages


@pytest.mark.parametrize(
    ('path', 'seen'),
    [
        ('/asked', ('/asked', '', 'en', 'en')),
        ('/es/asked', ('/asked', '/es', 'es', 'es')),
        ('/%65s/asked', ('/asked', '/es', 'es', 'es')),
    ],
)
async def test_the_language_is_taken_off_the_path(path, seen):
    async with browser(app()) as client:
        told = (await client.get(path)).json()
    assert (told['path'], told['prefix'], told['language'], told['spoken']) == seen


def test_only_languages_other_than_english_stand_at_the_head_of_a_path():
    heads = {path: asking.split_language(path) for path in ('/es', '/es/', '/es/es', '/en/x', '/espresso', '/', '', '/xx/x')}
    assert heads == {
        '/es': ('/es', '/'), '/es/': ('/es', '/'), '/es/es': ('/es', '/es'), '/en/x': ('', '/en/x'),
        '/espresso': ('', '/espresso'), '/': ('', '/'), '': ('', ''), '/xx/x': ('', '/xx/x'),
    }  # fmt: skip


async def test_the_signed_in_are_spoken_to_in_their_own_language_unless_the_address_says_otherwise():
    async with browser(app(actor=dataclasses.replace(TRAINER, language='es'))) as client:
        assert (await client.get('/asked')).json()['spoken'] == 'es'
    async with browser(app(actor=TRAINER)) as client:
        assert (await client.get('/asked')).json()['spoken'] == 'en'
        assert (await client.get('/es/asked')).json()['spoken'] == 'es'
    assert words.language() == 'en'


# -- the log


async def test_one_line_says_what_was_asked_without_who_or_which():
    with structlog.testing.capture_logs() as lines:
        async with browser(app()) as client:
            await client.get('/sign-ups/SECRET?q=SECRET')
            await client.head('/nowhere/SECRET')
            await client.get('/quiet')
    assert 'SECRET' not in str(lines)
    assert [(line['event'], line['method'], line['route'], line['status']) for line in lines] == [
        ('answered', 'GET', '/sign-ups/{token}', 200),
        ('answered', 'HEAD', '', 404),
    ]


# -- when the application falls over


async def test_what_breaks_outside_of_any_handler_is_still_a_kind_page():
    async def broken(scope, receive, send):
        await send({'type': 'http.response.start', 'status': 200, 'headers': []})
        await send({'type': 'http.response.debug', 'info': {}})
        raise RuntimeError('after its head, before its body')

    async with browser(wrapped(broken, settings())) as client:
        answer = await client.get('/')
    assert (answer.status_code, 'Something went wrong on our side' in answer.text) == (500, True)


async def test_what_breaks_in_the_middle_of_an_answer_is_cut_off():
    async def broken(scope, receive, send):
        await send({'type': 'http.response.start', 'status': 200, 'headers': []})
        await send({'type': 'http.response.body', 'body': bytes(HELD_AT_MOST + 1), 'more_body': True})
        raise RuntimeError

    sent = []

    async def send(message):
        sent.append(message['type'])

    scope = {'type': 'http', 'method': 'GET', 'path': '/', 'query_string': b'', 'scheme': 'http', 'headers': [(b'host', b'localhost')]}
    with pytest.raises(RuntimeError):
        await wrapped(broken, settings())(scope, None, send)
    assert sent == ['http.response.start', 'http.response.body']


async def test_there_are_no_websockets_and_the_lifespan_is_the_applications_own():
    seen, sent = [], []

    async def inner(scope, receive, send):
        seen.append(scope['type'])

    async def send(message):
        sent.append(message['type'])

    await wrapped(inner, settings())({'type': 'websocket'}, None, send)
    await wrapped(inner, settings())({'type': 'lifespan'}, None, send)
    assert (seen, sent) == (['lifespan'], ['websocket.close'])


