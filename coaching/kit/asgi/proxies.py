"""Who asks when a proxy stands in between: only what a trusted proxy adds is believed."""

from __future__ import annotations

import ipaddress
from typing import Any

from litestar.types import HTTPScope

from coaching.kit.settings import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def forwarded(scope: HTTPScope, proxies: tuple[Network, ...]) -> dict[str, Any]:
    """The caller's address and the scheme as the nearest trusted proxies tell them; empty where none of them stands in between.

    Each proxy adds the address it sees at the right, so the right-most one that is not itself trusted is the caller.
    """
    client = scope.get('client')
    nearest = _address(client[0]) if client else None
    if nearest is None or not _trusted(nearest, proxies):
        return {}
    told: dict[str, Any] = {}
    for text in reversed(_listed(scope, b'x-forwarded-for')):
        address = _address(text)
        if address is None:
            break
        told['client'] = (str(address), 0)
        if not _trusted(address, proxies):
            break
    schemes = _listed(scope, b'x-forwarded-proto')
    if schemes and schemes[-1].lower() in ('http', 'https'):
        told['scheme'] = schemes[-1].lower()
    return told


def _listed(scope: HTTPScope, wanted: bytes) -> list[str]:
    return [part.strip() for name, value in scope['headers'] if name == wanted for part in value.decode('latin-1').split(',')]


def _address(text: str) -> Address | None:
    """An address as proxies write it: bare, with a port, or in brackets; an IPv4 address inside an IPv6 one is that IPv4 address."""
    if text.startswith('['):
        text = text[1:].partition(']')[0]
    elif text.count(':') == 1:
        text = text.partition(':')[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, 'ipv4_mapped', None) or address


def _trusted(address: Address, proxies: tuple[Network, ...]) -> bool:
    return any(address in network for network in proxies)
