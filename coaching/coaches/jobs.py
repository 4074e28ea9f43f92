"""What happens by itself: calls for help that wait too long go to a seasoned host, too."""

from __future__ import annotations

import datetime

from coaching.coaches.commands import helping
from coaching.kit.jobs import Tick


async def pass_on(now: datetime.datetime) -> None:
    await helping.pass_on(now=now)


CLOCK = (Tick('calls for help', pass_on, every_seconds=300),)
