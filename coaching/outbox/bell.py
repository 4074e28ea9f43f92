"""The bell that is rung when a letter is due at once. `promise` rings it; nobody else needs to."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from coaching.kit.jobs import Bell
from coaching.kit.settings import settings

JOB = 'ring'
BELL = Bell(JOB)
ring = BELL.ring


@contextlib.asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """For an application that has no worker inside: while it lives, its bell rings through Redis."""
    async with BELL.hung(settings().redis_url):
        yield
