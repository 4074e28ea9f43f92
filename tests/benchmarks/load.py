"""Visitors in a process of their own: each holds one connection open and asks again as soon as it is answered.

Told on stdin as JSON: `port`, `connections`, `seconds`, `file` (requests, each behind four bytes of its length), `once` (each request
is sent at most once; otherwise they are sent round and round) and `rate`: where it is not 0, so many visitors come a second, by chance,
each with one request, and nobody waits for those before. Says on stdout what came back.
"""

from __future__ import annotations

import asyncio
import collections
import itertools
import json
import pathlib
import sys
import time
from collections.abc import Iterable, Iterator

import uvloop

PATIENCE_SECONDS = 30.0


class Visitor(asyncio.Protocol):
    """One connection: the next request leaves when the answer before it is whole."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.received = b''
        self.wanted = -1
        self.began = 0.0
        self.waits = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        request = self.crowd.next()
        self.received, self.wanted, self.waits = b'', -1, request is not None
        if request is None:
            self.transport.close()
            return
        self.began = time.perf_counter()
        self.transport.write(request)  # type: ignore[attr-defined]

    def data_received(self, piece: bytes) -> None:
        self.received += piece
        if self.wanted < 0:
            end = self.received.find(b'\r\n\r\n')
            if end < 0:
                return
            head = self.received[:end].lower()
            place = head.find(b'\r\ncontent-length:')
            size = 0 if place < 0 else int(head[place + 17 :].split(b'\r\n', 1)[0])
            self.wanted = end + 4 + size
        if len(self.received) >= self.wanted:
            self.crowd.answered(int(self.received[9:12]), self.began, self.wanted)
            self.ask()

    def connection_lost(self, _error: Exception | None) -> None:
        self.crowd.left(is_early=self.waits)


class Crowd:
    """All visitors of one measurement."""

    def __init__(self, requests: Iterable[bytes], seconds: float, connections: int) -> None:
        self.requests: Iterator[bytes] = iter(requests)
        self.seconds = seconds
        self.statuses: collections.Counter[int] = collections.Counter()
        self.took: list[float] = []
        self.bytes = 0
        self.here = connections
        self.gone = asyncio.Event()
        self.began = self.last = time.perf_counter()

    def next(self) -> bytes | None:
        return next(self.requests, None) if time.perf_counter() < self.began + self.seconds else None

    def answered(self, status: int, began: float, size: int) -> None:
        self.last = time.perf_counter()
        self.statuses[status] += 1
        self.took.append(self.last - began)
        self.bytes += size

    def left(self, *, is_early: bool) -> None:
        if is_early:
            self.statuses[0] += 1
        self.here -= 1
        if not self.here:
            self.gone.set()


def read(file: pathlib.Path) -> list[bytes]:
    """The requests that `written` wrote."""
    whole, requests, place = file.read_bytes(), [], 0
    while place < len(whole):
        size = int.from_bytes(whole[place : place + 4])
        requests.append(whole[place + 4 : place + 4 + size])
        place += 4 + size
    return requests


def written(requests: Iterable[bytes]) -> bytes:
    return b''.join(len(request).to_bytes(4) + request for request in requests)


async def _main(asked: dict[str, object]) -> None:
    requests, connections = read(pathlib.Path(str(asked['file']))), int(str(asked['connections']))
    crowd = Crowd(requests if asked['once'] else itertools.cycle(requests), float(str(asked['seconds'])), connections)
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        await loop.create_connection(lambda: Visitor(crowd), '127.0.0.1', int(str(asked['port'])))
    async with asyncio.timeout(crowd.seconds + PATIENCE_SECONDS):
        await crowd.gone.wait()
    print(json.dumps({
        'statuses': crowd.statuses, 'seconds': crowd.last - crowd.began, 'took': [round(one * 1000, 2) for one in sorted(crowd.took)],
        'bytes': crowd.bytes,
    }))  # fmt: skip


if __name__ == '__main__':
    uvloop.run(_main(json.load(sys.stdin)))
