"""What cannot be read or is too much is refused kindly, and no bytes whatever make the server fall over."""

import asyncio
import contextlib
import random
import socket

import pytest
import uvicorn
from litestar.exceptions import ClientException

from coaching.kit.asgi.asking import HEAD_AT_MOST
from coaching.kit.asgi.receiving import AT_MOST, within_limits
from tests.kit.small import app, browser, templates

FORM = {'Content-Type': 'application/x-www-form-urlencoded'}


@pytest.fixture(autouse=True)
def pages():
    with templates():
        yield


@pytest.mark.parametrize(
    ('path', 'code'),
    [
        ('/sessions?q=Efra%C3%ADn%20Sol%C3%ADs', 200),
        ('/sessions?q=from%09a%09table', 200),
        ('/sessions?q=100%&%zz', 200),
        ('/sign-ups/%E2%9C%93', 200),
        ('/sign-ups/a%00b', 400),
        ('/sign-ups/a%0d%0ab', 400),
        ('/sign-ups/a%1bb', 400),
        ('/sign-ups/a%7fb', 400),
        ('/sign-ups/a%C2%85b', 400),
        ('/sign-ups/a%09b', 400),
        ('/sign-ups/%ff', 400),
        ('/sign-ups/%C3', 400),
        ('/sign-ups/%ED%A0%80', 400),
        ('/sessions?q=%00', 400),
        ('/sessions?q=%0a', 400),
        ('/sessions?%fe=1', 400),
        ('/nowhere?q=%00', 400),
    ],
)
async def test_control_bytes_and_broken_text_in_an_address_are_refused(path, code):
    async with browser(app()) as client:
        assert (await client.get(path)).status_code == code


async def test_an_address_and_headers_of_more_than_16_kb_are_refused():
    async with browser(app()) as client:
        assert (await client.get('/sessions', headers={'X-Long': 'x' * (HEAD_AT_MOST - 1000)})).status_code == 200
        assert (await client.get('/sessions', headers={'X-Long': 'x' * HEAD_AT_MOST})).status_code == 431
        assert (await client.get('/sessions', headers=[(f'X-{n}', 'x' * 100) for n in range(200)])).status_code == 431
        assert (await client.get('/sessions?q=' + 'x' * HEAD_AT_MOST)).status_code == 431


