"""How often something may be tried: one atomic statement in PostgreSQL, so that any number of processes count together.

The tries of one window stand in one row. They are counted in a transaction of their own: rolling back what was tried does not
give the try back. Keys are stored as digests that only this installation can make. Redis is not asked.
"""

from __future__ import annotations

import datetime
import ipaddress
from dataclasses import dataclass
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException

from coaching.kit import clock, tokens
from coaching.kit.database import DB

LONGEST = datetime.timedelta(days=1)
# In a fixed order, so that two tries that share two keys wait for each other and never block each other.
COUNT_ONE = """
insert into rate_window as w (name, key, window_at, count)
select name, key, window_at, 1 from unnest($1::text[], $2::bytea[], $3::timestamptz[]) as tried (name, key, window_at) order by name, key
on conflict (name, key, window_at) do update set count = w.count + 1 where w.count < ($4::int[])[array_position($2, w.key)]
returning key
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` tries of this kind for this key in each window of `per`."""

    name: str
    key: str
    most: int
    per: datetime.timedelta


class TooMuch(HTTPException):
    """More than the route takes; `megabytes` is how large a file may be there, 0 where it takes none."""

    status_code = 413

    def __init__(self, megabytes: int) -> None:
        super().__init__(status_code=413)
        self.megabytes = megabytes


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
    await hold_each(Limit(name, key, limit, per))


async def hold_each(*limits: Limit) -> None:
    """Count one try for each of several keys, in one statement; a try that one of them refuses is counted for the others.

    :raises TooMany: the limit of one of them is reached.
    :raises ValueError: for a window of more than a day.
    """
    now = clock.now()
    began = [_began(limit.per, now) for limit in limits]
    keys = [tokens.keyed('limit ' + limit.name, limit.key.encode()) for limit in limits]
    async with _own_connection() as connection:
        rows = await connection.fetch(COUNT_ONE, [limit.name for limit in limits], keys, began, [limit.most for limit in limits])
    counted = {row['key'] for row in rows}
    if full := [at + limit.per - now for limit, at, key in zip(limits, began, keys, strict=True) if key not in counted]:
        raise TooMany(max(1, round(max(full).total_seconds())))


def _began(per: datetime.timedelta, now: datetime.datetime) -> datetime.datetime:
    """When the window began in which this moment lies."""
    if not datetime.timedelta(0) < per <= LONGEST:
        raise ValueError(f'a window of {per} is not swept')
    seconds = now.timestamp()
    return datetime.datetime.fromtimestamp(seconds - seconds % per.total_seconds(), datetime.UTC)


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
