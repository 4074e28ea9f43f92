"""What pages cost, against a floor from the same run: python -m tests.benchmarks."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime
from collections.abc import Sequence

import click

from tests.benchmarks import world
from tests.benchmarks.figures import FIGURES, Figure, Town, beneath, town
from tests.benchmarks.kept import Kept, begin, forget_guests, size
from tests.benchmarks.measuring import Measured, Server, floors, median, product

TOMORROW, JUST_NOW = -datetime.timedelta(days=1), datetime.timedelta(minutes=10)
WARM_SECONDS = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A world, served."""

    kept: Kept
    town: Town
    product: Server
    floors: Server


Round = dict[str, Measured]  # by product, asyncpg, piccolo


async def measure(place: Place, figure: Figure, seconds: float) -> Round:
    """Product and floors, one after the other; whoever signed up meanwhile is forgotten."""
    async with place.kept.inside():
        await begin(world.GREAT, ago=JUST_NOW if 'tap' in figure.name else TOMORROW)
        await begin(world.ROOM, ago=JUST_NOW if 'tap' in figure.name else 20 * TOMORROW)
    found: Round = {}
    kinds = ('product', 'asyncpg', 'piccolo') if figure.floor else ('product',)
    for kind in kinds:
        server = place.product if kind == 'product' else place.floors
        for length in (WARM_SECONDS, seconds):
            requests = figure.requests(place.town) if kind == 'product' else beneath(figure, kind, place.town)
            found[kind] = server.ask(requests, seconds=length, once=figure.once)
        wanted = figure.answer if kind == 'product' else 200
        assert set(found[kind].statuses) == {str(wanted)}, f'{figure.name}, {kind}: {found[kind].statuses}'
        async with place.kept.inside():
            await forget_guests()
    return found


def row(figure: Figure, persons: int, rounds: Sequence[Round], smallest: Sequence[Round]) -> list[str]:
    """One line of the table: medians of the rounds; shares and growth are taken round by round."""
    ours = [one['product'] for one in rounds]
    shares = [
        f'{median([one["product"].rate / one[kind].rate for one in rounds]):.2f}' if figure.floor else '' for kind in ('asyncpg', 'piccolo')
    ]
    growth = median([large['product'].work / small['product'].work for large, small in zip(rounds, smallest, strict=True)])
    return [
        figure.name, f'{persons:,}', f'{median([one.rate for one in ours]):.0f}', *shares,
        f'{median([one.web for one in ours]):.2f} + {median([one.database for one in ours]):.2f}',
        f'{median([one.within(0.5) for one in ours]):.0f} / {median([one.within(0.95) for one in ours]):.0f}', f'{growth:.2f}',
    ]  # fmt: skip


HEAD = ['figure', 'people', 'a second', 'of asyncpg', 'of Piccolo', 'ms of work: web + database', 'p50 / p95 ms', 'cost ÷ smallest']


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown."""
    lines = [head, ['---'] * len(head), *rows]
    return '\n'.join(f'| {" | ".join(line)} |' for line in lines)


@contextlib.asynccontextmanager
async def places(sizes: Sequence[int]):
    """Every world, loaded and served."""
    with contextlib.ExitStack() as stack:
        found = []
        for persons in sizes:
            kept = Kept(persons)
            stack.callback(kept.stop)
            kept.start()
            loaded = await kept.fill(lambda words, persons=persons: click.echo(f'{persons:,} people: {words}', err=True))
            async with kept.inside():
                await forget_guests()
                click.echo(f'{persons:,} people: {await world.counts()}, {await size()}', err=True)
                ids = await town(loaded)
            found.append(Place(kept, ids, stack.enter_context(product(kept)), stack.enter_context(floors(kept))))
        yield found


async def _main(sizes: Sequence[int], seconds: float, rounds: int, only: str) -> None:
    figures = [figure for figure in FIGURES if only in figure.name]
    found: dict[tuple[str, int], list[Round]] = {}
    async with places(sizes) as all_places:
        for number in range(rounds):
            for figure in figures:
                for place in all_places:
                    done = await measure(place, figure, seconds)
                    found.setdefault((figure.name, place.kept.persons), []).append(done)
                    click.echo(f'round {number + 1}, {place.kept.persons:,} people, {figure.name}: ' + ', '.join(f'{kind} {one.rate:.0f}/s ({one.web:.2f}+{one.database:.2f} ms)' for kind, one in done.items()), err=True)
    click.echo(table(HEAD, [row(figure, persons, found[figure.name, persons], found[figure.name, sizes[0]]) for figure in figures for persons in sizes]))


@click.command()
@click.option('--people', default='1000,1000000', show_default=True, help='Sizes of the worlds, smallest first.')
@click.option('--seconds', default=4.0, show_default=True, help='For each measurement.')
@click.option('--rounds', default=3, show_default=True)
@click.option('--only', default='', help='Figures with these words in their name.')
def main(people: str, seconds: float, rounds: int, only: str) -> None:
    """Measure pages of the real server, and what would be the least for each of them, in turns."""
    asyncio.run(_main([int(size) for size in people.split(',')], seconds, rounds, only))


if __name__ == '__main__':
    main()

# ruff: noqa: E501
