"""Product and floors asked in turns, in each world, and the table of what came of it."""

from __future__ import annotations

import contextlib
import dataclasses
import statistics
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

import click

from tests.benchmarks.figures import Figure
from tests.benchmarks.kept import Kept
from tests.benchmarks.measuring import Measured, Server, floors, product

WARM_SECONDS = 1.0
AT_MOST = 3_000  # a second
KINDS = ('product', 'asyncpg', 'piccolo')

Round = dict[str, Measured]  # by product, asyncpg, piccolo


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A world, served; `town` are the ids that its requests name."""

    kept: Kept
    town: Any
    product: Server
    floors: Server


Clean = Callable[[Place, Figure], Awaitable[None]]


def say(words: str) -> None:
    """Beside the table, for whoever waits for it."""
    click.echo(words, err=True)


@contextlib.contextmanager
def served(kept: Kept, town: Any, module: str = 'tests.benchmarks.floors') -> Iterator[Place]:
    """The real server and the floors of a module, both on this world."""
    with product(kept) as real, floors(kept, module) as below:
        yield Place(kept, town, real, below)


async def in_turns(place: Place, figure: Figure, seconds: float, *, warm: float = WARM_SECONDS, clean: Clean) -> Round:
    """Product and floors, one after the other; `clean` lets the world be as it was before each time that it is asked."""
    found: Round = {}
    for kind in KINDS:
        server = place.product if kind == 'product' else place.floors
        for length in filter(None, (warm, seconds)):
            await clean(place, figure)
            many = int(length * AT_MOST)
            requests = figure.requests(place.town, many) if kind == 'product' else figure.below(kind, place.town, many)
            found[kind] = server.ask(requests, seconds=length, once=figure.once)
        wanted = figure.answer if kind == 'product' else 200
        assert set(found[kind].statuses) == {str(wanted)}, f'{figure.name}, {kind}: {found[kind].statuses}'
    await clean(place, figure)
    return found


def head(what: str) -> list[str]:
    """The first line; `what` there are many or few of."""
    return ['figure', what, 'a second', 'aim', 'of asyncpg', 'of Piccolo', 'ms of work: web + database', 'p50 / p95 ms', 'cost ÷ smallest']


def row(figure: Figure, size: int, rounds: Sequence[Round], smallest: Sequence[Round]) -> list[str]:
    """One line of the table: medians of the rounds; shares and growth are taken round by round."""
    middle = statistics.median
    ours = [one['product'] for one in rounds]
    shares = [f'{middle(one["product"].rate / one[kind].rate for one in rounds):.2f}' for kind in KINDS[1:]]
    growth = middle(large['product'].work / small['product'].work for large, small in zip(rounds, smallest, strict=True))
    return [
        figure.name, f'{size:,}', f'{middle(one.rate for one in ours):.0f}', str(figure.aim or ''), *shares,
        f'{middle(one.web for one in ours):.2f} + {middle(one.database for one in ours):.2f}',
        f'{middle(one.within(0.5) for one in ours):.0f} / {middle(one.within(0.95) for one in ours):.0f}', f'{growth:.2f}',
    ]  # fmt: skip


def table(first: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown."""
    lines = [first, ['---'] * len(first), *rows]
    return '\n'.join(f'| {" | ".join(line)} |' for line in lines)


async def all_figures(
    figures: Sequence[Figure], places: Sequence[Place], seconds: float, rounds: int, *, clean: Clean, what: str
) -> list[list[str]]:
    """The lines of the table: each figure in each world, the smallest first, in turns."""
    found: dict[tuple[str, int], list[Round]] = {}
    for number in range(rounds):
        for figure in figures:
            for place in places:
                done = await in_turns(place, figure, seconds, clean=clean)
                found.setdefault((figure.name, place.kept.size), []).append(done)
                rates = ', '.join(f'{kind} {one.rate:.0f}/s ({one.web:.2f} + {one.database:.2f} ms)' for kind, one in done.items())
                say(f'round {number + 1}, {place.kept.size:,} {what}, {figure.name}: {rates}')
    sizes = [place.kept.size for place in places]
    return [row(figure, size, found[figure.name, size], found[figure.name, sizes[0]]) for figure in figures for size in sizes]
