"""What comes in: who asks from where, under which name and in which language, and whether it can be read at all."""

from __future__ import annotations

import re
import secrets
from urllib.parse import quote, unquote_to_bytes, urlsplit

from litestar.exceptions import ClientException, HTTPException, MethodNotAllowedException
from litestar.types import HTTPScope

from coaching.kit import csrf, words
from coaching.kit.asgi.proxies import forwarded
from coaching.kit.errors.problems import NotOurPage, WrongHost
from coaching.kit.settings import Network, Settings

HEAD_AT_MOST = 16 * 1024
METHODS = ('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE')
ALWAYS_HERE = frozenset({'localhost', '127.0.0.1', '::1'})
HOST = re.compile(r'(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?', re.IGNORECASE)
LOOK_CLOSER = re.compile(rb'[^!-$&-~]')
CONTROL = re.compile(r'[\x00-\x1f\x7f-\x9f]')
CONTROL_IN_QUERY = re.compile(r'[\x00-\x08\x0a-\x1f\x7f-\x9f]')  # a name copied from a table ends in a tab


def hosts_of(settings: Settings) -> frozenset[str]:
    """The names under which this installation answers; ports are not looked at."""
    return ALWAYS_HERE | {urlsplit(settings.base_url).hostname or ''}


def prepared(scope: HTTPScope, proxies: tuple[Network, ...]) -> HTTPScope:
    """The request as the application shall see it: numbered, its caller known, its language taken off the path, HEAD asked as GET."""
    prefix, path = split_language(scope['path'])
    state = {**scope.get('state', {}), 'request_id': secrets.token_hex(8), 'prefix': prefix, 'language': prefix[1:] or words.ENGLISH}
    asked = {**scope, 'state': state}
    if proxies:
        asked.update(forwarded(scope, proxies))
    if scope['method'] == 'HEAD':
        asked['method'] = 'GET'
    if prefix:
        asked['path'] = path
    return asked  # type: ignore[return-value]


def split_language(path: str) -> tuple[str, str]:
    """/es/sessions is ('/es', '/sessions'); a path without the code of a language other than English is ('', itself)."""
    code, slash, rest = path[1:].partition('/')
    if code not in words.LANGUAGES or code == words.ENGLISH:
        return '', path
    return f'/{code}', slash + rest or '/'


def why_not_answer(asked: HTTPScope, hosts: frozenset[str], base_url: str) -> HTTPException | None:
    """The first thing that is wrong with a request before anybody looks for its page."""
    headers = asked['headers']
    raw_path = asked.get('raw_path') or quote(asked['path']).encode()
    size = len(raw_path) + len(asked['query_string']) + sum(len(name) + len(value) + 4 for name, value in headers)
    if size > HEAD_AT_MOST:
        return HTTPException(status_code=431)
    named = [value for name, value in headers if name == b'host']
    if len(named) != 1 or host_of(named[0]) not in hosts:
        return WrongHost()
    if not readable(raw_path, CONTROL) or not readable(asked['query_string'], CONTROL_IN_QUERY):
        return ClientException()
    if asked['method'] not in METHODS:
        return MethodNotAllowedException(headers={'Allow': ', '.join(METHODS)})
    if csrf.is_foreign(asked['method'], headers, (base_url, f'{asked["scheme"]}://{named[0].decode("latin-1")}')):
        return NotOurPage()
    return None


def host_of(value: bytes) -> str | None:
    """The name or address in a Host header, in small letters and without its port; None where it is neither."""
    found = HOST.fullmatch(value.decode('latin-1'))
    return (found[1] or found[2]).lower() if found else None


def readable(raw: bytes, control: re.Pattern[str]) -> bool:
    """Whether a path or a query, its escapes resolved, is UTF-8 text without control characters."""
    if not LOOK_CLOSER.search(raw):
        return True
    try:
        return not control.search(unquote_to_bytes(raw).decode())
    except UnicodeDecodeError:
        return False
