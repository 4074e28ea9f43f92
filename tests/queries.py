"""What the database was asked while a block ran, so that a page which begins to ask for each of its rows is noticed."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import asyncpg

OF_A_TRANSACTION = ('begin', 'start', 'commit', 'savepoint', 'release', 'rollback')


@contextlib.asynccontextmanager
async def counted() -> AsyncIterator[list[str]]:
    """Every statement on whatever connection of this process, but those that begin and end transactions."""
    asked: list[str] = []
    with _listening(lambda query, _parameters: asked.append(query)):
        yield asked


@contextlib.asynccontextmanager
async def heard() -> AsyncIterator[list[tuple[str, tuple[Any, ...]]]]:
    """The same with what stood for $1, $2, …"""
    asked: list[tuple[str, tuple[Any, ...]]] = []
    with _listening(lambda query, parameters: asked.append((query, tuple(parameters[0]) if parameters else ()))):
        yield asked


@contextlib.contextmanager
def _listening(note: Callable[[str, tuple[Any, ...]], None]) -> Iterator[None]:
    kept = {name: getattr(asyncpg.Connection, name) for name in ('_execute', '_executemany', 'execute')}

    def through(name: str) -> Any:
        async def told(self: asyncpg.Connection, query: str, *parameters: Any, **others: Any) -> Any:
            goes_on = name == 'execute' and parameters  # then it comes by once more
            if not goes_on and not query.lower().startswith(OF_A_TRANSACTION):
                note(query, parameters)
            return await kept[name](self, query, *parameters, **others)

        return told

    for name in kept:
        setattr(asyncpg.Connection, name, through(name))
    try:
        yield
    finally:
        for name, method in kept.items():
            setattr(asyncpg.Connection, name, method)
