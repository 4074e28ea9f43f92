"""Sign-ins that are over are not kept for long."""

from __future__ import annotations

import datetime

from coaching.kit.database import execute

ASKED_KEPT = datetime.timedelta(days=1)
ENDED_KEPT = datetime.timedelta(days=30)

ASKED = 'delete from sign_in_request where expires_at < $1'
ENDED = """
delete from sign_in where coalesce(ended_at, least(expires_at, seen_at + make_interval(days => idle_days))) < $1
"""


async def forget_requests(*, now: datetime.datetime) -> int:
    """Letters to sign in with, a day after they were good for nothing; how many."""
    return int((await execute(ASKED, now - ASKED_KEPT)).split()[-1])


async def forget_sign_ins(*, now: datetime.datetime) -> int:
    """Which browsers were signed in, 30 days after that ended; how many."""
    return int((await execute(ENDED, now - ENDED_KEPT)).split()[-1])
