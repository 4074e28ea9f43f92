"""A file waits to be brought in: it is read once, its columns are said, and after a day nothing of it is left."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass

from coaching.funnel.queries import imports
from coaching.funnel.reading import eventbrite
from coaching.funnel.reading.columns import ColumnMap, fingerprint, read_sheet
from coaching.funnel.reading.packing import packed
from coaching.funnel.reading.values import Sheet
from coaching.funnel.rules.imports import KEPT
from coaching.journal.commands import record
from coaching.kit import tokens
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchrow, fetchval

BEFORE = """
select id, made_at is not null as is_made, mapping is not null as is_mapped from import_batch
where digest = $1 and undone_at is null and (made_at is not null or content is not null) order by made_at nulls last, id limit 1
"""
KEEP = """
insert into import_batch (tool, file_name, digest, content, mapping, by_person_id, uploaded_at) values ($1, $2, $3, $4, $5, $6, $7)
returning id
"""
REMEMBER = """
insert into import_mapping (headers_digest, mapping, by_person_id, saved_at) values ($1, $2, $3, $4)
on conflict (headers_digest) do update
set mapping = excluded.mapping, by_person_id = excluded.by_person_id, saved_at = excluded.saved_at
"""
FORGET = 'update import_batch set content = null where content is not null and made_at is null'


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that waits, or one with the same bytes that was there before; `is_mapped`: we know what its columns hold."""

    batch_id: int
    is_made: bool
    is_mapped: bool


async def upload(content: bytes, file_name: str, *, by: Actor, now: datetime.datetime) -> Uploaded:
    """Keep a file until it is brought in; the same file once more is the one that is here.

    :raises Refused: it is no table of people
    """
    sheet, kept = await asyncio.to_thread(_read, content)
    tool, digest = 'eventbrite' if eventbrite.is_export(sheet.header) else 'sheet', tokens.digest(content)
    async with atomic():
        if before := await fetchrow(BEFORE, digest):
            return Uploaded(before['id'], before['is_made'], before['is_mapped'])
        mapping = await imports.remembered(sheet.header)
        batch_id = await fetchval(KEEP, tool, file_name[:200], digest, kept, mapping, by.person_id, now)
        return Uploaded(batch_id, is_made=False, is_mapped=mapping is not None)


def _read(content: bytes) -> tuple[Sheet, bytes]:
    sheet = read_sheet(content)
    return sheet, packed(sheet)


async def choose(batch_id: int, chosen: ColumnMap, *, language: str, by: Actor, now: datetime.datetime) -> None:
    """Say what the columns hold; columns with these names are remembered so, but for a day that holds for this file alone.

    :raises Refused: the file is no longer here
    """
    mapping = chosen.as_json() | {imports.LANGUAGE: language}
    async with atomic():
        await imports.batch(batch_id, lock=True)
        sheet = await imports.sheet(batch_id)
        await execute('update import_batch set mapping = $2 where id = $1', batch_id, mapping)
        if any(sheet.header):
            lasting = {name: value for name, value in mapping.items() if name != 'every_day'}
            await execute(REMEMBER, fingerprint(sheet.header), lasting, by.person_id, now)
        await record('mapping_saved', by=by, subject=('import_batch', batch_id), now=now)


async def forget(batch_id: int) -> None:
    """Take away a file that shall not be brought in."""
    await execute(f'{FORGET} and id = $1', batch_id)


async def forget_contents(*, now: datetime.datetime) -> int:
    """Take away what nobody brought in within a day; how many files."""
    told = await execute(f'{FORGET} and uploaded_at <= $1', now - KEPT)
    return int(told.split()[-1])
