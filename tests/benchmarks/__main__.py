"""What pages cost, against a floor from the same run: python -m tests.benchmarks."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import statistics
from collections.abc import AsyncIterator, Sequence

import click

from tests.benchmarks import felt, world
from tests.benchmarks.figures import FIGURES, Figure, Town, town
from tests.benchmarks.kept import HOME, JUST_NOW, TOMORROW, Kept, begin, forget_guests, size
from tests.benchmarks.measuring import Measured, Server, floors, product

WARM_SECONDS = 1.0
AT_MOST = 3_000  # a second
KINDS = ('product', 'asyncpg', 'piccolo')

Round = dict[str, Measured]  # by product, asyncpg, piccolo


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A world, served."""

    kept: Kept
    town: Town
    product: Server
    floors: Server


def say(words: str) -> None:
    """Beside the table, for whoever waits for it."""
    click.echo(words, err=True)


async def measure(place: Place, figure: Figure, seconds: float, *, warm: float = WARM_SECONDS) -> Round:
    """Product and floors, one after the other; whoever signed up meanwhile is forgotten."""
    async with place.kept.inside():
        await begin(world.GREAT, ago=JUST_NOW if 'tap' in figure.name else TOMORROW)
        await begin(world.ROOM, ago=JUST_NOW if 'tap' in figure.name else 20 * TOMORROW)
    found: Round = {}
    for kind in KINDS:
        server = place.product if kind == 'product' else place.floors
        for length in filter(None, (warm, seconds)):
            many = int(length * AT_MOST)
            requests = figure.requests(place.town, many) if kind == 'product' else figure.below(kind, place.town, many)
            found[kind] = server.ask(requests, seconds=length, once=figure.once)
        wanted = figure.answer if kind == 'product' else 200
        assert set(found[kind].statuses) == {str(wanted)}, f'{figure.name}, {kind}: {found[kind].statuses}'
        async with place.kept.inside():
            await forget_guests()
    return found


HEAD = ['figure', 'people', 'a second', 'aim', 'of asyncpg', 'of Piccolo', 'ms of work: web + database', 'p50 / p95 ms', 'cost ÷ smallest']


def row(figure: Figure, persons: int, rounds: Sequence[Round], smallest: Sequence[Round]) -> list[str]:
    """One line of the table: medians of the rounds; shares and growth are taken round by round."""
    middle = statistics.median
    ours = [one['product'] for one in rounds]
    shares = [f'{middle(one["product"].rate / one[kind].rate for one in rounds):.2f}' for kind in KINDS[1:]]
    growth = middle(large['product'].work / small['product'].work for large, small in zip(rounds, smallest, strict=True))
    return [
        figure.name, f'{persons:,}', f'{middle(one.rate for one in ours):.0f}', str(figure.aim or ''), *shares,
        f'{middle(one.web for one in ours):.2f} + {middle(one.database for one in ours):.2f}',
        f'{middle(one.within(0.5) for one in ours):.0f} / {middle(one.within(0.95) for one in ours):.0f}', f'{growth:.2f}',
    ]  # fmt: skip


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown."""
    lines = [head, ['---'] * len(head), *rows]
    return '\n'.join(f'| {" | ".join(line)} |' for line in lines)


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
                say(f'{persons:,} people: {await world.counts()}, {await size()}')
                ids = await town(loaded)
            found.append(Place(kept, ids, stack.enter_context(product(kept)), stack.enter_context(floors(kept))))
        yield found


async def _main(sizes: Sequence[int], seconds: float, rounds: int, only: str, *, keep: bool) -> None:
    figures = [figure for figure in FIGURES if only in figure.name]
    new = [persons for persons in sizes if not keep and not (HOME / str(persons)).exists()]
    try:
        if figures:
            click.echo(table(HEAD, await _figures(figures, sizes, seconds, rounds)) + '\n')
        if not only or only in 'felt':
            click.echo(table(felt.HEAD, await _felt(sizes[-1])))
    finally:
        for persons in new:
            Kept(persons).forget()


async def _figures(figures: Sequence[Figure], sizes: Sequence[int], seconds: float, rounds: int) -> list[list[str]]:
    """In all worlds, in turns."""
    found: dict[tuple[str, int], list[Round]] = {}
    async with places(sizes) as all_places:
        for number in range(rounds):
            for figure in figures:
                for place in all_places:
                    done = await measure(place, figure, seconds)
                    found.setdefault((figure.name, place.kept.persons), []).append(done)
                    rates = ', '.join(f'{kind} {one.rate:.0f}/s ({one.web:.2f} + {one.database:.2f} ms)' for kind, one in done.items())
                    say(f'round {number + 1}, {place.kept.persons:,} people, {figure.name}: {rates}')
    return [row(figure, persons, found[figure.name, persons], found[figure.name, sizes[0]]) for figure in figures for persons in sizes]


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
