"""Requests as bytes on raw sockets: every connection is open before the first byte is sent, so that all of them are there at once."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit

OPENING_AT_ONCE = 200
ANSWER_SECONDS = 60.0


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `status` 0 where the connection ended without an answer, `seconds` from the shot to the last byte."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), '')

    def cookie(self, name: str) -> str:
        """The value that this cookie is given; '' where it is not set."""
        for key, value in self.headers:
            if key == 'set-cookie' and value.startswith(f'{name}='):
                return value.partition('=')[2].partition(';')[0].strip('"')
        return ''


def form(path: str, fields: Mapping[str, str] | None = None, *, caller: str = '', cookie: str = '', **headers: str) -> bytes:
    """A form as a browser sends it from our own page; `caller` is the address that the proxy in front has seen."""
    return request('POST', path, urlencode(fields or {}).encode(), caller=caller, cookie=cookie, **headers)


def visit(path: str, *, caller: str = '', cookie: str = '') -> bytes:
    return request('GET', path, b'', caller=caller, cookie=cookie)


def request(method: str, path: str, body: bytes, *, caller: str = '', cookie: str = '', **headers: str) -> bytes:
    told = {'Host': 'localhost', 'Accept': 'text/html', 'Connection': 'close', 'Sec-Fetch-Site': 'same-origin'}
    if method == 'POST':
        told |= {'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': str(len(body))}
    told |= {'X-Forwarded-For': caller} if caller else {}
    told |= {'Cookie': cookie} if cookie else {}
    told |= {name.replace('_', '-'): value for name, value in headers.items()}
    lines = [f'{method} {path} HTTP/1.1', *(f'{name}: {value}' for name, value in told.items() if value), '', '']
    return '\r\n'.join(lines).encode() + body


def household(number: int) -> str:
    """An address of somebody of one's own, so that nobody shares a limit."""
    return f'10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}'


async def volley(address: str, requests: Sequence[bytes]) -> list[Answer]:
    """All of these at once; their answers in the same order."""
    port = urlsplit(address).port
    assert port
    few, shot = asyncio.Semaphore(OPENING_AT_ONCE), asyncio.Event()
    doors = await asyncio.gather(*(_opened(port, few) for _ in requests))
    waiting = [asyncio.create_task(_told(door, raw, shot)) for door, raw in zip(doors, requests, strict=True)]
    await asyncio.sleep(0)  # everybody stands at the line
    shot.set()
    return await asyncio.gather(*waiting)


async def ask(address: str, raw: bytes) -> Answer:
    """One request by itself."""
    return (await volley(address, [raw]))[0]


Door = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _opened(port: int, few: asyncio.Semaphore) -> Door | None:
    async with few:
        with contextlib.suppress(OSError):
            return await asyncio.open_connection('127.0.0.1', port)
    return None


async def _told(door: Door | None, raw: bytes, shot: asyncio.Event) -> Answer:
    await shot.wait()
    began = time.perf_counter()
    received = b''
    if door:
        reader, writer = door
        with contextlib.suppress(OSError, TimeoutError):
            writer.write(raw)
            async with asyncio.timeout(ANSWER_SECONDS):
                received = await reader.read()
        writer.close()
    return _read(received, time.perf_counter() - began)


def _read(received: bytes, seconds: float) -> Answer:
    head, gap, body = received.partition(b'\r\n\r\n')
    lines = head.decode('latin-1').split('\r\n')
    words = lines[0].split(' ')
    headers = tuple((name.lower(), value.strip()) for name, _, value in (line.partition(':') for line in lines[1:]))
    is_whole = bool(gap) and len(words) > 1 and len(body) >= int(dict(headers).get('content-length', len(body)))
    return Answer(int(words[1]) if is_whole else 0, headers, body, seconds)
