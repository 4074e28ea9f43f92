"""The drills of guides: python -m tests.drills.guides search | fuzz | browse."""

from __future__ import annotations

import asyncio
import shutil
import sys

import click
from playwright.async_api import async_playwright

from coaching.kit import migrating
from coaching.kit.embedded.postgres import PostgreSQL
from tests.another_database import speaking_to
from tests.browser.conftest import FLAGS
from tests.browser.serving import served
from tests.drills.guides import browsing, hostile, searching
from tests.drills.starting import open_folder
from tests.plugins import chromium


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


@drills.command()
@click.option('--inputs', default=50_000)
@click.option('--seed', default=1)
def fuzz(inputs: int, seed: int) -> None:
    """Nothing outside of the list, and none over 50 ms for 8 KB."""
    seen = hostile.fuzz(inputs, seed)
    print(f'{seen.inputs:,} inputs, {seen.characters / 1e6:.1f} million characters; the slowest took {seen.slowest:.1f} ms for 8 KB')
    for fault in seen.faults[:20]:
        print(fault)
    sys.exit(f'{len(seen.faults)} faults' if seen.faults else 0)


@drills.command()
@click.option('--guides', default=200)
def browse(guides: int) -> None:
    """Hostile guides in Chromium: no dialog, and no request that leaves the site."""

    async def run() -> browsing.Browsed:
        async with async_playwright() as playwright, served(lambda _address: browsing.Pages(browsing.hostile_guides(guides))) as address:
            browser = await playwright.chromium.launch(executable_path=chromium.found(), args=FLAGS)
            return await browsing.browse(browser, address, guides)

    seen = asyncio.run(run())
    print(f'{seen.guides} hostile guides in Chromium')
    for fault in seen.faults[:20]:
        print(fault)
    sys.exit(f'{len(seen.faults)} faults' if seen.faults else 0)


if __name__ == '__main__':
    drills()
