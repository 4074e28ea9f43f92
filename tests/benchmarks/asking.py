"""The very questions that the product asks the database for a ready list and for the funnel report, taken down to be asked again."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import re
from collections.abc import Awaitable, Callable, Iterator
from types import ModuleType
from typing import Any

from coaching.funnel.queries import ready
from coaching.funnel.values import Kind
from coaching.reports import queries, values

Asked = tuple[str, tuple[Any, ...]]  # a statement and what stands for $1, $2, …
ZONE = 'America/Chicago'
_taken_down: dict[str, list[Asked]] = {}
_one_listens = asyncio.Lock()


@contextlib.contextmanager
def _listening(module: ModuleType) -> Iterator[list[Asked]]:
    """Every question that a module of queries asks meanwhile."""
    asked: list[Asked] = []
    kept = {name: getattr(module, name) for name in ('fetch', 'fetchrow') if hasattr(module, name)}

    def through(name: str) -> Any:
        async def told(sql: str, *parameters: Any) -> Any:
            asked.append((sql, parameters))
            return await kept[name](sql, *parameters)

        return told

    for name in kept:
        setattr(module, name, through(name))
    try:
        yield asked
    finally:
        for name, one in kept.items():
            setattr(module, name, one)


def cohort(today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a cohort of about four in a hundred of all people."""
    return today - datetime.timedelta(days=72), today - datetime.timedelta(days=4)


async def ready_list() -> list[Asked]:
    """What the page of those who are ready for the Intro asks."""
    return await _taken(ready, lambda: ready.ready(Kind.INTRO, now=datetime.datetime.now(datetime.UTC)))


async def whole_report() -> list[Asked]:
    """What the funnel report of such a cohort asks."""
    now = datetime.datetime.now(datetime.UTC)
    first, last = (datetime.datetime.combine(day, datetime.time(6), datetime.UTC) for day in cohort(now.date()))
    return await _taken(queries, lambda: queries.funnel(values.Asked(first, last, now, ZONE, None), 'month'))


async def _taken(module: ModuleType, ask: Callable[[], Awaitable[object]]) -> list[Asked]:
    """What is asked through a module, listened to once; whoever comes meanwhile waits."""
    async with _one_listens:
        if module.__name__ not in _taken_down:
            with _listening(module) as asked:
                await ask()
            _taken_down[module.__name__] = asked
    return _taken_down[module.__name__]


def plain(sql: str, parameters: tuple[Any, ...]) -> str:
    """The statement with its parameters written into it; moments and words of ours, nobody's input."""

    def written(found: re.Match[str]) -> str:
        value = parameters[int(found[1]) - 1]
        if isinstance(value, datetime.datetime):
            return f"timestamptz '{value.isoformat()}'"
        return f"'{value}'" if isinstance(value, str) else str(value)

    return re.sub(r'\$(\d+)', written, sql)
