"""Bring a backup back: all or nothing, no letter goes out by itself, and nobody comes back who was erased."""

from __future__ import annotations

import dataclasses
import datetime
import graphlib
import pathlib
import zipfile
import zlib
from collections.abc import AsyncIterator, Mapping
from typing import IO, Any

import asyncpg

from coaching.accounts.commands.restoring import step_aside
from coaching.journal.commands import record
from coaching.keeping import ledger
from coaching.keeping.archive import Kept, Manifest, NotABackup, read_manifest
from coaching.keeping.backup import COPY_SECONDS, WRITTEN_ALIKE, described, digest_of, last_number, quoted
from coaching.kit import migrating
from coaching.kit.access import SYSTEM
from coaching.kit.database import atomic, connection, execute, fetch, fetchval
from coaching.outbox.commands import hold_all
from coaching.people.commands import came_back, erase_again

BLOCK = 1 << 18
ORDER = """
select distinct conrelid::regclass::text as "table", confrelid::regclass::text as needs
from pg_constraint where contype = 'f' and not condeferred and connamespace = current_schema()::regnamespace and conrelid <> confrelid
"""
# What a table holds of how its rows may change is for changes: a row that comes back is as it was, which its digest proves.
GUARDED = """
select distinct c.oid::regclass::text as "table" from pg_trigger t join pg_class c on c.oid = t.tgrelid
where not t.tgisinternal and c.relnamespace = current_schema()::regnamespace order by 1
"""
UNFIT = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)


async def restore(path: pathlib.Path, *, now: datetime.datetime) -> tuple[Manifest, int, int]:
    """Replace everything by the backup; its manifest, how many letters wait for a release, how many were erased again.

    :raises NotABackup: for a file that is none of ours, damaged, or of a newer version; nothing was changed then
    """
    manifest = read_manifest(path)
    if not await migrating.level() and await described():
        raise NotABackup('This database holds something else. Choose an empty one.')
    erased = await ledger.everybody(path.parent)
    async with atomic():
        await execute('select pg_advisory_xact_lock($1)', migrating.LOCK)
        await execute(WRITTEN_ALIKE)
        before = {table.name: await last_number(table) for table in await described()}
        try:
            await migrating.rebuild(manifest.level)
        except LookupError as error:
            raise NotABackup(f'{path} was made by a newer version. Install that version first.') from error
        await _load(path, manifest)
        await _go_on_counting(manifest, before, erased)
        await migrating.catch_up()
        again = await came_back(erased)
        await step_aside(again, now=now)
        count = await erase_again(again, now=now)
        held = await hold_all(now=now)  # also what an erasure promises to those who get a seat by it
        await record('restored', by=SYSTEM, subject=('network', 1), now=now, held=held, erased=count)
    await ledger.write_down(now)
    return manifest, held, count


async def _load(path: pathlib.Path, manifest: Manifest) -> None:
    """Every table as it was kept, and seen to be so by reading it again."""
    tables = {table.name: table for table in await described()}
    if {table.name: set(table.columns) for table in manifest.tables} != {name: set(table.columns) for name, table in tables.items()}:
        raise NotABackup(f'{path} does not hold the tables of its version.')
    guarded = [row['table'] for row in await fetch(GUARDED)]
    for name in guarded:
        await execute(f'alter table {name} disable trigger user')
    with zipfile.ZipFile(path) as archive:
        for kept in await _in_order(manifest):
            try:
                with archive.open(kept.member) as member:
                    await _copy_in(kept, member)
            except (*BROKEN, *UNFIT) as error:
                raise _damaged(path, kept) from error
            if await digest_of(dataclasses.replace(tables[kept.name], columns=kept.columns)) != kept.digest:
                raise _damaged(path, kept)
    await execute('set constraints all immediate')
    await execute('set constraints all deferred')
    for name in guarded:
        await execute(f'alter table {name} enable trigger user')
    await _execute_slowly('analyze')


def _damaged(path: pathlib.Path, kept: Kept) -> NotABackup:
    return NotABackup(f'{path} is damaged: the rows of {kept.name} are not those that were kept.')


async def _go_on_counting(manifest: Manifest, before: Mapping[str, int], erased: Mapping[int, Any]) -> None:
    """No number is given a second time: not one of the backup, of what stood here before, or of somebody who was erased."""
    kept = {table.name: table.last for table in manifest.tables}
    for table in await described():
        if table.numbered:
            highest = await fetchval(f'select max({quoted(table.numbered)}) from {quoted(table.name)}') or 0
            gone = max(erased, default=0) if table.name == 'person' else 0
            last = max(highest, kept[table.name], before.get(table.name, 0), gone)
            if last:
                await execute('select setval(pg_get_serial_sequence($1, $2)::regclass, $3)', quoted(table.name), table.numbered, last)


async def _in_order(manifest: Manifest) -> list[Kept]:
    """Tables after those that they refer to; what may be wrong until the end of the transaction has no order."""
    needs: dict[str, set[str]] = {table.name: set() for table in manifest.tables}
    for row in await fetch(ORDER):
        needs[row['table']].add(row['needs'])
    tables = {table.name: table for table in manifest.tables}
    return [tables[name] for name in graphlib.TopologicalSorter(needs).static_order()]


async def _copy_in(table: Kept, member: IO[bytes]) -> None:
    async def blocks() -> AsyncIterator[bytes]:
        while block := member.read(BLOCK):
            yield block

    async with connection() as held:
        await held.copy_to_table(table.name, source=blocks(), columns=list(table.columns), timeout=COPY_SECONDS)


async def _execute_slowly(sql: str) -> None:
    async with connection() as held:
        await held.execute(sql, timeout=COPY_SECONDS)
