"""What surrounds every page: the network's own words, the way to the other pages, the other languages."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from litestar.types import Scope

from coaching.kit import words
from coaching.kit.access import Actor
from coaching.kit.pages.environment import prefixed

REMEMBERED_SECONDS = 2.0
PATIENCE_SECONDS = 1.0
log = structlog.get_logger()


@dataclasses.dataclass(frozen=True, slots=True)
class Network:
    """What a page says of the network that runs this installation; any object with these four will do."""

    name: str = 'Café Path'
    zone: str = 'America/Chicago'
    help_line: str = ''
    languages: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The page that is read, in another language: its code, its own name, its direction, and where it is."""

    code: str
    name: str
    direction: str
    url: str


Nav = Callable[[Actor, str], Sequence[Any]]
AskNetwork = Callable[[], Awaitable[Any]]

_nav: Nav = lambda _actor, _path: ()  # noqa: E731
_views: Nav = lambda _actor, _path: ()  # noqa: E731
_ask: AskNetwork | None = None
_network: Any = Network()
_asked_at = 0.0
_asked_once = False


def set_nav(nav: Nav) -> None:
    """How the entries at the head of a page are found: from who asks and the path that is asked for."""
    global _nav
    _nav = nav


def set_views(views: Nav) -> None:
    """How the pages that belong to what is looked at are found, in the same way; they stand below the entries as tabs."""
    global _views
    _views = views


def set_network(ask: AskNetwork | None) -> None:
    """How the network's own words are found; the answer is remembered for two seconds in each process. None: there are none."""
    global _ask, _asked_once, _network
    _ask, _asked_once = ask, False
    if ask is None:
        _network = Network()


def network() -> Any:
    """What is known of the network now."""
    return _network


def forget_network() -> None:
    """Ask anew for the next page: a coordinator who changed the words sees them at once."""
    global _asked_at
    _asked_at = 0.0


async def ready() -> None:
    """Have the network's words at hand before a page is made; where the database is away, those known last.

    One request asks and the others go on with what is known; only where nothing is known yet do all of them wait.
    """
    global _network, _asked_at, _asked_once
    if _ask is None or (_asked_once and time.monotonic() - _asked_at < REMEMBERED_SECONDS):
        return
    _asked_at = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            _network = await _ask() or Network()
    except Exception as error:  # a page without the network's name is better than none
        log.warning('network unknown', exc_info=error)
    _asked_once = True


def each_page(scope: Scope, actor: Actor) -> dict[str, Any]:
    """What every template may use beside what its page was given."""
    here, address = scope['path'], _address(scope)
    return {
        'actor': actor,
        'network': _network,
        'here': here,
        'address': address,
        'language': words.spoken(),
        'other_languages': _other_languages(address),
        'nav': _nav(actor, here),
        'team_views': _views(actor, here),
        'request_id': scope.get('state', {}).get('request_id', ''),
    }


def _address(scope: Scope) -> str:
    """Where the page that is read can be found again, without its language; after a form, the page that the form stood on.

    It begins with one slash only: what stands after two, or after a backslash, a browser takes for another site.
    """
    return '/' + _asked(scope).lstrip('/\\')


def _asked(scope: Scope) -> str:
    if scope.get('method', 'GET') in ('GET', 'HEAD'):
        query = scope.get('query_string', b'').decode('latin-1')
        return f'{scope["path"]}?{query}' if query else scope['path']
    referer = next((value.decode('latin-1') for name, value in scope['headers'] if name == b'referer'), '')
    path = '/' + referer.partition('://')[2].partition('/')[2]
    return path.removeprefix(scope.get('state', {}).get('prefix', ''))


def _other_languages(address: str) -> list[OtherLanguage]:
    """The same page in the other languages that the network offers."""
    return [
        OtherLanguage(other.code, other.name, other.direction, prefixed(address, '' if other.code == words.ENGLISH else f'/{other.code}'))
        for other in words.LANGUAGES.values()
        if other.code in (_network.languages or words.LANGUAGES) and other.code != words.language()
    ]
