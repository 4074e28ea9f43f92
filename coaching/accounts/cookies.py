"""The cookie of a sign-in: set when it begins, changed on the way, ended with it."""

from __future__ import annotations

import datetime
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.types import Message, Scope

from coaching.kit.access import COOKIE
from coaching.kit.settings import settings

ASKED = 'asked'
CARRIED = 'sign-in cookie'


def name(plain: str = COOKIE) -> str:
    """The name under which a browser keeps it; under https no other host can plant one of that name."""
    return f'__Host-{plain}' if settings().https else plain


def read(connection: ASGIConnection, plain: str = COOKIE) -> str:
    """What the browser sent; '' where it sent none, or something that we never made."""
    value = connection.cookies.get(name(plain), '')
    return value if len(value) <= 1000 else ''


def cookie(value: str, lasts: datetime.timedelta, plain: str = COOKIE) -> Cookie:
    """The cookie for a browser to keep so long."""
    seconds = max(0, int(lasts.total_seconds()))
    return Cookie(key=name(plain), value=value, max_age=seconds, path='/', httponly=True, samesite='lax', secure=settings().https)


def ended(plain: str = COOKIE) -> Cookie:
    """The cookie that makes a browser forget."""
    return cookie('', datetime.timedelta(), plain)


def carry(scope: Scope, changed: Cookie) -> None:
    """Let the answer to this request, whoever makes it, bring this cookie."""
    scope.setdefault('state', {})[CARRIED] = changed


async def bring(message: Message, scope: Scope) -> None:
    """A `before_send` hook: brings the cookie that was changed on the way in, unless the answer sets one itself."""
    if message['type'] != 'http.response.start' or CARRIED not in scope.get('state', {}):
        return
    headers = MutableScopeHeaders.from_message(message)
    changed: Any = scope['state'][CARRIED]
    if not any(value.startswith(f'{changed.key}=') for value in headers.getall('set-cookie', [])):
        headers.add('set-cookie', changed.to_header(header=''))
