"""The ledger of erasures: ids, moments and marks, beside the backups, so that a restore brings nobody back who asked to be forgotten."""

from __future__ import annotations

import contextlib
import datetime
import os
import pathlib
from collections.abc import Iterable

import asyncpg

from coaching.kit.database import fetch
from coaching.kit.settings import settings
from coaching.people.commands.erasing import LEDGER, mark

FOLDERS = 'backup-folders'
ERASED = 'select e.person_id, e.erased_at, p.made_at from erasure e join person p on p.id = e.person_id order by e.id'

Line = tuple[int, str, str]


async def write_down(_now: datetime.datetime) -> None:
    """The tick: every erasure that the database knows stands in the data folder and beside each backup."""
    erased = await _known()
    for folder in _folders():
        with contextlib.suppress(OSError):  # a disk that is away for now is written to when it is back
            _write(folder / LEDGER, erased)


async def stand_beside(folder: pathlib.Path) -> None:
    """From now on the ledger also stands in this folder, because a backup does."""
    if folder.resolve() not in _folders():
        with open(settings().data_dir / FOLDERS, 'a', encoding='utf-8') as remembered:
            remembered.write(f'{folder.resolve()}\n')
    _write(folder / LEDGER, await _known())


async def everybody(*folders: pathlib.Path) -> dict[int, set[str]]:
    """All who were erased, by the database that stands now, by the data folder's ledger and by those in `folders`.

    Each id has the marks of the records that had it, '' for one of which only the id is known.
    """
    found: dict[int, set[str]] = {}
    lines = [*await _known(), *(line for folder in (*_folders(), *folders) for line in _read(folder / LEDGER))]
    for person_id, _, its_mark in lines:
        found.setdefault(person_id, set()).add(its_mark)
    return found


async def _known() -> list[Line]:
    try:
        rows = await fetch(ERASED)
    except asyncpg.UndefinedTableError:
        return []
    return [(row['person_id'], row['erased_at'].isoformat(), mark(row['person_id'], row['made_at'])) for row in rows]


def _folders() -> list[pathlib.Path]:
    data = settings().data_dir
    remembered = data / FOLDERS
    lines = remembered.read_text(encoding='utf-8').splitlines() if remembered.exists() else []
    return [data.resolve(), *(pathlib.Path(line) for line in lines)]


def _read(path: pathlib.Path) -> list[Line]:
    """The lines of a ledger; what a kill left half is passed over."""
    try:
        lines = [line.split() for line in path.read_text(encoding='utf-8').splitlines()]
    except FileNotFoundError:
        return []
    return [(int(parts[0]), parts[1], parts[2] if len(parts) > 2 else '') for parts in lines if len(parts) > 1 and parts[0].isdigit()]


def _write(path: pathlib.Path, erased: Iterable[Line]) -> None:
    """Append what is missing; a line that stands there is never taken away."""
    standing = {(person_id, its_mark) for person_id, _, its_mark in _read(path)}
    missing = [line for line in erased if (line[0], line[2]) not in standing]
    if not missing:
        return
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(file).st_size
        is_whole = size == 0 or os.pread(file, 1, size - 1) == b'\n'
        os.write(file, ('' if is_whole else '\n').encode() + ''.join(f'{" ".join(map(str, line))}\n' for line in missing).encode())
        os.fsync(file)
    finally:
        os.close(file)
