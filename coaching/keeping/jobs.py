"""What happens by itself so that nothing is lost and nothing is kept too long."""

from __future__ import annotations

import datetime

from coaching.funnel.commands.importing import forget_contents
from coaching.keeping import ledger, retention
from coaching.kit.jobs import Tick

NIGHT = datetime.time(9, 30)  # four o'clock in the winter of Chicago


async def forget_files(now: datetime.datetime) -> None:
    """Lists that nobody brought in within a day are not kept until the night."""
    await forget_contents(now=now)


CLOCK = (
    Tick('ledger of erasures', ledger.write_down, every_seconds=60),
    Tick('lists that wait', forget_files, every_seconds=3600),
    Tick('retention', retention.nightly, daily_at_utc=NIGHT),
)
