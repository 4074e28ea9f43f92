"""What pages cost, against a floor from the same run: python -m tests.benchmarks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import click

from tests.benchmarks import felt, world
from tests.benchmarks.figures import FIGURES, Figure, town
from tests.benchmarks.kept import HOME, JUST_NOW, TOMORROW, Kept, begin, disk_space, forget_guests
from tests.benchmarks.turns import Place, all_figures, head, say, served, table


async def clean(place: Place, figure: Figure) -> None:
    """Whoever signed up meanwhile is forgotten, and the sessions begin as the figure needs them to."""
    async with place.kept.inside():
        await forget_guests()
        await begin(world.GREAT, ago=JUST_NOW if 'tap' in figure.name else TOMORROW)
        await begin(world.ROOM, ago=JUST_NOW if 'tap' in figure.name else 20 * TOMORROW)


@contextlib.asynccontextmanager
async def places(sizes: Sequence[int]) -> AsyncIterator[list[Place]]:
    """Every world, loaded and served; it stays on the disk."""
    with contextlib.ExitStack() as stack:
        found = []
        for persons in sizes:
            kept = Kept(persons)
            stack.callback(kept.stop)
            kept.start()
            loaded = await kept.fill(lambda words, persons=persons: say(f'{persons:,} people: {words}'))
            async with kept.inside():
                await forget_guests()
                say(f'{persons:,} people: {await world.counts()}, {await disk_space()}')
                ids = await town(loaded)
            found.append(stack.enter_context(served(kept, ids)))
        yield found


async def _main(sizes: Sequence[int], seconds: float, rounds: int, only: str, *, keep: bool) -> None:
    figures = [figure for figure in FIGURES if only in figure.name]
    new = [persons for persons in sizes if not keep and not (HOME / str(persons)).exists()]
    try:
        if figures:
            async with places(sizes) as every:
                lines = await all_figures(figures, every, seconds, rounds, clean=clean, what='people')
            click.echo(table(head('people'), lines) + '\n')
        if not only or only in 'felt':
            click.echo(table(felt.HEAD, await _felt(sizes[-1])))
    finally:
        for persons in new:
            Kept(persons).forget()


async def _felt(persons: int) -> list[list[str]]:
    """In the largest world, begun anew: what was measured before leaves no connection whose memory would count."""
    async with places([persons]) as [place]:
        return [
            *await felt.stack(place.kept, place.town, say),
            *await felt.reports(place.product, persons, say),
            *await felt.telephone(place.product, persons, say),
        ]


@click.command()
@click.option('--persons', default='1000,1000000', show_default=True, help='Sizes of the worlds, smallest first.')
@click.option('--seconds', default=4.0, show_default=True, help='For each measurement.')
@click.option('--rounds', default=3, show_default=True)
@click.option('--only', default='', help='Figures with these words in their name, or "felt" for the second table alone.')
@click.option('--keep', is_flag=True, help='Leave the worlds on the disk for the next run; a million people take some minutes to load.')
def main(persons: str, seconds: float, rounds: int, only: str, keep: bool) -> None:
    """Measure pages of the real server, and what would be the least for each of them, in turns."""
    asyncio.run(_main([int(size) for size in persons.split(',')], seconds, rounds, only, keep=keep))


if __name__ == '__main__':
    main()
