"""A request's line and headers are neither long nor slow, whatever its body is."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn

from coaching import serving

ASK = b'GET / HTTP/1.1\r\nHost: cafe\r\n\r\n'
LONG = b'a' * 40_000
REFUSED = b'The head of this request is too long.'


async def counts(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """An application that says how many bytes came."""
    if scope['type'] == 'lifespan':
        for _ in range(2):
            await send({'type': f'{(await receive())["type"]}.complete'})
        return
    size, more = 0, True
    while more:
        message = await receive()
        size, more = size + len(message.get('body', b'')), message.get('more_body', False)
    await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-type', b'text/plain')]})
    await send({'type': 'http.response.body', 'body': f'{size} bytes came'.encode()})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    with socket.socket() as door:
        door.bind(('127.0.0.1', 0))
        door.listen()
        server = uvicorn.Server(uvicorn.Config(counts, **serving.choices()))
        server.capture_signals = contextlib.nullcontext
        served = asyncio.create_task(server.serve(sockets=[door]))
        yield door.getsockname()[1]
        server.should_exit = True
        await served


async def say(port: int, *pieces: bytes, seconds: float = 0.5) -> tuple[bytes, bool]:
    """What came back for these pieces, and whether the other side hung up."""
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    heard, closed = b'', False
    with contextlib.suppress(ConnectionError, TimeoutError):
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.05)
        async with asyncio.timeout(seconds):
            while block := await reader.read(65536):
                heard += block
            closed = True
    writer.close()
    return heard, closed


async def test_requests_of_ordinary_size_are_answered_one_after_the_other(port):
    heard, closed = await say(port, ASK, ASK + ASK)
    assert (heard.count(b'0 bytes came'), closed) == (3, False)


@pytest.mark.parametrize(
    'pieces',
    [
        (b'GET / HTTP/1.1\r\nX: ' + LONG,),
        (b'GET / HTTP/1.1\r\nX: ' + LONG[:20_000], LONG[:20_000], b'\r\n\r\n'),
        (b'GET /' + LONG + b' HTTP/1.1\r\n\r\n',),
        (b'GET / HTTP/1.1\r\n' + b'X: y\r\n' * 10_000,),
    ],
)
async def test_a_long_head_is_refused_and_the_line_is_cut(port, pieces):
    heard, closed = await say(port, *pieces)
    assert (heard.startswith(b'HTTP/1.1 400 '), heard.endswith(REFUSED), closed) == (True, True, True)


async def test_the_second_request_of_a_line_is_held_to_the_same_limit(port):
    heard, closed = await say(port, ASK, b'GET / HTTP/1.1\r\nX: ' + LONG)
    assert (heard.count(b'0 bytes came'), heard.endswith(REFUSED), closed) == (1, True, True)


async def test_a_body_may_be_long(port):
    head = b'POST / HTTP/1.1\r\nHost: cafe\r\nContent-Length: 80000\r\n\r\n'
    heard, closed = await say(port, head + LONG + LONG, ASK)
    assert (heard.count(b'80000 bytes came'), heard.count(b'\r\n0 bytes came'), closed) == (1, 1, False)


async def test_many_requests_in_one_piece_are_all_answered(port):
    heard, _ = await say(port, ASK * 1500, seconds=5)
    assert heard.count(b'0 bytes came') == 1500


async def test_who_does_not_come_to_the_point_is_cut_off(port, monkeypatch):
    monkeypatch.setattr(serving, 'SLOWEST_HEAD_SECONDS', 0.4)
    assert await say(port, b'GET / HT', seconds=3) == (b'', True)
    assert await say(port, seconds=3) == (b'', True)
    assert (await say(port, b'POST / HTTP/1.1\r\nHost: cafe\r\nContent-Length: 5\r\n\r\n', seconds=1)) == (b'', False)
