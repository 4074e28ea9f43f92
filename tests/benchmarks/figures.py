"""What is measured: the requests of each figure, and what stands below it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from coaching.kit.database import fetch
from tests.benchmarks import world
from tests.benchmarks.kept import GUESTS

COOKIE = f'sign-in={world.TRAINER}'
ENOUGH = 20_000
FRESH = itertools.count(1)


@dataclasses.dataclass(frozen=True, slots=True)
class Town:
    """A world with the ids that its requests name."""

    world: world.World
    in_the_room: tuple[int, ...]
    in_the_great_room: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """One thing that is done over and over; `floor` names what stands below it, '' where nothing does."""

    name: str
    requests: Callable[[Town], Sequence[bytes]]
    floor: str = ''
    answer: int = 200
    once: bool = False
    aim: str = ''


async def town(found: world.World) -> Town:
    ids = [[row['id'] for row in await fetch('select id from registration where session_id = $1 order by id', one)] for one in (world.ROOM, world.GREAT)]
    return Town(found, tuple(ids[0]), tuple(ids[1]))


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


def visits(path: str, **headers: str) -> Callable[[Town], list[bytes]]:
    return lambda _town: [request('GET', path, X_Forwarded_For=household(), **headers) for _ in range(64)]


def changed(path: str) -> Callable[[Town], list[bytes]]:
    """Each visit finds something that no visit found before."""
    return lambda _town: [request('GET', f'{path}?n={next(FRESH)}', X_Forwarded_For=household()) for _ in range(ENOUGH)]


def _sign_ups(path: str, town: Town) -> list[bytes]:
    """Everybody another person, each at one of two hundred dates in turn."""
    open_dates, requests = town.world.spacious, []
    for number in itertools.islice(FRESH, ENOUGH):
        fields: dict[str, object] = {'name': f'Guest {number}', 'email': f'guest-{number}@{GUESTS}', 'language': 'en', 'group': 'Agency 3'}
        requests.append(request('POST', path % open_dates[number % len(open_dates)], fields, X_Forwarded_For=household()))
    return requests


def _marks(path: str, registrations: Sequence[int]) -> list[bytes]:
    """Everybody in the room is marked, then everybody's mark is taken back."""
    chosen = registrations[: world.IN_A_ROOM]
    return [
        request('POST', path, {'registration': one, 'mark': wished}, X_Fragment='room', Cookie=COOKIE)
        for wished in ('here', 'none')
        for one in chosen
    ]



def both(path: str, of: Callable[[str, Town], list[bytes]]) -> Callable[[Town], list[bytes]]:
    return lambda town: of(path, town)


ROOM, GREAT = f'/train/sessions/{world.ROOM}/marks', f'/train/sessions/{world.GREAT}/marks'
FIGURES = (
    Figure('sessions page', visits('/sessions'), 'sessions', aim='540/s'),
    Figure('sessions page, made anew', changed('/sessions'), 'sessions'),
    Figure('sign-up', both('/sessions/%s/sign-up', _sign_ups), 'sign_up', answer=303, once=True, aim='320/s'),
    Figure('check-in tap', lambda town: _marks(ROOM, town.in_the_room), 'marks'),
    Figure('check-in tap, 5,000 people', lambda town: _marks(GREAT, town.in_the_great_room), 'marks'),
    Figure('ready for the Intro', visits('/train/ready/intro', Cookie=COOKIE), 'ready'),
    Figure('funnel report', visits('/reports/funnel', Cookie=COOKIE), ''),
)


def beneath(figure: Figure, kind: str, town: Town) -> list[bytes]:
    """The same requests for the floor of this kind."""
    if figure.floor == 'sign_up':
        return _sign_ups(f'/{kind}/sign_up/%s', town)
    if figure.floor == 'marks':
        session_id, people = (world.GREAT, town.in_the_great_room) if '5,000' in figure.name else (world.ROOM, town.in_the_room)
        return _marks(f'/{kind}/marks/rooms/{session_id}', people)
    return [request('GET', f'/{kind}/{figure.floor}')]

# ruff: noqa: E501
