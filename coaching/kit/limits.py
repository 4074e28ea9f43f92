"""How often something may be tried: one atomic statement in PostgreSQL, so that any number of processes count together.

The tries of one window stand in one row. They are counted in a transaction of their own: rolling back what was tried does not
give the try back. Keys are stored as digests that only this installation can make. Redis is not asked.
"""

from __future__ import annotations

import datetime
import ipaddress
from typing import Any

from litestar.connection import ASGIConnection

from coaching.kit import clock, tokens
from coaching.kit.database import DB

LONGEST = datetime.timedelta(days=1)
COUNT_ONE = """
insert into rate_window as w (name, key, window_at, count) values ($1, $2, $3, 1)
on conflict (name, key, window_at) do update set count = w.count + 1 where w.count < $4
returning w.count
"""


class TooMany(Exception):
    """Tried too often; `seconds` until it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


def _own_connection() -> Any:
    """A connection beside the one of the transaction that may be going on."""
    assert DB.pool
    return DB.pool.acquire()


async def hold(name: str, key: str, *, limit: int, per: datetime.timedelta) -> None:
    """Count one try of this kind for this key; `limit` of them pass in each window.

    :raises TooMany: the limit is reached.
    :raises ValueError: for a window of more than a day.
    """
    if not datetime.timedelta(0) < per <= LONGEST:
        raise ValueError(f'a window of {per} is not swept')
    now = clock.now().timestamp()
    began = now - now % per.total_seconds()
    window_at = datetime.datetime.fromtimestamp(began, datetime.UTC)
    async with _own_connection() as connection:
        counted = await connection.fetchval(COUNT_ONE, name, tokens.keyed('limit ' + name, key.encode()), window_at, limit)
    if counted is None:
        raise TooMany(max(1, round(began + per.total_seconds() - now)))


async def sweep(now: datetime.datetime) -> int:
    """Forget windows that are over for certain, and say how many there were."""
    async with _own_connection() as connection:
        told: str = await connection.execute('delete from rate_window where window_at < $1', now - 2 * LONGEST)
    return int(told.split()[-1])


def caller(connection: ASGIConnection) -> str:
    """Where a request comes from, as coarse as a household is: an IPv4 address or the first 64 bits of an IPv6 one."""
    host = connection.client.host if connection.client else ''
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
