"""How long a large file takes to come in and to go out again: python -m tests.drills.imports --rows 20000 --talks 5000.

Beside two hundred thousand people who were here before. Seconds are of the commands alone, without the page around them.
"""

from __future__ import annotations

import asyncio
import resource
import shutil
import sys
import time
from collections.abc import Awaitable
from typing import TypeVar

import click

from coaching.funnel.commands import importing
from coaching.funnel.queries import imports
from coaching.kit import migrating
from coaching.kit.database import close_pool, execute, fetchval, open_pool
from coaching.kit.embedded.postgres import PostgreSQL
from coaching.sheets import commands
from coaching.sheets.reading.columns import guess
from coaching.sheets.values import Kind
from tests.conftest import NOW
from tests.drills.starting import open_folder
from tests.funnel.files_of_people import ELLEN
from tests.sheets import world as sheets
from tests.sheets.test_talks import a_book

OTHERS = 200_000
MOST_SECONDS = 30
HOUSE = f"""
insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now());
insert into organisation (name, folded_name, made_at) select 'Cedar Bend ' || n, 'cedar bend ' || n, now() from generate_series(0, 149) n;
insert into person (name, folded_name, email, source, made_at, seen_at)
select 'Known ' || n, 'known ' || n, 'known' || n || '@example.org', 'self', now(), now() from generate_series(1, {OTHERS}) as n;
"""
Answer = TypeVar('Answer')


def a_file(rows: int) -> bytes:
    """People with a Taste, each third with an Intro, half of them of an agency that is known; each tenth person is known."""
    lines = ['Name,Email,Phone,Agency,Taste date,Intro date']
    for n in range(rows):
        who = f'Known {n + 1},known{n + 1}@example.org' if n % 10 == 0 else f'Ana María Ruiz {n},ana{n}@example.org'
        lines.append(f'{who},60255{n:05d},Cedar Bend {n % 300},2025-03-{n % 28 + 1:02d},{"2025-04-02" if n % 3 == 0 else ""}')
    return '\n'.join(lines).encode()


async def drill(rows: int) -> dict[str, float]:
    """The seconds of each step; the database is as before at the end."""
    seconds: dict[str, float] = {}

    async def timed(name: str, step: Awaitable[Answer]) -> Answer:
        began = time.monotonic()
        answer = await step
        seconds[name] = time.monotonic() - began
        return answer

    content = a_file(rows)
    batch_id = (await timed('read and keep the file', importing.upload(content, 'large.csv', by=ELLEN, now=NOW))).batch_id
    guessed = imports.guess('sheet', await imports.sheet(batch_id))
    await importing.choose(batch_id, guessed, language='en', by=ELLEN, now=NOW)
    batch = await imports.batch(batch_id)
    assert batch
    read = await timed('read every row', imports.rows(batch, now=NOW))
    planned = await timed('say the fate of every row', imports.planned(batch, read))
    assert len(planned) == rows
    await timed('bring all of it in', importing.make(batch_id, by=ELLEN, now=NOW))
    again = (await importing.upload(content + b'\n', 'again.csv', by=ELLEN, now=NOW)).batch_id
    await timed('bring the same in again', importing.make(again, by=ELLEN, now=NOW))
    counts = (await imports.batch(again)).counts  # type: ignore[union-attr]
    assert (counts['people'], counts['credits'], counts['same']) == (0, 0, rows)
    await timed('undo what changed nothing', importing.undo(again, by=ELLEN, now=NOW))
    await timed('undo all of it', importing.undo(batch_id, by=ELLEN, now=NOW))
    assert await fetchval('select count(*) from person') == OTHERS
    assert await fetchval('select count(*) from prior_credit') == await fetchval('select count(*) from membership') == 0
    return seconds


async def drill_talks(talks: int) -> dict[str, float]:
    """The seconds in which so many past talks of two teams come in and go out again."""
    await sheets.brought_in()
    began = time.monotonic()
    kept = await commands.upload(a_book(talks), 'talks.xlsx', by=ELLEN, now=NOW)
    await commands.choose(kept.batch_id, guess(Kind(kept.tool), await imports.sheet(kept.batch_id)), by=ELLEN, now=NOW)
    read = time.monotonic()
    assert len(await sheets.planned(kept.batch_id)) == talks
    planned = time.monotonic()
    await commands.make(kept.batch_id, by=ELLEN, now=NOW)
    made = time.monotonic()
    assert await fetchval('select count(*) from contact') == talks
    await commands.undo(kept.batch_id, by=ELLEN, now=NOW)
    assert await fetchval('select count(*) from contact') == 0
    return {
        f'read {talks:,} talks': read - began, 'say the fate of every talk': planned - read, 'bring the talks in': made - planned,
        'undo the talks': time.monotonic() - made,
    }  # fmt: skip


async def drill_members(members: int) -> dict[str, float]:
    """The seconds in which so many people of two teams come in and go out again; each tenth is known."""
    lines = ['Team,Name,Email,Phone,Parent leader']
    for n in range(members):
        who = f'Known {n + 1},known{n + 1}@example.org' if n % 10 == 0 else f'Ana María Ruiz {n},ana{n}@example.org'
        lines.append(f'{(sheets.WILLOW, sheets.CEDAR)[n % 2]},{who},60255{n:05d},{"yes" if n % 3 == 0 else ""}')
    before = await fetchval('select count(*) from team_member')
    batch_id = await sheets.uploaded('\n'.join(lines), file='members.csv')
    began = time.monotonic()
    await commands.make(batch_id, by=ELLEN, now=NOW)
    made = time.monotonic()
    assert await fetchval('select count(*) from team_member') == before + members
    await commands.undo(batch_id, by=ELLEN, now=NOW)
    assert await fetchval('select count(*) from team_member') == before
    return {f'bring {members:,} members in': made - began, 'undo the members': time.monotonic() - made}


async def _on_a_database(rows: int, talks: int, members: int) -> dict[str, float]:
    folder = open_folder()
    server = PostgreSQL(folder)
    server.start()
    try:
        await open_pool({'dsn': server.url})
        await migrating.migrate()
        await execute(HOUSE)
        await execute('analyze')
        return await drill(rows) | await drill_talks(talks) | await drill_members(members)
    finally:
        await close_pool()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@click.command()
@click.option('--rows', type=click.IntRange(1, 20_000), default=19_999, show_default=True)
@click.option('--talks', type=click.IntRange(1, 20_000), default=5000, show_default=True)
@click.option('--members', type=click.IntRange(1, 20_000), default=5000, show_default=True)
def main(rows: int, talks: int, members: int) -> None:
    """Print a table of the seconds; fails where a step takes too long."""
    seconds = asyncio.run(_on_a_database(rows, talks, members))
    click.echo(f'{rows:,} rows beside {OTHERS:,} people, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB in this process')
    for name, one in seconds.items():
        click.echo(f'{name:<28} {one:6.1f} s')
    sys.exit(0 if max(seconds.values()) <= MOST_SECONDS else 1)


if __name__ == '__main__':
    main()
