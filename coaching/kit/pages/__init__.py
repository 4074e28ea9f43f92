"""Pages: a template in, bytes out, in the language of whoever reads.

The composition root says once what surrounds every page: `around.set_nav(fn)` and `around.set_network(async fn)`; and it lists
`speak_their_language` among the application's guards, after the one that finds out who asks.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Scope

from coaching.kit import words
from coaching.kit.access import PUBLIC, Actor
from coaching.kit.pages import around, flash
from coaching.kit.pages.environment import prefixed, template_named, under

HTML = 'text/html'
Page = Response[bytes]
FRAGMENT = re.compile(r'[a-z][a-z0-9-]{0,63}')


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Page:
    """The page of this template, with everything that surrounds it, as an answer that is ready to be sent."""
    said = flash.read(request.scope)
    response: Page = Response(rendered(request.scope, template, say=said, **context), status_code=status, media_type=HTML)
    if said:
        response.set_cookie(flash.forgotten())
    return response


def rendered(scope: Scope, template: str, *, say: str = '', **context: Any) -> bytes:
    """The page's bytes; for answers that no handler makes, too."""
    prefix = prefix_of(scope)
    with words.speaking(language_of(scope)), under(prefix):
        return template_named(template).render(around.each_page(scope, actor_of(scope)), say=say, **context).encode()


def go(request: Request, path: str, *, say: str = '') -> Page:
    """On to another page of ours (303), in the same language; the next page that is shown says `say` once.

    :raises ValueError: the path leads away from here.
    """
    if not is_local(path):
        raise ValueError(f'{path!r} is no path of ours')
    address = quote(prefixed(path, prefix_of(request.scope)), safe="/?#%[]@!$&'()*+,;=:~")
    response: Page = Response(b'', status_code=303, media_type=HTML, headers={'Location': address})
    if say:
        response.set_cookie(flash.written(str(say)))
    return response


def fragment_asked(request: Request) -> str:
    """The id of the one part of the page that the page's own script asks for; empty where the whole page is wanted."""
    asked = request.headers.get('x-fragment', '')
    return asked if FRAGMENT.fullmatch(asked) else ''


def is_local(path: str) -> bool:
    """Whether a browser would take this for a path of the site that it is on, and for nothing else."""
    return path[:1] == '/' and path[1:2] != '/' and '\\' not in path and all(' ' < letter != '\x7f' for letter in path)


def actor_of(scope: Scope) -> Actor:
    """Who asks; the public, where the request came to no handler."""
    return scope.get('user') or PUBLIC


def prefix_of(scope: Scope) -> str:
    """The language at the head of the address, such as /es; empty for English."""
    return scope.get('state', {}).get('prefix', '')


def language_of(scope: Scope) -> str:
    """The language that the address names, else the one of the person who is signed in, else English."""
    if prefix_of(scope):
        return scope['state']['language']
    actor = actor_of(scope)
    return actor.language if actor.signed_in else words.ENGLISH


async def speak_their_language(connection: ASGIConnection, _handler: BaseRouteHandler) -> None:
    """A guard that lets everyone in: from here on the request's handler speaks as its pages will."""
    words.use(language_of(connection.scope))
