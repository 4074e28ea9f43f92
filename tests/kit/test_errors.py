"""Whatever goes wrong is told kindly: to people as a page, to programs as problem+json."""

import asyncpg
import httpx
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from litestar import get, post
from litestar.exceptions import HTTPException, ImproperlyConfiguredException

from coaching.kit import access, errors
from coaching.kit.errors import safe_next
from coaching.kit.limits import TooMany
from coaching.kit.pages import environment
from coaching.kit.refusal import Reason, Refused
from tests.kit.small import TRAINER, app, browser, small_app, templates


class NoPlace(Reason):
    FULL = '%(name)s has no spot left.'


@pytest.fixture(autouse=True)
def pages():
    with templates():
        yield


async def told(error, *, method='GET', accept='text/html', path='/x', **headers):
    """What a visitor gets where a handler raises this."""

    @get('/x', opt=access.ANYONE)
    async def read() -> None:
        raise error

    @post('/x', opt=access.ANYONE)
    async def write() -> None:
        raise error

    async with browser(small_app(read, write), Accept=accept, **headers) as client:
        return await client.request(method, path)


@pytest.mark.parametrize('code', [400, 403, 404, 405, 408, 409, 413, 422, 429, 431, 500, 503, 418, 502])
async def test_every_code_has_a_page_with_a_title_a_sentence_and_a_way_on(code):
    answer = await told(HTTPException(status_code=code))
    assert answer.status_code == code
    assert answer.headers['content-type'] == 'text/html; charset=utf-8'
    assert '<a href="/">Go to the first page</a>' in answer.text


async def test_no_page_of_errors_says_what_our_words_avoid():
    for title, sentence in [*errors.problems.SAID.values(), *errors.problems.SPECIAL.values()]:
        assert not any(word in f'{title} {sentence}'.lower() for word in ('please', 'sorry', 'invalid', 'forbidden', 'oops', 'error'))


async def test_a_page_is_in_the_language_of_its_address():
    answer = await told(HTTPException(status_code=404), path='/es/x')
    assert 'No encontramos esa página' in answer.text
    assert '<a href="/es">Ir a la primera página</a>' in answer.text


async def test_a_program_is_told_in_json():
    answer = await told(HTTPException(status_code=404), accept='application/json')
    assert answer.headers['content-type'] == 'application/problem+json'
    assert answer.json() == {
        'type': 'about:blank',
        'title': 'We could not find that page',
        'status': 404,
        'detail': 'The address may be old, or a letter in it may be missing.',
        'request_id': answer.headers['x-request-id'],
    }


@pytest.mark.parametrize(
    ('accept', 'is_page'),
    [('*/*', True), ('', True), ('text/html, application/json', True), ('\xff', True)]
    + [('application/problem+json', False), ('Application/JSON;q=0.1', False)],
)
async def test_people_are_told_in_pages(accept, is_page):
    async with browser(app()) as client:
        answer = await client.get('/nowhere', headers={'Accept': accept.encode('latin-1')})
    assert answer.headers['content-type'] == ('text/html; charset=utf-8' if is_page else 'application/problem+json')


async def test_a_rules_reason_is_the_title_and_its_name_is_for_programs():
    page = await told(Refused(NoPlace.FULL, name='<Maple & Co>'), method='POST', Referer='http://localhost:8000/sessions/7?x=1')
    assert (page.status_code, '<h1>&lt;Maple &amp; Co&gt; has no spot left.</h1>' in page.text) == (409, True)
    assert '<a href="/sessions/7?x=1">Go back</a>' in page.text
    told_json = (await told(Refused(NoPlace.FULL, name='Maple'), accept='application/json')).json()
    assert (told_json['title'], told_json['detail'], told_json['reason']) == ('Maple has no spot left.', 'Nothing was changed.', 'FULL')


@pytest.mark.parametrize(('seconds', 'words'), [(20, 'in one minute'), (89, 'in one minute'), (300, 'in 5 minutes')])
async def test_who_tries_too_often_is_told_when_to_come_back(seconds, words):
    answer = await told(TooMany(seconds))
    assert (answer.status_code, answer.headers['retry-after'], words in answer.text) == (429, str(seconds), True)


@pytest.mark.parametrize(
    'error',
    [
        ConnectionRefusedError(),
        TimeoutError(),
        FileNotFoundError(2, 'No such file or directory'),
        OSError('Multiple exceptions'),
        asyncpg.CannotConnectNowError(),
        asyncpg.ConnectionDoesNotExistError(),
        asyncpg.AdminShutdownError(),
        asyncpg.TooManyConnectionsError(),
        asyncpg.DiskFullError(),
        asyncpg.SerializationError(),
        asyncpg.InterfaceError('connection is closed'),
        asyncpg.InternalClientError('cannot switch to state 7; another operation (2) is in progress'),
    ],
)
async def test_a_database_that_is_away_is_a_short_wait(error):
    answer = await told(error)
    assert (answer.status_code, answer.headers['retry-after'], 'We will be right back' in answer.text) == (503, '30', True)


