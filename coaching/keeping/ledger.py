"""The ledger of erasures: ids and moments, beside the backups, so that a restore brings nobody back who asked to be forgotten."""

from __future__ import annotations

import datetime
import os
import pathlib

import asyncpg

from coaching.kit.database import fetch
from coaching.kit.settings import settings

NAME = 'erasures.log'
FOLDERS = 'backup-folders'


async def write_down(now: datetime.datetime) -> None:
    """The nightly and hourly tick: every erasure that the database knows stands in the data folder and beside each backup."""
    erased = await _known()
    for folder in _folders():
        if folder.is_dir():
            _write(folder / NAME, erased)


async def stand_beside(folder: pathlib.Path) -> None:
    """From now on the ledger also stands in this folder, because a backup does."""
    known = _folders()
    if folder.resolve() not in known:
        with open(settings().data_dir / FOLDERS, 'a') as remembered:
            remembered.write(f'{folder.resolve()}\n')
    _write(folder / NAME, await _known())


async def everybody(*folders: pathlib.Path) -> dict[int, str]:
    """All who were erased, by the database that stands now, by the data folder's ledger and by those in `folders`."""
    found = await _known()
    for folder in (*_folders(), *folders):
        found |= _read(folder / NAME)
    return found


async def _known() -> dict[int, str]:
    try:
        return {row['person_id']: row['erased_at'].isoformat() for row in await fetch('select person_id, erased_at from erasure')}
    except asyncpg.UndefinedTableError:
        return {}


def _folders() -> list[pathlib.Path]:
    data = settings().data_dir
    remembered = data / FOLDERS
    return [data, *(pathlib.Path(line) for line in (remembered.read_text().splitlines() if remembered.exists() else []))]


def _read(path: pathlib.Path) -> dict[int, str]:
    if not path.exists():
        return {}
    lines = (line.split(maxsplit=1) for line in path.read_text().splitlines())
    return {int(parts[0]): parts[1] for parts in lines if len(parts) == 2 and parts[0].isdigit()}


def _write(path: pathlib.Path, erased: dict[int, str]) -> None:
    """Add what is missing; a line that stands there is never taken away, and a kill leaves the old file or the new one."""
    missing = erased.keys() - _read(path).keys()
    if not missing:
        return
    half = path.with_name(f'.{NAME}.half')
    old = path.read_text() if path.exists() else ''
    half.write_text(old + ''.join(f'{number} {erased[number]}\n' for number in sorted(missing)))
    half.chmod(0o600)
    os.replace(half, path)