async def in_pieces(size, piece=64 * 1024):
    for _ in range(size // piece):
        yield bytes(piece)


@pytest.mark.parametrize(
    ('path', 'size', 'code'),
    [
        ('/write', AT_MOST, 200),
        ('/write', AT_MOST + 64 * 1024, 413),
        ('/upload', 6 * AT_MOST, 200),
        ('/upload', 6 * AT_MOST + 64 * 1024, 413),
    ],
)
async def test_a_body_has_a_limit_with_and_without_a_declared_length(path, size, code):
    async with browser(app()) as client:
        assert (await client.post(path, content=bytes(size))).status_code == code
        assert (await client.post(path, content=in_pieces(size))).status_code == code


async def test_a_length_that_is_no_number_is_refused():
    async with browser(app()) as client:
        assert (await client.post('/write', content=b'x', headers={'Content-Length': '-1'})).status_code == 400


@pytest.mark.parametrize('pieces', [[b'a=%00'], [b'a=%', b'00'], [b'a=%0', b'0'], [b'a=\x00'], [b'a=', b'\x00b']])
async def test_a_form_with_nul_is_refused_wherever_the_pieces_break(pieces):
    async def sent():
        for piece in pieces:
            yield piece

    async with browser(app(), **FORM) as client:
        assert (await client.post('/write', content=sent())).status_code == 400
    async with browser(app()) as client:
        assert (await client.post('/write', content=sent(), headers={'Content-Type': 'application/octet-stream'})).status_code == 200


async def test_a_form_may_speak_of_percent():
    async with browser(app(), **FORM) as client:
        assert (await client.post('/write', content=b'a=100%25&b=%2500')).status_code == 200


async def test_a_body_that_does_not_arrive_ends_the_wait():
    async def slow():
        yield b'a'
        await asyncio.sleep(5)

    async with browser(app(patience=0.05)) as client:
        answer = await client.post('/write', content=slow())
    assert (answer.status_code, answer.headers['connection']) == (408, 'close')


async def test_a_whole_body_is_followed_by_whatever_comes_without_a_limit_of_time():
    coming = [{'type': 'http.request', 'body': b'all', 'more_body': False}, {'type': 'http.disconnect'}]

    async def receive():
        await asyncio.sleep(0.03)
        return coming.pop(0)

    body = within_limits({'headers': []}, receive, 0.05)
    assert [(await body())['type'], (await body())['type']] == ['http.request', 'http.disconnect']


async def test_a_visitor_who_leaves_in_the_middle_is_no_fault_of_ours():
    async def receive():
        return {'type': 'http.disconnect'}

    with pytest.raises(ClientException):
        await within_limits({'headers': []}, receive, 1)()


@contextlib.asynccontextmanager
async def served(application):
    """The application behind a real server on a free port."""
    server = uvicorn.Server(uvicorn.Config(application, http='httptools', lifespan='off', log_config=None, access_log=False, ws='none'))
    with socket.create_server(('127.0.0.1', 0)) as listening:
        running = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        await running


async def exchange(port, sent, wait=0.5):
    """Everything that the server answers to these bytes, after which we say no more."""
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(sent)
    answer = b''
    with contextlib.suppress(TimeoutError, ConnectionError):
        await writer.drain()
        async with asyncio.timeout(wait):
            answer = await reader.read()
    writer.close()
    return answer


def codes_in(answer):
    return [int(line[9:12]) for line in answer.split(b'\r\n') if line.startswith(b'HTTP/1.1 ')]


METHODS = [b'GET', b'POST'] * 5 + [b'HEAD', b'OPTIONS', b'PUT', b'get', b'FOO', b'CONNECT', b'TRACE', b'']
PATHS = [b'/sessions', b'/my-own', b'/sign-ups/%ff', b'/es/sign-ups/a', b'/write', b'/upload']
PATHS += [b'/', b'//', b'*', b'http://evil/', b'/\xff', b'/%', b'/..%2f..']
HEADERS = [
    [b'Accept: text/html;q=x', b'Accept: \xff', b'Accept: application/json', b'Accept:'],
    [b'Cookie: \xff=;;;=', b'Cookie: say=a.b; sign-in="', b'Cookie: say=\xff.\xff', b'Cookie: say=a.a', b'Cookie: ' + b'a' * 20000],
    [b'Content-Type: multipart/form-data', b'Content-Type: multipart/form-data; boundary="\xff', b'Content-Type: ;;;'],
    [b'Content-Length: 3', b'Content-Length: -3', b'Transfer-Encoding: chunked', b'Content-Length: 99', b'Expect: 100-continue'],
    [b'Sec-Fetch-Site: \xff', b'Origin: null', b'Origin: \xff', b'If-None-Match: \xff', b'Range: bytes=9-1', b'X-Forwarded-For: ,,,\xff'],
    [b'Connection: Upgrade\r\nUpgrade: websocket', b'Referer: http://[\xff', b'Accept-Encoding: gzip;q=\xff'],
    [b'Host: localhost', b'host:', b'Host: \xff', b'Host: [', b'X-Fragment: \xff<'],
]
BODIES = [b'abc', b'a=%00', b'\x00\xff', b'3\r\nabc\r\n0\r\n\r\n', b'zz\r\n', b'', bytes(2000)]


def mutated(chance):
    """A request that began as a good one."""
    lines = [chance.choice(METHODS) + b' ' + chance.choice(PATHS) + b' HTTP/1.1', b'Host: localhost', b'Connection: close']
    lines += [chance.choice(kind) for kind in chance.sample(HEADERS, chance.choice([0, 1, 1, 2, 3, 7]))]
    request = bytearray(b'\r\n'.join(lines) + b'\r\n\r\n' + chance.choice(BODIES))
    for _ in range(chance.choice([0, 0, 0, 1, 5])):
        request[chance.randrange(len(request))] = chance.randrange(256)
    return bytes(request)


async def test_no_bytes_make_the_server_fall_over():
    chance = random.Random(20261118)
    junk = [mutated(chance) for _ in range(800)] + [chance.randbytes(chance.randint(1, 300)) for _ in range(100)]
    seen = set()
    async with served(app(patience=0.2)) as port:
        for start in range(0, len(junk), 30):
            some = junk[start : start + 30]
            for sent, answer in zip(some, await asyncio.gather(*(exchange(port, sent) for sent in some)), strict=True):
                seen.update(codes_in(answer))
                assert all(code < 500 for code in codes_in(answer)), (sent, answer)
        assert codes_in(await exchange(port, b'GET /sessions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')) == [200]
    assert seen >= {200, 303, 400, 403, 404, 405, 431}
