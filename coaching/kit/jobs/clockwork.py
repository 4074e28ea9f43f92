"""The clock of the product: what happens by itself, each thing in its turn, by one worker alone."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime
import zlib
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
import structlog

from coaching.kit import clock
from coaching.kit.absence import is_database_away
from coaching.kit.database import DB, fetch
from coaching.kit.jobs.resting import rest

log = structlog.get_logger(__name__)

LOOK_SECONDS = 15.0
LONGEST_SECONDS = 900.0
TRY_AGAIN = datetime.timedelta(minutes=5)
DAY = datetime.timedelta(days=1)
LOCKS = 0x0CAFE

# A turn that was taken stands beside the windows of the limits, by the moment when it is over, so that whoever sweeps those
# never finds one that still counts. The table is unlogged: after a crash a turn may be taken again, which every tick must bear.
TAKEN = "select key, window_at from rate_window where name = 'tick' and window_at > $1"
IS_TAKEN = "select exists (select from rate_window where name = 'tick' and key = $1 and window_at = $2)"
TAKE = "insert into rate_window (name, key, window_at, count) values ('tick', $1, $2, 1) on conflict do nothing"


@dataclasses.dataclass(frozen=True, slots=True)
class Tick:
    """One thing that happens by itself, so many seconds apart, or once a day at or after a time in UTC.

    It asks the database what is to be done at `now`, so that a turn that was missed or taken twice does no harm.

    :raises ValueError: unless there is exactly one of both
    """

    name: str
    run: Callable[[datetime.datetime], Awaitable[object]]
    every_seconds: int | None = None
    daily_at_utc: datetime.time | None = None

    def __post_init__(self) -> None:
        if (self.every_seconds is None) == (self.daily_at_utc is None):
            raise ValueError(f'{self.name} happens either so many seconds apart or once a day')

    @property
    def key(self) -> bytes:
        return self.name.encode()

    def turn_ends(self, now: datetime.datetime) -> datetime.datetime:
        """When the turn is over that this moment belongs to."""
        if self.every_seconds is not None:
            seconds = now.timestamp()
            return datetime.datetime.fromtimestamp(seconds - seconds % self.every_seconds + self.every_seconds, datetime.UTC)
        assert self.daily_at_utc is not None
        today = datetime.datetime.combine(now.astimezone(datetime.UTC), self.daily_at_utc, datetime.UTC)
        return today if now < today else today + DAY


class CutOff(Exception):
    """A tick that took longer than any may."""


class Clockwork:
    """Runs what is due, one after the other; what fails is logged and tried again, and the others go on."""

    def __init__(self, ticks: Sequence[Tick]) -> None:
        self._ticks = tuple(ticks)
        self._not_before: dict[str, datetime.datetime] = {}

    async def keep(self, stop: asyncio.Event, called: asyncio.Event) -> None:
        """Until `stop`: look every few seconds, and whenever `called`."""
        while not stop.is_set():
            try:
                await self.run_due(clock.now(), stop)
            except Exception as error:
                if is_database_away(error):
                    log.warning('the clock waits until the database is back', why=type(error).__name__)
                else:
                    log.exception('the clock could not look')
            await rest(stop, LOOK_SECONDS, called)

    async def run_due(self, now: datetime.datetime, stop: asyncio.Event | None = None) -> list[str]:
        """Take every turn that nobody took yet; the names of the ticks that ran to their end.

        :raises Exception: while the database is away; what was due then is due at the next look
        """
        taken = {(bytes(row['key']), row['window_at']) for row in await fetch(TAKEN, now)}
        ran = []
        for tick in self._ticks:
            waits = self._not_before.get(tick.name, now) > now
            if waits or (tick.key, tick.turn_ends(now)) in taken or (stop and stop.is_set()):
                continue
            try:
                if await _take(tick, now):
                    ran.append(tick.name)
            except Exception as error:
                if is_database_away(error):
                    raise
                self._not_before[tick.name] = min(now + TRY_AGAIN, tick.turn_ends(now))
                log.exception('a tick failed and will be tried again', tick=tick.name)
        return ran


async def _take(tick: Tick, now: datetime.datetime) -> bool:
    """Run one tick unless another worker has it. A worker that is killed drops its lock, and its turn stays free."""
    lock, ends_at = zlib.crc32(tick.key) & 0x7FFFFFFF, tick.turn_ends(now)
    assert DB.pool
    async with DB.pool.acquire() as guard:
        if not await guard.fetchval('select pg_try_advisory_lock($1, $2)', LOCKS, lock):
            return False
        try:
            if await guard.fetchval(IS_TAKEN, tick.key, ends_at):
                return False
            try:
                async with asyncio.timeout(LONGEST_SECONDS) as limit:
                    await tick.run(now)
            except TimeoutError as error:
                if limit.expired():
                    raise CutOff from error
                raise
            await guard.execute(TAKE, tick.key, ends_at)
            return True
        finally:
            with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
                await guard.execute('select pg_advisory_unlock($1, $2)', LOCKS, lock)
