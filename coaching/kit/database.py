"""The database: an engine that connects only when it is asked, and one safe way to hold a transaction.

Piccolo's own engine connects when it is made, and its transactions neither nest nor give a broken connection back. These do.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextvars import ContextVar
from typing import Any

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction


class LazyPostgresEngine(PostgresEngine):
    """Connects when its pool is opened and not before."""

    async def check_version(self) -> None:
        return None

    async def prep_database(self) -> None:
        return None


DB = LazyPostgresEngine(config={})
_kept: ContextVar[asyncpg.Connection | None] = ContextVar('kept', default=None)
SETTINGS = {
    'timezone': 'UTC',
    'application_name': 'cafe-path',
    'idle_in_transaction_session_timeout': '60000',
    'max_parallel_workers_per_gather': '0',  # one page shall not take every core, nor a process with memory of its own for each
}


class PooledConnection(asyncpg.Connection):
    """Goes back to the pool as it is: nothing that we ask for outlives its transaction, and whoever locks longer unlocks by hand."""

    def get_reset_query(self) -> str:
        """Nothing; asyncpg would ask for four things each time."""
        return ''


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def _prepare(connection: asyncpg.Connection) -> None:
    """Let jsonb come back as Python values; text is taken as JSON already, because Piccolo sends it so."""
    await connection.set_type_codec('jsonb', encoder=_json, decoder=json.loads, schema='pg_catalog')


async def open_pool(arguments: dict[str, Any], size: int = 12) -> None:
    """Open the pool; `arguments` are asyncpg's (`dsn`, or `host`, `user`, `database`), and its `command_timeout` where 30 s will not do."""
    DB.config = arguments
    DB.pool = await asyncpg.create_pool(
        **{'command_timeout': 30, **arguments},
        min_size=1,
        max_size=size,
        connection_class=PooledConnection,
        init=_prepare,
        server_settings=SETTINGS,
    )


async def close_pool(timeout: float = 5.0) -> None:
    """Close the pool; what still holds a connection after `timeout` seconds is cut off."""
    pool, DB.pool = DB.pool, None
    if pool is None:
        return
    try:
        await asyncio.wait_for(pool.close(), timeout)
    except TimeoutError:
        pool.terminate()


@contextlib.asynccontextmanager
async def atomic(isolation: str | None = None) -> AsyncIterator[PostgresTransaction]:
    """One transaction; inside another it is a savepoint. The connection always goes back to the pool.

    :raises RuntimeError: where a nested one asks for an isolation level, or a page that only reads begins one.
    """
    current = DB.current_transaction.get()
    if current is not None:
        if isolation:
            raise RuntimeError('isolation can only be chosen by the outermost transaction')
        async with current.connection.transaction():
            yield current
        return
    if _kept.get() is not None:
        raise RuntimeError('whoever keeps a connection for reading cannot wait for another one')
    async with DB.pool.acquire() as acquired:
        transaction = PostgresTransaction(engine=DB)
        transaction.connection = acquired
        async with acquired.transaction(isolation=isolation):
            token = DB.current_transaction.set(transaction)
            try:
                yield transaction
            finally:
                DB.current_transaction.reset(token)


@contextlib.asynccontextmanager
async def joined() -> AsyncIterator[PostgresTransaction]:
    """The transaction that goes on, else a new one. What fails here is not taken back by itself: nobody may catch it and go on."""
    current = DB.current_transaction.get()
    if current is not None:
        yield current
        return
    async with atomic() as own:
        yield own


@contextlib.asynccontextmanager
async def connection() -> AsyncIterator[asyncpg.Connection]:
    """The connection of the current transaction, else the one that is kept for a page, else one of the pool."""
    current, kept = DB.current_transaction.get(), _kept.get()
    if current is not None:
        yield current.connection
    elif kept is not None:
        yield kept
    else:
        async with DB.pool.acquire() as acquired:
            yield acquired


@contextlib.asynccontextmanager
async def one_connection() -> AsyncIterator[None]:
    """All that a page asks goes through one connection of the pool, one question after the other. Only for what reads."""
    if DB.current_transaction.get() is not None or _kept.get() is not None:
        yield
        return
    async with DB.pool.acquire() as acquired:
        token = _kept.set(acquired)
        try:
            yield
        finally:
            _kept.reset(token)


async def at_once(*asked: Coroutine[Any, Any, Any]) -> list[Any]:
    """Several questions, each on a connection of its own and none waiting for another; on one connection one after the other."""
    if DB.current_transaction.get() is None and _kept.get() is None:
        return await asyncio.gather(*asked)
    return [await one for one in asked]


async def fetch(sql: str, *parameters: Any) -> list[asyncpg.Record]:
    async with connection() as held:
        return await held.fetch(sql, *parameters)


async def fetchrow(sql: str, *parameters: Any) -> asyncpg.Record | None:
    async with connection() as held:
        return await held.fetchrow(sql, *parameters)


async def fetchval(sql: str, *parameters: Any) -> Any:
    async with connection() as held:
        return await held.fetchval(sql, *parameters)


async def execute(sql: str, *parameters: Any) -> str:
    async with connection() as held:
        return await held.execute(sql, *parameters)


async def executemany(sql: str, rows: Iterable[Iterable[Any]]) -> None:
    async with connection() as held:
        await held.executemany(sql, rows)
