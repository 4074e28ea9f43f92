"""What a machine asks of this process: is it alive, and can it serve?"""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from coaching.kit import access, clock, migrating

PATIENCE_SECONDS = 2.0
QUIET: dict[str, Any] = {**access.ANYONE, 'quiet': True}
OldestDue = Callable[[datetime.datetime], Awaitable[datetime.datetime | None]]
log = structlog.get_logger()


@get('/healthz', opt=QUIET)
async def healthz() -> dict[str, bool]:
    """This process answers; nothing else is asked, so that a database that is away restarts nobody."""
    return {'alive': True}


def routes(oldest_due: OldestDue) -> list[HTTPRouteHandler]:
    """Both questions; `oldest_due` says since when the letter has been waiting that should have left first."""

    @get('/readyz', opt=QUIET)
    async def readyz() -> Response[dict[str, Any]]:
        """Whether pages can be served: 503 where the database is away or not at this version's level.

        The age of the oldest letter that is due, in seconds, is told for a watch to judge; late letters are no reason to close the pages.
        """
        now = clock.now()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                current = await migrating.level() >= migrating.newest()
                since = await oldest_due(now) if current else None
        except Exception as error:  # whatever the reason is, this process cannot serve now
            log.warning('not ready', exc_info=error)
            return _told(database='away', migrations='unknown', seconds=0)
        seconds = (now - since).total_seconds() if since else 0
        return _told(database='here', migrations='here' if current else 'missing', seconds=seconds)

    return [healthz, readyz]


def _told(*, database: str, migrations: str, seconds: float) -> Response[dict[str, Any]]:
    ready = migrations == 'here'
    told = {'ready': ready, 'database': database, 'migrations': migrations, 'oldest_due_letter_seconds': round(seconds)}
    return Response(told, status_code=200 if ready else 503)
