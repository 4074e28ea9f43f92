"""A house with people in it, and what tells whether two databases hold the same."""

from __future__ import annotations

import contextlib
import pathlib
import secrets
import zipfile
from collections.abc import AsyncIterator, Callable
from typing import Any

import asyncpg

from coaching.demo import planting
from coaching.keeping.archive import MANIFEST
from coaching.keeping.backup import described, digest_of
from coaching.kit.access import SYSTEM
from coaching.kit.database import fetch, fetchval
from coaching.outbox.commands import promise
from coaching.people.commands import find_or_add
from tests.another_database import speaking_to
from tests.conftest import NOW


async def a_house() -> None:
    """The demo network, with a letter that waits for its time."""
    await planting.plant(now=NOW)
    ana, _ = await find_or_add('Ana Zyzzyva', 'zyzzyva@example.org', by=SYSTEM, now=NOW)
    await promise('my-links', person_id=ana, subject_kind='person', subject_id=ana, key='links', due_at=NOW, now=NOW)


async def digests() -> dict[str, str]:
    """Of every table."""
    return {table.name: await digest_of(table) for table in await described()}


async def everybody() -> set[str]:
    """The names of all who are here."""
    return {row['name'] for row in await fetch("select name from person where name <> ''")}


async def person_named(name: str) -> int:
    found: int = await fetchval('select id from person where name = $1', name)
    return found


@contextlib.asynccontextmanager
async def a_database(postgres: dict[str, Any], *, like: str = 'template1', keep: bool = False) -> AsyncIterator[str]:
    """Inside the block everything speaks to a database of its own, made like another: by itself one without even our schema."""
    name = f'kept_{secrets.token_hex(4)}'
    keeper = await asyncpg.connect(**postgres)
    await keeper.execute(f'create database {name} template {like}')
    try:
        async with speaking_to({**postgres, 'database': name}):
            yield name
    finally:
        if not keep:
            await keeper.execute(f'drop database {name} with (force)')
        await keeper.close()


def changed(path: pathlib.Path, change: Callable[[str, bytes], bytes | None]) -> pathlib.Path:
    """A copy of a backup with other members: `change` gets each member's name and bytes, and says what it is instead, or None."""
    copy = path.with_name('changed.zip')
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, 'w') as written:
        for name in archive.namelist():
            content = change(name, archive.read(name))
            if content is not None:
                written.writestr(name, content)
    return copy


def in_manifest(old: str, new: str) -> Callable[[str, bytes], bytes]:
    """A change of the manifest's text."""

    def change(name: str, content: bytes) -> bytes:
        if name != MANIFEST:
            return content
        assert old in content.decode(), old
        return content.decode().replace(old, new).encode()

    return change
