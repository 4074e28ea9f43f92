"""Dates are made ahead by themselves: every night, and when the first worker of a day starts."""

from __future__ import annotations

import datetime

from coaching.funnel.commands.dating import make_ahead
from coaching.kit.jobs import Tick


async def run(now: datetime.datetime) -> int:
    return await make_ahead(now=now)


CLOCK = (Tick('dates', run, daily_at_utc=datetime.time(8)),)
