"""What happens by itself: calls for help that wait too long go to a seasoned host, too; a closed team's talks are taken off."""

from __future__ import annotations

import datetime

from coaching.coaches.commands import helping, talks
from coaching.kit.access import SYSTEM
from coaching.kit.jobs import Tick


async def pass_on(now: datetime.datetime) -> None:
    await helping.pass_on(now=now)


async def take_off_closed(now: datetime.datetime) -> None:
    await talks.take_off_closed(by=SYSTEM, now=now)


CLOCK = (
    Tick('calls for help', pass_on, every_seconds=300),
    Tick('talks of closed teams', take_off_closed, every_seconds=300),
)
