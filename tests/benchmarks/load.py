"""Visitors in a process of their own.

Told on stdin as JSON: `port`, `seconds`, `file` (requests, each behind four bytes of its length) and how they are sent. Either each of
`connections` stays open and asks again as soon as it is answered: `once` sends each request at most once, else they go round and round.
Or, where `rate` is not 0, so many visitors come a second, by chance, whether those before were answered or not; each opens a connection
of its own and asks for the next `each` requests one after the other. Says on stdout what came back.
"""

from __future__ import annotations

import asyncio
import collections
import itertools
import json
import pathlib
import random
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

import uvloop

PATIENCE_SECONDS = 60.0


class Visitor(asyncio.Protocol):
    """One connection: the next request leaves when the answer before it is whole."""

    def __init__(self, crowd: Crowd, errand: Iterator[bytes]) -> None:
        self.crowd = crowd
        self.errand = errand
        self.received = b''
        self.wanted = -1
        self.began = 0.0
        self.waits = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        request = next(self.errand, None)
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


class Passing(Visitor):
    """Somebody who comes once; what counts is the time from the door to the last byte of all that was asked for."""

    def __init__(self, crowd: Crowd, errand: Iterator[bytes]) -> None:
        super().__init__(crowd, errand)
        self.came = time.perf_counter()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.waits:
            self.crowd.stays.append(time.perf_counter() - self.came)
        super().connection_lost(error)


class Crowd:
    """All visitors of one measurement."""

    def __init__(self) -> None:
        self.statuses: collections.Counter[int] = collections.Counter()
        self.took: list[float] = []
        self.stays: list[float] = []
        self.bytes = 0
        self.here = 0
        self.gone = asyncio.Event()
        self.began = self.last = time.perf_counter()

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

    async def stay(self, port: int, requests: Iterable[bytes], connections: int, seconds: float) -> None:
        """So many of them ask for so long, and share the requests."""
        end = time.perf_counter() + seconds
        shared = itertools.takewhile(lambda _: time.perf_counter() < end, requests)
        self.here = connections
        for _ in range(connections):
            await asyncio.get_running_loop().create_connection(lambda: Visitor(self, shared), '127.0.0.1', port)
        await self.gone.wait()

    async def come(self, port: int, requests: Iterator[bytes], each: int, rate: float, seconds: float) -> None:
        """They come one by one until nobody is left to come or the time is over."""
        end, chance = time.perf_counter() + seconds, random.Random(5000)
        self.here = 1  # the door stays open
        while time.perf_counter() < end and (errand := list(itertools.islice(requests, each))):
            self.here += 1
            coming = asyncio.get_running_loop().create_connection(lambda errand=errand: Passing(self, iter(errand)), '127.0.0.1', port)
            arriving = asyncio.create_task(coming)  # type: ignore[arg-type]
            await asyncio.sleep(chance.expovariate(rate))
            await arriving
        self.left(is_early=False)
        await self.gone.wait()


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


async def _main(asked: dict[str, Any]) -> None:
    requests, crowd = read(pathlib.Path(asked['file'])), Crowd()
    async with asyncio.timeout(asked['seconds'] + PATIENCE_SECONDS):
        if asked['rate']:
            await crowd.come(asked['port'], iter(requests), asked['each'], asked['rate'], asked['seconds'])
        else:
            endless = requests if asked['once'] else itertools.cycle(requests)
            await crowd.stay(asked['port'], iter(endless), asked['connections'], asked['seconds'])
    print(json.dumps({
        'statuses': crowd.statuses, 'seconds': crowd.last - crowd.began, 'took': _milliseconds(crowd.took),
        'stays': _milliseconds(crowd.stays), 'bytes': crowd.bytes,
    }))  # fmt: skip


def _milliseconds(seconds: Iterable[float]) -> list[float]:
    return [round(one * 1000, 2) for one in sorted(seconds)]


if __name__ == '__main__':
    uvloop.run(_main(json.load(sys.stdin)))
