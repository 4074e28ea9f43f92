"""What the pages of teams and coaches cost, against floors from the same run: python -m tests.benchmarks.teams."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import click

from tests.benchmarks.kept import disk_space
from tests.benchmarks.teams import world
from tests.benchmarks.teams.figures import FIGURES
from tests.benchmarks.teams.kept import TEAMS, KeptTeams
from tests.benchmarks.teams.town import town
from tests.benchmarks.teams.writing import clean
from tests.benchmarks.turns import Place, all_figures, head, say, served, table

FLOORS = 'tests.benchmarks.teams.floors'


@contextlib.asynccontextmanager
async def places(sizes: Sequence[int]) -> AsyncIterator[list[Place]]:
    """Every world, the smallest first, loaded and served; the largest says how old all of them are."""
    with contextlib.ExitStack() as stack:
        found, born = [], None
        for teams in sorted(sizes, reverse=True):
            kept = KeptTeams(teams, born=born)
            stack.callback(kept.stop)
            kept.start()
            loaded = await kept.fill(lambda words, teams=teams: say(f'{teams:,} teams: {words}'))
            born = loaded.now
            async with kept.inside():
                say(f'{teams:,} teams: {await world.counts()}, {await disk_space()}')
                ids = await town(loaded)
            found.append(stack.enter_context(served(kept, ids, FLOORS)))
        yield found[::-1]


async def _main(sizes: Sequence[int], seconds: float, rounds: int, only: str, *, keep: bool) -> None:
    new = [teams for teams in sizes if not keep and not (TEAMS / str(teams)).exists()]
    try:
        async with places(sizes) as every:
            figures = [figure for figure in FIGURES if only in figure.name]
            click.echo(table(head('teams'), await all_figures(figures, every, seconds, rounds, clean=clean, what='teams')))
    finally:
        for teams in new:
            KeptTeams(teams).forget()


@click.command()
@click.option('--teams', default='50,20000', show_default=True, help='Teams in each world, beside the sixty of one coach.')
@click.option('--seconds', default=4.0, show_default=True, help='For each measurement.')
@click.option('--rounds', default=3, show_default=True)
@click.option('--only', default='', help='Figures with these words in their name.')
@click.option('--keep', is_flag=True, help='Leave the worlds on the disk for the next run; a million talks take some minutes to load.')
def main(teams: str, seconds: float, rounds: int, only: str, keep: bool) -> None:
    """Measure the pages of teams and of a coach with sixty, and what would be the least for each of them, in turns."""
    asyncio.run(_main([int(size) for size in teams.split(',')], seconds, rounds, only, keep=keep))


if __name__ == '__main__':
    main()
