"""Bring a backup back: all or nothing, no letter goes out by itself, and nobody comes back who was erased."""

from __future__ import annotations

import datetime
import hashlib
import pathlib
import zipfile
from collections.abc import AsyncIterator
from typing import Any

from coaching.journal.commands import record
from coaching.keeping import ledger
from coaching.keeping.archive import Kept, Manifest, NotABackup, read_manifest
from coaching.keeping.backup import quoted
from coaching.kit import migrating
from coaching.kit.access import SYSTEM
from coaching.kit.database import atomic, connection, execute, fetch, fetchval
from coaching.outbox.commands import hold_all
from coaching.people.commands import erase_again

BLOCK = 1 << 18
ORDER = """
select conrelid::regclass::text as "table", confrelid::regclass::text as needs
from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace and conrelid <> confrelid
"""
SEQUENCES = """
select c.relname as "table", a.attname as "column" from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attidentity <> ''
"""


async def restore(path: pathlib.Path, *, now: datetime.datetime) -> tuple[Manifest, int, int]:
    """Replace everything by the backup; its manifest, how many letters wait for a release, how many were erased again.

    :raises NotABackup: for a file that is none of ours, damaged, or of a newer version; nothing was changed then
    """
    manifest = read_manifest(path)
    erased = await ledger.everybody(path.parent)
    async with atomic():
        await execute('select pg_advisory_xact_lock($1)', migrating.LOCK)
        try:
            await migrating.rebuild(manifest.level)
        except LookupError as error:
            raise NotABackup(f'{path} was made by a newer version. Install that version first.') from error
        await _load(path, manifest)
        await migrating.catch_up()
        held = await hold_all(now=now)
        again = await erase_again(erased, now=now)
        await journal_restored(now, held, again)
    await ledger.write_down(now)
    return manifest, held, again


async def journal_restored(now: datetime.datetime, held: int, erased: int) -> None:
    await record('restored', by=SYSTEM, subject=('network', 1), now=now, held=held, erased=erased)


async def _load(path: pathlib.Path, manifest: Manifest) -> None:
    with zipfile.ZipFile(path) as archive:
        for table in await _in_order(manifest):
            with archive.open(f'{table.name}.copy') as member:
                digest = hashlib.sha256()
                await _copy_in(table, _blocks(member, digest))
            if digest.hexdigest() != table.digest:
                raise NotABackup(f'{path} is damaged: the rows of {table.name} are not those that were kept.')
    for row in await fetch(SEQUENCES):
        table, column = quoted(row['table']), quoted(row['column'])
        highest = await fetchval(f'select coalesce(max({column}), 0) from {table}')
        await execute(f"select setval(pg_get_serial_sequence('{table}', '{row['column']}'), {max(highest, 1)}, {'true' if highest else 'false'})")


async def _in_order(manifest: Manifest) -> list[Kept]:
    """Tables after those that they refer to."""
    needs: dict[str, set[str]] = {}
    for row in await fetch(ORDER):
        needs.setdefault(row['table'], set()).add(row['needs'])
    waiting = {table.name: table for table in manifest.tables}
    ordered: list[Kept] = []
    while waiting:
        free = [name for name in waiting if not needs.get(name, set()) & waiting.keys()]
        if not free:
            raise NotABackup('Tables refer to each other in a circle.')
        ordered += [waiting.pop(name) for name in sorted(free)]
    return ordered


async def _blocks(member: Any, digest: Any) -> AsyncIterator[bytes]:
    while block := member.read(BLOCK):
        digest.update(block)
        yield block


async def _copy_in(table: Kept, source: AsyncIterator[bytes]) -> None:
    async with connection() as held:
        await held.copy_to_table(table.name, source=source, columns=list(table.columns), timeout=600)
