"""Forget a person: nothing stays that tells who it was, and every count stays as it is."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
from collections.abc import Collection, Mapping
from typing import Literal

import asyncpg

from coaching.journal.commands import forget_whys, record
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow, fetchval
from coaching.kit.settings import settings
from coaching.people.keepers import all_keepers
from coaching.people.queries import held_ids, standing_id

LEDGER = 'erasures.log'
AskedBy = Literal['the person', 'a coordinator', 'retention', 'a restore']

HOLD = 'select id, erased_at from person where id = $1 for update'
EMPTY = """
update person set name = '', folded_name = '', email = null, email_refused_at = null, phone = null, how_heard = '', zone = '',
    erased_at = $2, version = version + 1
where id = $1
"""


async def erase(person_id: int, *, asked_by: AskedBy, by: Actor, now: datetime.datetime) -> bool:
    """Forget the person and every record merged with it; False where that was done before.

    No reason is asked for, because it would stay. The line in the ledger beside the backups is written when all the rest holds, because
    a restore goes by it.

    :raises Refused: by a domain that needs the person, such as the last coordinator of the network
    """
    lines = []
    async with atomic():
        row = await _hold(person_id)
        if row is None or row['erased_at']:
            return False
        standing = row['id']
        for number in await held_ids(standing):
            lines.append(await _forget(number, asked_by, now))
        await record('erased', by=by, subject=('person', standing), now=now, asked_by=asked_by.replace(' ', '-'))
    _write_down(lines)
    return True


class MergedMeanwhile(Exception):
    """The id stands for another record by now."""


async def _hold(person_id: int) -> asyncpg.Record | None:
    """The record that this id stands for, held; where a merging or its undoing came between, that one is let go and it is asked anew."""
    while True:
        with contextlib.suppress(MergedMeanwhile):
            async with atomic():
                row = await fetchrow(HOLD, await standing_id(person_id))
                if row and row['id'] != await standing_id(person_id):
                    raise MergedMeanwhile
                return row


async def came_back(erased: Mapping[int, Collection[str]]) -> list[int]:
    """After a restore: the records of those who had been forgotten.

    Each id has the marks of the records that had it; another record that got the same number since is left alone, unless '' is
    among the marks, of a record of which only the number is known.
    """
    rows = await fetch('select id, made_at from person where id = any($1) and erased_at is null order by id', list(erased))
    return [row['id'] for row in rows if '' in erased[row['id']] or mark(row['id'], row['made_at']) in erased[row['id']]]


async def erase_again(person_ids: Collection[int], *, now: datetime.datetime) -> int:
    """Forget these records once more; how many persons.

    Two records that were one again when the backup was made stay one, and only those are emptied that had asked for it.
    """
    count = 0
    for person_id in person_ids:
        if await standing_id(person_id) in person_ids:
            count += await erase(person_id, asked_by='a restore', by=SYSTEM, now=now)
        else:
            async with atomic():
                line = await _forget(person_id, 'a restore', now)
                await record('erased', by=SYSTEM, subject=('person', person_id), now=now, asked_by='a-restore')
            _write_down([line])
            count += 1
    return count


def mark(person_id: int, made_at: datetime.datetime) -> str:
    """What tells this record from another that may get the same number after a restore; says nothing of the person."""
    return hashlib.sha256(f'{person_id} {made_at.astimezone(datetime.UTC).isoformat()}'.encode()).hexdigest()[:16]


async def _forget(person_id: int, asked_by: AskedBy, now: datetime.datetime) -> str:
    """Empty one record and all that refers to it; the ledger's line about it."""
    keepers = all_keepers()
    for keeper in reversed(keepers):
        if keeper.erase:
            await keeper.erase(person_id, now)
    for keeper in reversed(keepers):
        for reference in keeper.references:
            if reference.on_erase == 'delete':
                await execute(f'delete from {reference.table} where {reference.column} = $1', person_id)
            elif reference.on_erase == 'null':
                await execute(f'update {reference.table} set {reference.column} = null where {reference.column} = $1', person_id)
    await forget_whys(person_id)
    await execute(EMPTY, person_id, now)
    await execute(
        'insert into erasure (person_id, erased_at, asked_by) values ($1, $2, $3) on conflict do nothing', person_id, now, asked_by
    )
    made_at = await fetchval('select made_at from person where id = $1', person_id)
    return f'{person_id} {now.isoformat()} {mark(person_id, made_at)}\n'


def _write_down(lines: list[str]) -> None:
    """Append to the ledger at once; what a kill prevents here, the ledger's tick makes good from the table."""
    path = settings().data_dir / LEDGER
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, ''.join(lines).encode())
        finally:
            os.close(file)
