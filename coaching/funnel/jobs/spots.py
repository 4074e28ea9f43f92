"""What happens to spots by itself: an offer that nobody took goes to the next in line."""

from __future__ import annotations

import datetime

from coaching.funnel.commands.waiting import pass_on_run_out_offers
from coaching.kit.jobs import Tick


async def pass_on(now: datetime.datetime) -> None:
    await pass_on_run_out_offers(now=now)


CLOCK = (Tick('offers that ran out', pass_on, every_seconds=60),)
