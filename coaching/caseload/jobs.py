"""What happens by itself: whoever can act gets a list on Monday mornings, and on other days what cannot wait; no page waits for it."""

from __future__ import annotations

import datetime

from coaching.caseload.commands.mornings import write
from coaching.kit.jobs import Tick


async def every_morning(now: datetime.datetime) -> None:
    await write(now=now)


CLOCK = (Tick('lists of the morning', every_morning, every_seconds=600),)
