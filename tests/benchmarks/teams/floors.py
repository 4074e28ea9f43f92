"""The floors under the pages of teams and coaches: the same questions asked again, or fewer, and a fixed answer.

What is read is asked as the page asks it, taken down when this server starts: once with asyncpg alone, once through Piccolo's hands.
Run as `python -m tests.benchmarks.teams.floors PORT DATABASE TOKEN`.
"""

from __future__ import annotations

import logging

import structlog

from coaching.kit.database import DB, fetchval
from coaching.people.tables import Person
from tests.benchmarks.asking import Asked
from tests.benchmarks.floors import BODY, application, named, serve
from tests.benchmarks.teams.figures import READ, Town, town
from tests.benchmarks.teams.taking_down import in_piccolos_words, taken_down
from tests.benchmarks.teams.world import HERS, World

_asked: dict[str, list[Asked]] = {}
_again: dict[str, list[tuple[str, list[object]]]] = {}


async def ready() -> None:
    """Every page is made once, and nobody needs to read of it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    here: Town = await town(World(await fetchval('select count(*) from team') - HERS, await fetchval('select now()')))
    _asked.update(await taken_down({f'{name}/{number}': one for name, pages in READ.items() for number, one in enumerate(pages(here))}))
    _again.update({name: [in_piccolos_words(*one) for one in asked] for name, asked in _asked.items()})


async def asyncpg_again(path: list[str], _sent: dict[str, str]) -> bytes:
    async with DB.pool.acquire() as held:
        for sql, parameters in _asked['/'.join(path)]:
            await held.fetch(sql, *parameters)
    return BODY


async def piccolo_again(path: list[str], _sent: dict[str, str]) -> bytes:
    for sql, parameters in _again['/'.join(path)]:
        await Person.raw(sql, *parameters)
    return BODY


if __name__ == '__main__':
    serve(application(named(globals()), ready))
