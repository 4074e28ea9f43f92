"""Write a backup: every table from one snapshot, while people work."""

from __future__ import annotations

import datetime
import hashlib
import os
import pathlib
import zipfile
from typing import Any

import asyncpg

from coaching.keeping import ledger
from coaching.keeping.archive import MANIFEST, Kept, Manifest
from coaching.kit import migrating
from coaching.kit.database import atomic, connection, fetch

DISPOSABLE = ('migration', 'rate_window')
COLUMNS = """
select c.relname as "table", array_agg(a.attname::text order by a.attnum) as columns,
       (select array_agg(k.attname::text order by k.attnum) from pg_index i
        join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as key
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all($1)
group by c.oid, c.relname order by c.relname
"""


async def backup(path: pathlib.Path, *, now: datetime.datetime) -> Manifest:
    """Write the backup and, beside it, the ledger of erasures; a file that was there is replaced only by a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f'.{path.name}.half')
    try:
        with zipfile.ZipFile(half, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            async with atomic(isolation='repeatable_read'):
                tables = [await _keep(archive, row['table'], row['columns'], row['key']) for row in await fetch(COLUMNS, DISPOSABLE)]
                manifest = Manifest(await migrating.level(), now.isoformat(), tuple(tables))
            archive.writestr(MANIFEST, manifest.text())
        half.chmod(0o600)
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
    await ledger.stand_beside(path.parent)
    return manifest


async def _keep(archive: zipfile.ZipFile, table: str, columns: list[str], key: list[str]) -> Kept:
    with archive.open(f'{table}.copy', 'w', force_zip64=True) as member:
        digest = hashlib.sha256()

        async def write(block: bytes) -> None:
            digest.update(block)
            member.write(block)

        rows = await copy_out(table, columns, key, write)
    return Kept(table, tuple(columns), rows, digest.hexdigest())


async def copy_out(table: str, columns: list[str], key: list[str], write: object) -> int:
    """Send a table's rows in the order of its key; how many they were."""
    names = ', '.join(quoted(name) for name in columns)
    order = ', '.join(quoted(name) for name in key)
    async with connection() as held:
        told = await held.copy_from_query(f'select {names} from {quoted(table)} order by {order}', output=write, timeout=600)
    return int(told.split()[-1])


async def digests() -> dict[str, str]:
    """The SHA-256 of every table as a backup would write it."""
    found: dict[str, str] = {}
    for row in await fetch(COLUMNS, DISPOSABLE):
        digest = hashlib.sha256()

        async def write(block: bytes, digest: Any = digest) -> None:
            digest.update(block)

        await copy_out(row['table'], row['columns'], row['key'], write)
        found[row['table']] = digest.hexdigest()
    return found


def quoted(name: str) -> str:
    return asyncpg.utils._quote_ident(name)
