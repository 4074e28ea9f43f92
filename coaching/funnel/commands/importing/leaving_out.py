"""Whoever is forgotten is taken out of the files that still wait to be brought in."""

from __future__ import annotations

import asyncio
import dataclasses
import re

from coaching.funnel.reading.names import address
from coaching.funnel.reading.packing import packed, unpacked
from coaching.funnel.reading.values import SheetRow
from coaching.kit.database import atomic, execute, fetch
from coaching.kit.words import fold
from coaching.people.rules import tidy_phone

# A file that is being brought in at this moment is let go: it holds the people whom this transaction holds, and is empty right after.
WAITING = 'select id, content from import_batch where content is not null and made_at is null order by id for update skip locked'
NUMBER = re.compile(r'\+?[\d\s().\-/]{10,40}')


async def leave_out(*, email: str, phone: str | None, folded_name: str) -> None:
    """Take the rows about this person out of every file that waits; the rest of a file stays as it is."""
    async with atomic():
        for batch in await fetch(WAITING):
            kept = await asyncio.to_thread(_without, batch['content'], email, phone, folded_name)
            if kept is not None:
                await execute('update import_batch set content = $2 where id = $1', batch['id'], kept)


def _without(content: bytes, email: str, phone: str | None, folded_name: str) -> bytes | None:
    """The file without these rows; None where there are none."""
    sheet = unpacked(content)
    rows = tuple(row for row in sheet.rows if not is_about(row, email, phone, folded_name))
    return None if len(rows) == len(sheet.rows) else packed(dataclasses.replace(sheet, rows=rows))


def is_about(row: SheetRow, email: str, phone: str | None, folded_name: str) -> bool:
    """Whether a row is this person's: by address or number, and by name alone where it has neither."""
    addresses = {found for cell in row.cells if (found := address(cell))}
    numbers = {number for cell in row.cells if NUMBER.fullmatch(cell) and (number := tidy_phone(cell)) and len(number) > 10}
    if addresses or numbers:
        return email in addresses or phone in numbers
    return bool(folded_name) and f' {folded_name} ' in f' {fold(" ".join(row.cells))} '
