"""No other site may write here in somebody's name: a form must come from our own pages.

Browsers say where a request comes from: `Sec-Fetch-Site`, and before it `Origin`. A program that says neither is let through,
unless it brings a sign-in, because every browser that would bring one says at least one of the two.
(OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Fetch Metadata headers".)
"""

from __future__ import annotations

from collections.abc import Iterable

from coaching.kit.access import COOKIE

SAFE_METHODS = frozenset({'GET', 'HEAD', 'OPTIONS', 'TRACE'})
OWN_SITES = frozenset({b'same-origin', b'none'})
SIGN_INS = frozenset({COOKIE.encode(), b'__Host-' + COOKIE.encode()})

Headers = Iterable[tuple[bytes, bytes]]


def is_foreign(method: str, headers: Headers, own_origins: Iterable[str]) -> bool:
    """Whether this request would write and does not come from our own pages; header names in small letters."""
    if method in SAFE_METHODS:
        return False
    sites, origins, cookies = [], [], []
    for name, value in headers:
        if name == b'sec-fetch-site':
            sites.append(value)
        elif name == b'origin':
            origins.append(value)
        elif name == b'cookie':
            cookies.append(value)
    if sites:
        return not OWN_SITES.issuperset(sites)
    if origins:
        return not {origin.encode() for origin in own_origins}.issuperset(origins)
    return _brings_sign_in(cookies)


def _brings_sign_in(cookies: list[bytes]) -> bool:
    return any(pair.partition(b'=')[0].strip() in SIGN_INS for cookie in cookies for pair in cookie.split(b';'))
