"""What a machine asks of this process: is it alive, and can it serve?"""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from litestar import Response, get

from coaching.kit import access, clock, migrating
from coaching.kit.database import fetchval

PATIENCE_SECONDS = 2.0
QUIET: dict[str, Any] = {**access.ANYONE, 'quiet': True}
OLDEST_DUE = """
select extract(epoch from $1::timestamptz - min(due_at))::float8 from promise
where sent_at is null and cancelled_at is null and failed_at is null and held_at is null
    and due_at <= $1 and (useful_until is null or useful_until > $1)
"""
log = structlog.get_logger()


@get('/healthz', opt=QUIET)
async def healthz() -> dict[str, bool]:
    """This process answers; nothing else is asked, so that a database that is away restarts nobody."""
    return {'alive': True}


@get('/readyz', opt=QUIET)
async def readyz() -> Response[dict[str, Any]]:
    """Whether pages can be served: 503 where the database is away or not at this version's level.

    The age of the oldest letter that is due, in seconds, is told for a watch to judge; late letters are no reason to close the pages.
    """
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            current = await migrating.level() >= migrating.newest()
            age = await fetchval(OLDEST_DUE, clock.now()) if current else None
    except Exception as error:  # whatever the reason is, this process cannot serve now
        log.warning('not ready', exc_info=error)
        return _told(database='away', migrations='unknown', age=None)
    return _told(database='here', migrations='here' if current else 'missing', age=age)


def _told(*, database: str, migrations: str, age: float | None) -> Response[dict[str, Any]]:
    ready = migrations == 'here'
    told = {'ready': ready, 'database': database, 'migrations': migrations, 'oldest_due_letter_seconds': round(age or 0)}
    return Response(told, status_code=200 if ready else 503)


ROUTES = [healthz, readyz]
