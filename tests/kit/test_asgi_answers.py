"""The same page again, packed pages, long ones and live ones."""

import asyncio
import gzip

import pytest
from litestar import get
from litestar.response import Response, ServerSentEvent, Stream

from coaching.kit import access
from coaching.kit.asgi.answering import HELD_AT_MOST
from tests.kit.small import PAGE, TRAINER, app, browser, small_app, templates


@pytest.fixture(autouse=True)
def pages():
    with templates():
        yield


async def test_an_unchanged_page_is_not_sent_again():
    async with browser(app()) as client:
        tag = (await client.get('/sessions')).headers['etag']
        for known in (tag, tag.removeprefix('W/'), f'"other", {tag}', '*'):
            again = await client.get('/sessions', headers={'If-None-Match': known})
            assert (again.status_code, again.content, again.headers['etag']) == (304, b'', tag)
            assert 'content-length' not in again.headers and 'content-security-policy' in again.headers
        assert (await client.get('/sessions', headers={'If-None-Match': '"other"'})).status_code == 200


async def test_only_a_page_that_may_be_kept_has_a_mark():
    async with browser(app(actor=TRAINER)) as client:
        assert 'etag' not in (await client.get('/my-own')).headers
        assert 'etag' not in (await client.get('/nowhere')).headers
        assert 'etag' not in (await client.post('/write')).headers


async def test_a_page_with_a_mark_of_its_own_keeps_it():
    @get('/marked', opt=access.ANYONE)
    async def marked() -> Response[str]:
        return Response('x', headers={'ETag': '"seven"'})

    async with browser(small_app(marked)) as client:
        assert (await client.get('/marked')).headers['etag'] == '"seven"'
        assert (await client.get('/marked', headers={'If-None-Match': 'W/"seven"'})).status_code == 304


async def test_a_long_page_is_packed_for_who_can_unpack_it():
    async with browser(app()) as client:
        packed = await client.get('/sessions', headers={'Accept-Encoding': 'br, gzip'})
        plain = await client.get('/sessions', headers={'Accept-Encoding': 'gzip;q=0'})
        short = await client.get('/asked', headers={'Accept-Encoding': 'gzip'})
        head = await client.head('/sessions', headers={'Accept-Encoding': 'gzip'})
    assert (packed.headers['content-encoding'], packed.headers['vary'], packed.text) == ('gzip', 'accept-encoding', PAGE)
    assert int(packed.headers['content-length']) < 300
    assert packed.headers['etag'] == plain.headers['etag']
    assert 'content-encoding' not in plain.headers and plain.text == PAGE
    assert 'content-encoding' not in short.headers
    assert (head.headers['content-encoding'], head.content) == ('gzip', b'')


async def test_the_packed_size_does_not_tell_the_content():
    async with browser(app(), Accept_Encoding='gzip') as client:
        sizes = {(await client.get('/sessions')).headers['content-length'] for _ in range(30)}
    assert len(sizes) > 5


async def test_what_is_packed_already_or_no_text_or_very_long_is_left_alone():
    @get('/packed', opt=access.ANYONE, media_type='text/css')
    async def packed() -> Response[bytes]:
        return Response(gzip.compress(PAGE.encode()), headers={'Content-Encoding': 'gzip'})

    @get('/picture', opt=access.ANYONE, media_type='image/png')
    async def picture() -> bytes:
        return bytes(5000)

    @get('/book', opt=access.ANYONE, media_type='text/html')
    async def book() -> str:
        return 'x' * 600 * 1024

    async with browser(small_app(packed, picture, book), Accept_Encoding='gzip') as client:
        assert (await client.get('/packed')).text == PAGE
        assert 'content-encoding' not in (await client.get('/picture')).headers
        assert 'content-encoding' not in (await client.get('/book')).headers


async def test_a_long_stream_is_passed_on_and_a_short_one_is_held():
    @get('/long', opt=access.ANYONE)
    async def long() -> Stream:
        return Stream((bytes(HELD_AT_MOST // 2 + 1) for _ in range(4)), media_type='text/csv')

    @get('/short', opt=access.ANYONE)
    async def short() -> Stream:
        return Stream((b'row\n' for _ in range(4)), media_type='text/csv')

    async with browser(small_app(long, short)) as client:
        first, second = await client.get('/long'), await client.get('/short')
    assert (len(first.content), 'etag' in first.headers) == (4 * (HELD_AT_MOST // 2 + 1), False)
    assert (second.content, 'etag' in second.headers) == (b'row\n' * 4, True)


async def test_a_live_stream_begins_at_once():
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        await asyncio.sleep(5)

    @get('/live', opt=access.ANYONE)
    async def live() -> ServerSentEvent:
        async def words_as_they_come():
            yield 'here'
            await asyncio.sleep(5)

        return ServerSentEvent(words_as_they_come())

    scope = {'type': 'http', 'method': 'GET', 'path': '/live', 'query_string': b'', 'scheme': 'http', 'headers': [(b'host', b'localhost')]}
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await small_app(live)(scope, receive, send)
    assert b'here' in sent[1]['body']


