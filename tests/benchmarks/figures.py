"""What is measured: the requests of each figure, and what stands below it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from coaching.kit.database import fetch
from tests.benchmarks import world
from tests.benchmarks.asking import cohort
from tests.benchmarks.kept import GUESTS

COOKIE = f'sign-in={world.TRAINER}'
FRESH = itertools.count(1)


@dataclasses.dataclass(frozen=True, slots=True)
class Town:
    """A world with the ids that its requests name."""

    world: world.World
    in_the_room: tuple[int, ...]
    in_the_great_room: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """One thing that is done over and over, `once` where each request counts one time only.

    `requests` makes at least so many of them where that matters, `below` those for its floor of a kind; the town is that of their world.
    """

    name: str
    requests: Callable[[Any, int], Sequence[bytes]]
    below: Callable[[str, Any, int], Sequence[bytes]]
    answer: int = 200
    once: bool = False
    aim: int = 0  # requests a second


async def town(found: world.World) -> Town:
    async def spots(session_id: int) -> tuple[int, ...]:
        return tuple(row['id'] for row in await fetch('select id from registration where session_id = $1 order by id', session_id))

    return Town(found, await spots(world.ROOM), await spots(world.GREAT))


def request(method: str, path: str, fields: dict[str, object] | None = None, **headers: str) -> bytes:
    """A request as a browser sends it on a connection that stays open."""
    body = urlencode(fields or {}).encode()
    told = {'Host': 'localhost', 'Accept': 'text/html', 'Accept-Encoding': 'gzip', 'Sec-Fetch-Site': 'same-origin', **headers}
    if method == 'POST':
        told |= {'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': str(len(body))}
    lines = [f'{method} {path} HTTP/1.1', *(f'{name.replace("_", "-")}: {value}' for name, value in told.items()), '', '']
    return '\r\n'.join(lines).encode() + body


def household() -> str:
    """An address that nobody else has, so that nobody shares a limit."""
    number = next(FRESH)
    return f'10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}'


def visits(path: str, **headers: str) -> Callable[[Town, int], list[bytes]]:
    return lambda _town, _many: [request('GET', path, X_Forwarded_For=household(), **headers) for _ in range(64)]


def reports(town: Town, _many: int) -> list[bytes]:
    """The report of a cohort of the last weeks."""
    first, last = cohort(town.world.now.date())
    return [request('GET', f'/reports/funnel?first={first}&last={last}', Cookie=COOKIE)]


def changed(path: str) -> Callable[[Town, int], list[bytes]]:
    """Each visit asks for a page that nobody asked for before."""
    return lambda _town, many: [request('GET', f'{path}?n={next(FRESH)}', X_Forwarded_For=household()) for _ in range(many)]


def sign_ups(path: str, town: Town, many: int) -> list[bytes]:
    """Everybody another person, each at one of two hundred dates in turn."""
    open_dates, requests = town.world.spacious, []
    for number in itertools.islice(FRESH, many):
        fields: dict[str, object] = {'name': f'Guest {number}', 'email': f'guest-{number}@{GUESTS}', 'language': 'en', 'group': 'Agency 3'}
        requests.append(request('POST', path % open_dates[number % len(open_dates)], fields, X_Forwarded_For=household()))
    return requests


def marks(path: str, registrations: Sequence[int]) -> list[bytes]:
    """Everybody in the room is marked, then everybody's mark is taken back."""
    chosen = registrations[: world.IN_A_ROOM]
    return [
        request('POST', path, {'registration': one, 'mark': wished}, X_Fragment='room', Cookie=COOKIE)
        for wished in ('here', 'none')
        for one in chosen
    ]


def floor(name: str) -> Callable[[str, Town, int], list[bytes]]:
    return lambda kind, _town, _many: [request('GET', f'/{kind}/{name}')]


ROOM, GREAT = f'/train/sessions/{world.ROOM}/marks', f'/train/sessions/{world.GREAT}/marks'
FIGURES = (
    Figure('sessions page', visits('/sessions'), floor('sessions'), aim=540),
    Figure('sessions page, made anew', changed('/sessions'), floor('sessions')),
    Figure(
        'sign-up', lambda town, many: sign_ups('/sessions/%s/sign-up', town, many),
        lambda kind, town, many: sign_ups(f'/{kind}/sign_up/%s', town, many), answer=303, once=True, aim=320,
    ),
    Figure(
        'check-in tap', lambda town, _many: marks(ROOM, town.in_the_room),
        lambda kind, town, _many: marks(f'/{kind}/marks/{world.ROOM}', town.in_the_room),
    ),
    Figure(
        'check-in tap, 5,000 people', lambda town, _many: marks(GREAT, town.in_the_great_room),
        lambda kind, town, _many: marks(f'/{kind}/marks/{world.GREAT}', town.in_the_great_room),
    ),
    Figure('ready for the Intro', visits('/train/ready/intro', Cookie=COOKIE), floor('ready')),
    Figure('funnel report', reports, floor('funnel')),
)  # fmt: skip
