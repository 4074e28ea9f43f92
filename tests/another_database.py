"""A second database beside the tests' own, for what needs several connections that see what each other committed."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator
from typing import Any

import asyncpg

from coaching.kit import migrating
from coaching.kit.database import DB, close_pool, open_pool


@contextlib.asynccontextmanager
async def speaking_to(arguments: dict[str, Any], size: int = 12) -> AsyncIterator[None]:
    """Inside the block this process works on another database; afterwards on the one that it worked on before."""
    before = DB.pool, DB.config
    await open_pool(arguments, size)
    try:
        yield
    finally:
        await close_pool()
        DB.pool, DB.config = before


@contextlib.asynccontextmanager
async def another_database(postgres: dict[str, Any]) -> AsyncIterator[None]:
    """Inside the block everything speaks to a new, migrated database, which is gone afterwards."""
    name = f'other_{secrets.token_hex(4)}'
    keeper = await asyncpg.connect(**postgres)
    await keeper.execute(f'create database {name}')
    try:
        async with speaking_to({**postgres, 'database': name}):
            await migrating.migrate()
            yield
    finally:
        await keeper.execute(f'drop database {name} with (force)')
        await keeper.close()
