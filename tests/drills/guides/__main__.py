"""The drills of guides: python -m tests.drills.guides search | fuzz."""

from __future__ import annotations

import asyncio
import shutil
import sys

import click

from coaching.kit import migrating
from coaching.kit.embedded.postgres import PostgreSQL
from tests.another_database import speaking_to
from tests.drills.guides import searching
from tests.drills.starting import open_folder


@click.group()
def drills() -> None:
    """What guides bear."""


@drills.command()
@click.option('--guides', default=2000, help='so many in each language')
def search(guides: int) -> None:
    """How long a search takes over many guides."""
    folder = open_folder()
    server = PostgreSQL(folder)
    server.start()

    async def run() -> list[searching.Searched]:
        async with speaking_to({'dsn': server.url}):
            await migrating.migrate()
            return await searching.measured(guides)

    try:
        found = asyncio.run(run())
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    for one in found:
        print(f'{one.language} {one.typed:<22} {one.found:>3} shown  quickest {one.quickest:5.1f} ms, middle {one.middle:5.1f} ms')
    slow = [one for one in found if one.quickest > searching.MOST_MS]
    sys.exit(f'over {searching.MOST_MS} ms: {[one.typed for one in slow]}' if slow else 0)


if __name__ == '__main__':
    drills()
