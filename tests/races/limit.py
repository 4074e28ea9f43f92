"""A limit of twenty under four processes and two hundred tries at once: python -m tests.races.limit --tries 200 --repeats 20."""

from __future__ import annotations

import collections
import time

import click

from coaching.accounts.pages.sign_in import LETTERS_PER_ADDRESS, QUARTER
from coaching.kit.database import fetchval
from tests.races.contest import contest
from tests.races.figures import Line, spread
from tests.races.sockets import form, household, volley
from tests.races.town import Web

LIMIT, PROCESSES = 20, 4
ONE_PAGE_MORE = 'one-page-more'


async def race(web: Web, tries: int, number: int = 0) -> list[Line]:
    """So many tries at the same moment, of one that may be done twenty times, and of letters to one address."""
    key = f'{web.running.port}-{number}'
    allowed = await volley(web.address, [form(f'/drill/limited/{key}') for _ in range(tries)])
    counted = collections.Counter(answer.status for answer in allowed)
    while time.time() % QUARTER.total_seconds() > QUARTER.total_seconds() - 10:
        time.sleep(1)  # a quarter of an hour that ends in the middle would allow as many again
    address = {'email': f'nobody-{key}@example.org'}
    letters = await volley(web.address, [form('/sign-in', address, caller=household(one)) for one in range(tries)])
    asked = collections.Counter(answer.status for answer in letters)
    return [
        Line(f'a limit of {LIMIT}: answers', dict(counted), {204: LIMIT, 429: tries - LIMIT}),
        Line('letters to one address: answers', dict(asked), {303: LETTERS_PER_ADDRESS, 429: tries - LETTERS_PER_ADDRESS}),
        Line('tries that the database has counted', await fetchval("select max(count) from rate_window where name = 'drill'"), LIMIT),
        Line('faults in the log', web.faults, []),
        Line('answer after: median / 99 % / longest', spread([answer.seconds for answer in allowed])),
    ]


@click.command()
@click.option('--tries', default=200, show_default=True)
@click.option('--repeats', default=20, show_default=True)
def main(tries: int, repeats: int) -> None:
    """Try more often than is allowed, all at once."""
    numbers = iter(range(10**6))
    contest(
        f'{tries} tries at once', lambda web: race(web, tries, next(numbers)), repeats=repeats, workers=PROCESSES,
        product=ONE_PAGE_MORE, control=f'{ONE_PAGE_MORE}+read-then-count',
    )  # fmt: skip


if __name__ == '__main__':
    main()
