"""A race run so many times with the product and once with a control, and the table of both."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable

import click

from tests.races.figures import Line, faults, table
from tests.races.town import Web, a_town, inside

Race = Callable[[Web], Awaitable[list[Line]]]


def contest(
    title: str, race: Race, *, repeats: int = 1, workers: int = 2, product: str = '', control: str = 'without-row-locks'
) -> None:
    """Print the figures; end with 1 where the race is lost, or where the control broke nothing."""
    lines, broken = asyncio.run(_contest(race, repeats, workers, product, control))
    times = f', {repeats} times' if repeats > 1 else ''
    click.echo(table(f'{title}; {workers} web processes{times}', lines))
    click.echo(table(f'the control, {control.replace("-", " ")}, which must fail', broken))
    sys.exit(bool(faults(lines)) or not faults(broken))


async def _contest(race: Race, repeats: int, workers: int, product: str, control: str) -> tuple[list[Line], list[Line]]:
    with a_town() as town:
        async with inside(town):
            async with town.web(workers, product) as web:
                runs = [await race(web) for _ in range(repeats)]
            async with town.web(workers, control) as web:
                broken = await race(web)
    return [_all([run[place] for run in runs]) for place in range(len(runs[0]))], broken


def _all(lines: list[Line]) -> Line:
    """One line for all runs: the first that is wrong, else what they agree on, else one after the other."""
    wrong = next((line for line in lines if not line.is_right), None)
    if wrong or lines[-1].wanted is not None:
        return wrong or lines[-1]
    return Line(lines[0].what, ' | '.join(dict.fromkeys(str(line.counted) for line in lines)))