@pytest.mark.parametrize(
    'error',
    [
        ValueError('Dana Whitaker'),
        FileNotFoundError(2, 'No such file', 'guide.md'),
        asyncpg.InterfaceError('another operation is in progress'),
        asyncpg.UniqueViolationError('Key (email)=(dana@example.org)'),
        ImproperlyConfiguredException('Dana Whitaker'),
    ],
)
async def test_a_mistake_of_ours_is_logged_and_says_nothing_of_itself(error):
    with structlog.testing.capture_logs() as lines:
        answer = await told(error)
    assert (answer.status_code, answer.headers['x-request-id'] in answer.text) == (500, True)
    assert not any(word in answer.text for word in ('Dana', 'guide', 'Key', 'Error'))
    assert [line['event'] for line in lines] == ['unexpected', 'answered']


async def test_a_number_in_an_address_that_no_row_can_have_is_no_page():
    error = asyncpg.DataError('invalid input for query argument $1: 99999999999999999999 (value out of int64 range)')
    assert (await told(error)).status_code == 404
    assert (await told(asyncpg.DataError('invalid input for query argument $1'))).status_code == 500


async def test_a_page_of_errors_that_breaks_still_tells_what_is_wrong():
    with templates(errors__error='{{ nothing_of_that_name }}'):
        answer = await told(Refused(NoPlace.FULL, name='<script>'))
    assert (answer.status_code, '<h1>&lt;script&gt; has no spot left.</h1>' in answer.text) == (409, True)


# -- who may not come in


async def test_a_stranger_is_led_to_the_sign_in_and_back():
    async with browser(app()) as client:
        answer = await client.get('/es/my-own?day=2026-11-20&q=ñ')
        assert answer.status_code == 303
        assert answer.headers['location'] == '/es/sign-in?next=/es/my-own%3Fday%3D2026-11-20%26q%3D%25C3%25B1'
        assert (await client.head('/my-own')).headers['location'] == '/sign-in?next=/my-own'


async def test_a_stranger_who_writes_is_shown_the_way_to_the_sign_in():
    @post('/mine', opt=access.SIGNED_IN)
    async def mine() -> None:
        return None

    async with browser(small_app(mine), Referer='http://localhost:8000/train/sessions/7') as client:
        answer = await client.post('/mine')
    assert (answer.status_code, '<a href="/sign-in?next=/train/sessions/7">Sign in</a>' in answer.text) == (401, True)


async def test_a_strange_program_is_told_401():
    async with browser(app(), Accept='application/json') as client:
        assert (await client.get('/my-own')).status_code == 401


async def test_somebody_without_the_role_reads_a_kind_page():
    @get('/set-up', opt=access.roles('coordinator'))
    async def set_up() -> None:
        return None

    async with browser(small_app(set_up, actor=TRAINER)) as client:
        answer = await client.get('/set-up')
    assert (answer.status_code, 'This page is for someone else' in answer.text) == (403, True)


@pytest.mark.parametrize(
    'path', ['/', '/train', '/sessions/7?tz=America/Denver#when', '/es/my', '/a//b', '/%2F/evil.example', '/;//x', '/@evil.example', '/ñ']
)
def test_a_path_of_ours_is_gone_on_to(path):
    assert safe_next(path) == path


@pytest.mark.parametrize(
    'text',
    ['', None, 'train', 'https://evil.example', '//evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example']
    + ['/\n/evil.example', ' /train', '/train ', '/\x00', '/\x7f', 'javascript:alert(1)', '/' + 'x' * 500, '/a\\b', '///evil.example']
    + ['\u2028/x'],
)
def test_anything_else_leads_home(text):
    assert safe_next(text) == '/'
    assert safe_next(text, '/train') == '/train'


@given(st.text(alphabet='/\\.:@a% \t\r\n?#\x00', max_size=12))
def test_no_text_leads_a_browser_elsewhere(text):
    """The rules of browsers (WHATWG URL): tab and line ends vanish, and a backslash is a slash."""
    base = httpx.URL('https://cafe.example.org/sign-in')
    seen = ''.join(letter for letter in safe_next(text) if letter not in '\t\r\n').replace('\\', '/').strip(' \x00')
    assert not seen.startswith('//')
    assert base.join(seen).host == 'cafe.example.org'


def test_the_template_of_errors_is_one_of_the_products():
    assert (environment.TEMPLATES / errors.TEMPLATE).is_file()
