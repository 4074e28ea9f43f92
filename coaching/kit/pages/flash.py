"""One sentence that outlives one redirect: signed, in a cookie of the browser's own, read once, good for a minute."""

from __future__ import annotations

import functools

from litestar.datastructures import Cookie
from litestar.types import Scope

from coaching.kit import clock, tokens
from coaching.kit.settings import settings

SECONDS = 60
LONGEST = 400


def written(sentence: str) -> Cookie:
    """The cookie that carries the sentence to the next page."""
    signed = tokens.sign('say', f'{int(clock.now().timestamp())} {sentence[:LONGEST]}')
    return _cookie(signed, SECONDS)


def forgotten() -> Cookie:
    """The cookie that ends it."""
    return _cookie('', 0)


def read(scope: Scope) -> str:
    """The sentence that the last page left; empty where there is none, or where it is old or not ours."""
    for name, value in scope['headers']:
        if name == b'cookie' and _name() in value:
            for pair in value.split(b';'):
                key, _, signed = pair.strip().partition(b'=')
                if key == _name():
                    return _fresh(signed.decode('latin-1'))
    return ''


def _fresh(signed: str) -> str:
    text = tokens.unsign('say', signed)
    if text is None:
        return ''
    said_at, _, sentence = text.partition(' ')
    return sentence if 0 <= clock.now().timestamp() - int(said_at) <= SECONDS else ''


def _cookie(value: str, seconds: int) -> Cookie:
    return Cookie(key=_name().decode(), value=value, max_age=seconds, path='/', httponly=True, samesite='lax', secure=settings().https)


@functools.cache
def _name() -> bytes:
    """Under https the name itself promises that no other host and no unencrypted page wrote it."""
    return b'__Host-say' if settings().https else b'say'
