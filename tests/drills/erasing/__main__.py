"""python -m tests.drills.erasing --people 300."""

from __future__ import annotations

import asyncio
import sys

import click

from tests.drills.erasing.drill import drill
from tests.races.figures import Line, faults, table
from tests.races.town import a_town, inside


async def run(count: int) -> list[Line]:
    with a_town() as town:
        async with inside(town):
            return await drill(town, count)


@click.command()
@click.option('--people', 'count', default=300, show_default=True)
def main(count: int) -> None:
    """Erase so many people, and look for every text of each of them everywhere."""
    lines = asyncio.run(run(count))
    click.echo(table(f'{count} people with a text of their own in every field', lines))
    sys.exit(bool(faults(lines)))


if __name__ == '__main__':
    main()
