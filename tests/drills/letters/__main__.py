"""The heavy form: python -m tests.drills.letters --kills 40 --letters 2000."""

import asyncio
import signal
import sys
import time

import click

from tests.drills.letters.house import a_house
from tests.drills.letters.kills import drill


@click.command()
@click.option('--kills', default=40, show_default=True)
@click.option('--letters', default=2000, show_default=True)
@click.option('--lease', default=60.0, show_default=True, help="Seconds of a worker's lease; 60 in life.")
@click.option('--seed', default=lambda: int(time.time()), type=int, help='The same seed kills at the same moments.')
def main(kills: int, letters: int, lease: float, seed: int) -> None:
    """Kill busy workers and count what became of the letters."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends the drill ends its house too
    click.echo(f'seed {seed}')
    with a_house() as house:
        figures = asyncio.run(drill(house, kills, letters, lease, seed))
    click.echo('\n'.join(figures.lines()))
    sys.exit(figures.lost > 0 or figures.copies > figures.kills or figures.with_two_names > 0)


main()
