"""Write a backup: every table from one snapshot, while people work."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import os
import pathlib
import zipfile
from collections.abc import Awaitable, Callable

from coaching.journal.commands import record
from coaching.keeping import ledger
from coaching.keeping.archive import MANIFEST, PRODUCT, Kept, Manifest, NotABackup
from coaching.kit import migrating
from coaching.kit.access import SYSTEM
from coaching.kit.database import atomic, connection, execute, fetch, fetchval

DISPOSABLE = ('migration', 'rate_window', 'guide_page')
COPY_SECONDS = 600
# the text of COPY depends on these, and a database or a role may have its own
WRITTEN_ALIKE = "set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex'; set local intervalstyle = 'postgres'"
COLUMNS = """
select c.relname as "table", array_agg(a.attname::text order by a.attnum) as columns,
       (select array_agg(k.attname::text order by k.attnum) from pg_index i
        join pg_attribute k on k.attrelid = i.indrelid and k.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as key,
       max(a.attname::text) filter (where a.attidentity <> '') as numbered
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> all($1)
group by c.oid, c.relname order by c.relname
"""
LAST = 'select coalesce(pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass), 0)'

Write = Callable[[bytes], Awaitable[None]]


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table as the database describes it; `numbered` is the column that gives each row its number, None where there is none."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    numbered: str | None


async def backup(path: pathlib.Path, *, now: datetime.datetime) -> Manifest:
    """Write the backup and, beside it, the ledger of erasures; a file that was there is replaced only by a whole one.

    :raises NotABackup: there is nothing to keep yet
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f'.{path.name}.half')
    try:
        with open(os.open(half, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), 'w+b') as file:
            with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                manifest = await _keep_all(archive, now)
                archive.writestr(MANIFEST, manifest.text())
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, path)
    finally:
        half.unlink(missing_ok=True)
    await ledger.stand_beside(path.parent)
    await record('backup_made', by=SYSTEM, subject=('network', 1), now=now, tables=len(manifest.tables), rows=manifest.rows)
    return manifest


async def _keep_all(archive: zipfile.ZipFile, now: datetime.datetime) -> Manifest:
    async with atomic(isolation='repeatable_read'):
        await execute(WRITTEN_ALIKE)
        level = await migrating.level()
        if not level:
            raise NotABackup(f'{PRODUCT} was never started on this database: there is nothing to keep yet.')
        tables = [await _keep(archive, table) for table in await described()]
    return Manifest(level, now.isoformat(), tuple(tables))


async def _keep(archive: zipfile.ZipFile, table: Table) -> Kept:
    kept = Kept(table.name, table.columns, 0, '', await last_number(table))
    with archive.open(kept.member, 'w', force_zip64=True) as member:
        digest = hashlib.sha256()

        async def write(block: bytes) -> None:
            digest.update(block)
            member.write(block)

        rows = await _copy_out(table, write)
    return dataclasses.replace(kept, rows=rows, digest=digest.hexdigest())


async def described() -> list[Table]:
    """Every table that is kept, as the database has it now."""
    return [Table(row['table'], tuple(row['columns']), tuple(row['key']), row['numbered']) for row in await fetch(COLUMNS, DISPOSABLE)]


async def last_number(table: Table) -> int:
    """The highest number that a row of this table ever had."""
    return await fetchval(LAST, quoted(table.name), table.numbered) if table.numbered else 0


async def digest_of(table: Table) -> str:
    """The SHA-256 of a table's rows as a backup writes them."""
    digest = hashlib.sha256()

    async def read(block: bytes) -> None:
        digest.update(block)

    await _copy_out(table, read)
    return digest.hexdigest()


async def _copy_out(table: Table, write: Write) -> int:
    """Send a table's rows in the order of its key; how many they were."""
    names, order = (', '.join(quoted(name) for name in columns) for columns in (table.columns, table.key))
    async with connection() as held:
        query = f'select {names} from {quoted(table.name)} order by {order}'
        told = await held.copy_from_query(query, output=write, timeout=COPY_SECONDS)
    return int(told.split()[-1])


def quoted(name: str) -> str:
    """A name as it stands in a statement."""
    return '"' + name.replace('"', '""') + '"'
