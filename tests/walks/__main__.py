"""Random deeds of many teams beside the reference model: python -m tests.walks --steps 300000."""

from __future__ import annotations

import asyncio
import collections
import shutil
import sys
import time

import click

from coaching.kit import migrating
from coaching.kit.database import close_pool, execute, open_pool
from coaching.kit.embedded.postgres import PostgreSQL
from tests.drills.starting import open_folder
from tests.walks.walking import DEEDS, LENGTH, Differs, walked

HOUSE = "insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())"


async def _many(steps: int, seed: int) -> collections.Counter[str]:
    folder = open_folder()
    server = PostgreSQL(folder)
    server.start()
    done: collections.Counter[str] = collections.Counter()
    try:
        await open_pool({'dsn': server.url})
        await migrating.migrate()
        await execute(HOUSE)
        for number in range(-(-steps // LENGTH)):
            done += await walked(seed + number)
        return done
    finally:
        await close_pool()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@click.command()
@click.option('--steps', type=click.IntRange(LENGTH), default=300_000, show_default=True)
@click.option('--seed', type=int, default=0, show_default=True)
def main(steps: int, seed: int) -> None:
    """Print how often each deed was done; ends with 1 where the two sides differ, or where a deed was never done."""
    began = time.monotonic()
    try:
        done = asyncio.run(_many(steps, seed))
    except Differs as differs:
        click.echo(str(differs))
        sys.exit(1)
    seconds = time.monotonic() - began
    click.echo(f'{steps:,} deeds tried, {done.total():,} done, the same on both sides: {seconds:.0f} s, {steps / seconds:.0f} a second')
    for deed in DEEDS:
        click.echo(f'{deed:<12} {done[deed]:8,}')
    sys.exit(0 if set(done) == set(DEEDS) else 1)


if __name__ == '__main__':
    main()
