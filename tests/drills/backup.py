"""How long a backup and a restore take, and that nothing is lost on the way: python -m tests.drills.backup --megabytes 200.

A database is filled, kept by the command line, and brought back by the command line on a machine on which nothing is. Megabytes are
those of the rows as a backup writes them, before it packs them.
"""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import click

from coaching.keeping.archive import read_manifest
from coaching.keeping.backup import described, digest_of
from coaching.kit import migrating
from coaching.kit.database import execute, fetchval
from coaching.kit.embedded.postgres import PostgreSQL
from tests.another_database import speaking_to
from tests.drills.starting import ROOT, environ, open_folder

MOST_SECONDS = 120
BYTES_A_PERSON = 1_150
AT_ONCE = 20_000
# what a restore itself changes: an entry says so, and letters are held
TOUCHED = {'entry', 'promise'}
HOUSE = """
insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now());
insert into offering (slug, kind, wall_time, zone, minutes, made_at) values ('taste', 'taste', '12:00', 'America/Chicago', 60, now());
insert into session (offering_id, starts_at, ends_at, zone, mode, languages, uid, made_at)
select 1, at, at + interval '1 hour', 'America/Chicago', 'online', '{en,es}', gen_random_uuid(), now()
from generate_series(now() - interval '8 years', now() + interval '8 weeks', interval '7 days') as at;
"""
PEOPLE = """
with people as (
    insert into person (name, folded_name, email, phone, language, how_heard, source, made_at, seen_at)
    select 'Ana María Oyelaran-Whitaker ' || n, 'ana maria oyelaran-whitaker ' || n, 'ana.maria.' || n || '@families.example.org',
        case when n % 3 = 0 then '+1602' || lpad(n::text, 7, '0') end, case when n % 4 = 0 then 'es' else 'en' end,
        case when n % 5 = 0 then 'A colleague at work told me about it' else '' end, 'self', now(), now()
    from generate_series($1::int, $2::int) as n returning id, name
), spots as (
    insert into registration (session_id, person_id, state, source, registered_at, group_words, nonce)
    select 1 + id % (select count(*) from session), id, 'registered', 'self', now(), 'Cedar Bend Family Center', sha256(name::bytea)
    from people returning id, person_id, session_id
), marks as (
    insert into attendance (registration_id, mark, how, marked_at) select id, 'here', 'tap', now() from spots where id % 3 < 2
), happened as (
    insert into entry (happened_at, kind, by_how, by_person_id, subject_kind, subject_id, facts)
    select now(), 'registered', 'public', null::bigint, 'registration', id,
        jsonb_build_object('session_id', session_id, 'person_id', person_id, 'source', 'self') from spots
    union all select now(), 'marked', 'system', null, 'registration', id, '{"part": 1, "mark": "here", "how": "tap"}'::jsonb from spots
)
insert into promise (kind, key, person_id, subject_kind, subject_id, facts, made_at, due_at, useful_until, sent_at)
select kind, kind || ' ' || id, person_id, 'registration', id, '{"part": 1}'::jsonb, now(), now(), now() + interval '1 day',
    case when kind = 'spot-saved' then now() end from spots, unnest(array['spot-saved', 'reminder-day']) as kind
"""
Answer = TypeVar('Answer')


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen; seconds are of the whole command, with the start and the stop of its servers."""

    megabytes: float
    rows: int
    packed: float
    backup_seconds: float
    restore_seconds: float
    tables: int
    alike: int
    due: int
    held: int

    def table(self) -> str:
        facts = {
            'rows as they are kept': f'{self.megabytes:.0f} MB in {self.rows:,} rows of {self.tables} tables',
            'the file': f'{self.packed:.0f} MB',
            'backup': f'{self.backup_seconds:.1f} s',
            'restore on an empty machine': f'{self.restore_seconds:.1f} s of {MOST_SECONDS} s',
            'tables with the same digest': f'{self.alike} of {self.tables - len(TOUCHED)}; two more before letters were held',
            'letters that were due': f'{self.due:,}, of which {self.held:,} wait for a person',
        }
        width = max(map(len, facts))
        return '\n'.join(f'{name:<{width}}  {fact}' for name, fact in facts.items())


def drill(megabytes: float) -> Measured:
    """Fill, keep, bring back, compare."""
    with _folders() as (full, empty):
        file = full / 'backups' / 'drill.zip'
        due = _on(full, lambda: _fill(megabytes))
        backup_seconds = _command('backup', file, full)
        restore_seconds = _command('restore', file, empty)
        digests, held = _on(empty, _found)
        manifest = read_manifest(file)
        alike = sum(table.name not in TOUCHED and digests[table.name] == table.digest for table in manifest.tables)
        packed = file.stat().st_size / 1e6
        return Measured(_unpacked(file), manifest.rows, packed, backup_seconds, restore_seconds, len(manifest.tables), alike, due, held)


@contextlib.contextmanager
def _folders() -> Iterator[tuple[pathlib.Path, pathlib.Path]]:
    full, empty = open_folder(), open_folder()
    try:
        yield full, empty
    finally:
        shutil.rmtree(full, ignore_errors=True)
        shutil.rmtree(empty, ignore_errors=True)


def _on(folder: pathlib.Path, body: Callable[[], Awaitable[Answer]]) -> Answer:
    """What `body` answers on the database of this folder."""
    server = PostgreSQL(folder)
    server.start()

    async def with_pool() -> Answer:
        async with speaking_to({'dsn': server.url}):
            return await body()

    try:
        return asyncio.run(with_pool())
    finally:
        server.stop()


async def _fill(megabytes: float) -> int:
    """So many megabytes of people who sign up and come; how many letters are still to be sent."""
    await migrating.migrate()
    await execute(HOUSE)
    people = int(megabytes * 1e6 / BYTES_A_PERSON)
    for first in range(1, people + 1, AT_ONCE):
        await execute(PEOPLE, first, min(first + AT_ONCE - 1, people))
    due: int = await fetchval('select count(*) from promise where sent_at is null')
    return due


async def _found() -> tuple[dict[str, str], int]:
    held = await fetchval('select count(*) from promise where sent_at is null and held_at is not null')
    return {table.name: await digest_of(table) for table in await described()}, held


def _command(name: str, file: pathlib.Path, folder: pathlib.Path) -> float:
    """The seconds that a command of the product takes."""
    began = time.monotonic()
    subprocess.run([sys.executable, '-m', 'coaching', name, str(file)], cwd=ROOT, env=environ(folder), check=True)
    return time.monotonic() - began


def _unpacked(file: pathlib.Path) -> float:
    with zipfile.ZipFile(file) as archive:
        return sum(member.file_size for member in archive.infolist()) / 1e6


@click.command()
@click.option('--megabytes', type=float, default=200.0, show_default=True)
def main(megabytes: float) -> None:
    """Print a table of what was measured; fails where the restore takes too long or anything differs."""
    measured = drill(megabytes)
    click.echo(measured.table())
    good = measured.restore_seconds <= MOST_SECONDS and measured.alike == measured.tables - len(TOUCHED) and measured.held == measured.due
    sys.exit(0 if good else 1)


if __name__ == '__main__':
    main()
