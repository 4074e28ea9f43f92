"""A town for one race: its own PostgreSQL and Redis, web processes of one's choice, and the product's own commands on its database."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import shutil
import sys
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import psutil

from coaching.kit import clock, migrating
from coaching.kit.database import execute
from coaching.kit.embedded.postgres import PostgreSQL
from coaching.kit.embedded.redis import Redis
from coaching.kit.settings import settings
from tests.another_database import speaking_to
from tests.drills.starting import Running, open_folder
from tests.races import controls

UP_SECONDS = 90.0
MONTH = datetime.timedelta(days=30)
POOLS = "select count(*) from pg_stat_activity where application_name = 'cafe-path' and backend_start > $1"


class Town:
    """Servers that every race of this town shares."""

    def __init__(self) -> None:
        self.folder = open_folder()
        self.postgres = PostgreSQL(self.folder / 'data')
        self.redis = Redis.find(self.folder / 'data')

    def start(self) -> None:
        assert self.redis
        self.postgres.start()
        self.redis.start()

    def end(self) -> None:
        if self.redis:
            self.redis.stop()
        self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def settings(self) -> dict[str, str]:
        """What the web processes are told; the secret is the one with which this process makes its links."""
        assert self.redis
        return {
            'COACHING_SECRET': settings().secret.decode(),
            'COACHING_TRUSTED_PROXIES': '127.0.0.1',
            'DATABASE_URL': self.postgres.url,
            'REDIS_URL': self.redis.url,
        }

    @contextlib.asynccontextmanager
    async def web(self, workers: int = 2, control: str = '') -> AsyncIterator[Web]:
        """So many web processes, all of them up; with a control, the product without one of its safeguards."""
        through = (sys.executable, str(controls.__file__), control) if control else ()
        since = await self.fetchval('select clock_timestamp()')
        with Running('serve', '--workers', str(workers), folder=self.folder / 'data', through=through, **self.settings) as running:
            await self._up(running, workers, since)
            yield Web(running, workers)
            running.process.terminate()
            await asyncio.to_thread(running.process.wait, 30)

    async def _up(self, running: Running, workers: int, since: datetime.datetime) -> None:
        """Wait until every process has opened its pool; one that is still starting would leave the race to the others."""
        end = time.monotonic() + UP_SECONDS
        while running.answers() != 200 or await self.fetchval(POOLS, since) < workers:
            if time.monotonic() > end or running.process.poll() is not None:
                raise AssertionError(f'the web processes did not come up: {running.said[-3000:]}')
            await asyncio.sleep(0.1)

    async def fetchval(self, sql: str, *parameters: Any) -> Any:
        async with self.database() as connection:
            return await connection.fetchval(sql, *parameters)

    @contextlib.asynccontextmanager
    async def database(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection of one's own, for looking on."""
        connection = await asyncpg.connect(self.postgres.url)
        try:
            yield connection
        finally:
            await connection.close()


class Web:
    """The web processes of one race."""

    def __init__(self, running: Running, workers: int) -> None:
        self.running = running
        self.workers = workers
        self.address = running.address

    def processes(self) -> list[psutil.Process]:
        """The processes that answer; the first of the tree only looks after them."""
        return [child for child in psutil.Process(self.running.process.pid).children() if _answers(child)]

    def seconds_of_work(self) -> list[float]:
        """What each process has worked so far."""
        times = [process.cpu_times() for process in self.processes()]
        return [one.user + one.system for one in times]

    @property
    def faults(self) -> list[str]:
        """What the processes complained of."""
        return errors_in(self.running.lines)


def errors_in(lines: list[str]) -> list[str]:
    return [line.strip() for line in list(lines) if '"level":"error"' in line or '"level":"critical"' in line]


def _answers(child: psutil.Process) -> bool:
    try:
        return 'spawn_main' in ' '.join(child.cmdline())
    except psutil.Error:  # it has just ended, and nobody has asked for its last word yet
        return False


@contextlib.contextmanager
def a_town() -> Iterator[Town]:
    town = Town()
    try:
        town.start()
        yield town
    finally:
        town.end()


@contextlib.asynccontextmanager
async def inside(town: Town) -> AsyncIterator[None]:
    """The product's commands in this process work on the town's database, which is brought up if it is new."""
    async with speaking_to({'dsn': town.postgres.url}, size=8):
        await migrating.migrate()
        await execute(
            """insert into network (name, set_up_nonce, set_up_at) values ('Prairie Café Network', decode('00', 'hex'), now())
               on conflict do nothing"""
        )
        yield


def in_a_month() -> datetime.datetime:
    """Far enough for every offer to hold its whole day."""
    return clock.now().replace(minute=0, second=0, microsecond=0) + MONTH
