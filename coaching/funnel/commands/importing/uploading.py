"""A file waits to be brought in: it is read once, its columns are said, and after a day nothing of it is left."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coaching.funnel.queries import imports
from coaching.funnel.reading import eventbrite
from coaching.funnel.reading.columns import ColumnMap, fingerprint, read_sheet
from coaching.funnel.reading.labels import Words
from coaching.funnel.reading.packing import packed
from coaching.funnel.reading.values import Sheet
from coaching.funnel.rules.imports import KEPT, NoImport
from coaching.journal.commands import record
from coaching.kit import tokens
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchrow, fetchval
from coaching.kit.refusal import Refused

BEFORE = """
select id, tool, made_at is not null as is_made, mapping is not null as is_mapped from import_batch
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
    tool: str = 'sheet'


def tool_of(header: Sequence[str], _mapping: Mapping[str, Any] | None) -> str:
    """Which program wrote a list of people with these columns."""
    return 'eventbrite' if eventbrite.is_export(header) else 'sheet'


async def upload(
    content: bytes,
    file_name: str,
    *,
    also: Sequence[Words] = (),
    kind_of: Callable[[Sequence[str], Mapping[str, Any] | None], str] = tool_of,
    apart: str = '',
    by: Actor,
    now: datetime.datetime,
) -> Uploaded:
    """Keep a file until it is brought in; the same file once more is the one that is here.

    `kind_of` says what it is by the names of its columns and what is remembered of them; `also` are names that such columns may have.
    Two with the same `apart` share a file, others have one of their own.

    :raises Refused: it is no table, or `kind_of` refuses it
    """
    sheet, kept = await asyncio.to_thread(_read, content, also)
    digest = tokens.digest(content + apart.encode())
    async with atomic():
        if before := await fetchrow(BEFORE, digest):
            return Uploaded(before['id'], before['is_made'], before['is_mapped'], before['tool'])
        mapping = await imports.remembered(sheet.header)
        tool = kind_of(sheet.header, mapping)
        batch_id = await fetchval(KEEP, tool, file_name[:200], digest, kept, mapping, by.person_id, now)
        return Uploaded(batch_id, is_made=False, is_mapped=mapping is not None, tool=tool)


def _read(content: bytes, also: Sequence[Words]) -> tuple[Sheet, bytes]:
    sheet = read_sheet(content, *also)
    return sheet, packed(sheet)


async def choose(batch_id: int, chosen: ColumnMap, *, language: str, by: Actor, now: datetime.datetime) -> None:
    """Say what the columns hold; columns with these names are remembered so, but for a day that holds for this file alone.

    :raises Refused: the file is no longer here
    """
    mapping = chosen.as_json() | {imports.LANGUAGE: language}
    lasting = {name: value for name, value in mapping.items() if name != 'every_day'}
    await keep_mapping(batch_id, mapping, lasting=lasting, by=by, now=now)


async def keep_mapping(
    batch_id: int, mapping: Mapping[str, Any], *, lasting: Mapping[str, Any], tool: str | None = None, by: Actor, now: datetime.datetime
) -> None:
    """What this file's columns hold, and of what kind it is; `lasting` of it is remembered for columns with these names.

    :raises Refused: the file is no longer here
    """
    async with atomic():
        await imports.batch(batch_id, lock=True)
        sheet = await imports.sheet(batch_id)
        await execute('update import_batch set mapping = $2, tool = coalesce($3, tool) where id = $1', batch_id, mapping, tool)
        if any(sheet.header):
            await execute(REMEMBER, fingerprint(sheet.header), lasting, by.person_id, now)
        await record('mapping_saved', by=by, subject=('import_batch', batch_id), now=now)


async def say_kind(batch_id: int, tool: str) -> None:
    """What this file is a list of; its columns are to be said anew.

    :raises Refused: the file is no longer here
    """
    said = 'update import_batch set tool = $2, mapping = null where id = $1 and content is not null and made_at is null returning id'
    if await fetchval(said, batch_id, tool) is None:
        raise Refused(NoImport.GONE)


async def forget(batch_id: int) -> None:
    """Take away a file that shall not be brought in."""
    await execute(f'{FORGET} and id = $1', batch_id)


async def forget_contents(*, now: datetime.datetime) -> int:
    """Take away what nobody brought in within a day; how many files."""
    told = await execute(f'{FORGET} and uploaded_at <= $1', now - KEPT)
    return int(told.split()[-1])
