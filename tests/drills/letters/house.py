"""A house for one drill: its own PostgreSQL, Redis and mail server, and workers that can be killed."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import dataclasses
import datetime
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import asyncpg

from coaching.kit.embedded.postgres import PostgreSQL
from coaching.kit.embedded.redis import Redis
from tests.drills.starting import ROOT, environ, free_port, open_folder

PROMISE = """
insert into promise (kind, key, subject_kind, subject_id, facts, made_at, due_at, useful_until)
select $1, $1 || ':' || a.n || ':' || a."to", 'registration', a.n, jsonb_build_object('to', a."to"), now(), now() + $3, now() + $4
from unnest($2::text[]) with ordinality as a ("to", n)
"""
OPEN = 'select count(*) from promise where sent_at is null and cancelled_at is null and failed_at is null'


@dataclasses.dataclass(frozen=True, slots=True)
class Delivered:
    """One letter as the mail server got it."""

    to: str
    message_id: str
    worker: str


class House:
    """Everything a drill needs, ended by its own process ids; `times` makes the workers' waits so many times shorter."""

    def __init__(self, times: float = 1.0, seconds_a_letter: float = 0.0) -> None:
        self.folder = open_folder()
        self.times = times
        self.seconds_a_letter = seconds_a_letter
        self.record = self.folder / 'record'
        self.record.touch()
        self.mail_port = free_port()
        self.postgres = PostgreSQL(self.folder / 'data')
        self.redis = Redis.find(self.folder / 'data')
        self.processes: list[subprocess.Popen[str]] = []

    @property
    def settings(self) -> dict[str, str]:
        assert self.redis
        return {
            'COACHING_DATA_DIR': str(self.folder / 'data'),
            'COACHING_SECRET': 'a secret of a drill, thirty-two characters',
            'DATABASE_URL': self.postgres.url,
            'REDIS_URL': self.redis.url,
            'SMTP_URL': f'smtp://127.0.0.1:{self.mail_port}',
        }

    def start(self) -> None:
        assert self.redis
        self.postgres.start()
        self.redis.start()
        assert self._run('worker', 'migrate', '1', json.dumps(self.settings)).wait(60) == 0

    def empty(self) -> None:
        """End what this house has started and forget every letter, before the next drill."""
        while self.processes:
            process = self.processes.pop()
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process.wait(10)
            assert process.stdout
            process.stdout.close()
        for name in ('record', 'errors'):
            (self.folder / name).write_text('')

    def end(self) -> None:
        self.empty()
        if self.redis:
            self.redis.stop()
        self.postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    async def forget(self) -> None:
        async with self.database() as connection:
            await connection.execute('truncate promise')

    async def restart_postgres(self) -> None:
        self.postgres.stop()
        assert await until(lambda: not self.postgres.alive() and self.postgres._child is None, within=10, each=0.02)
        self.postgres.start()

    def _run(self, module: str, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, '-m', f'tests.drills.letters.{module}', *words],
            cwd=ROOT, env=environ(self.folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
            stderr=(self.folder / 'errors').open('a'),
        )  # fmt: skip
        self.processes.append(process)
        return process

    def sink(self) -> subprocess.Popen[str]:
        """Start the mail server."""
        return self._ready(self._run('sink', str(self.mail_port), str(self.record), str(self.seconds_a_letter)))

    def worker(self, name: str) -> subprocess.Popen[str]:
        """Start a worker; it may not be at work yet."""
        return self._run('worker', name, str(self.times), json.dumps(self.settings))

    def ready_worker(self, name: str) -> subprocess.Popen[str]:
        return self._ready(self.worker(name))

    def _ready(self, process: subprocess.Popen[str]) -> subprocess.Popen[str]:
        assert process.stdout
        assert process.stdout.readline().strip() == 'ready', self.errors[-3000:]
        return process

    async def promise(
        self, to: Iterable[str], *, kind: str = 'sign-in', due_in: datetime.timedelta = datetime.timedelta(), useful_for: Any = None
    ) -> None:
        """Promise one letter to each of these addresses."""
        async with self.database() as connection:
            await connection.execute(PROMISE, kind, list(to), due_in, useful_for)

    @contextlib.asynccontextmanager
    async def database(self) -> Any:
        connection = await asyncpg.connect(self.postgres.url)
        try:
            yield connection
        finally:
            await connection.close()

    async def fetchval(self, sql: str, *parameters: Any) -> Any:
        async with self.database() as connection:
            return await connection.fetchval(sql, *parameters)

    async def open_letters(self) -> int:
        return await self.fetchval(OPEN)

    def delivered(self) -> list[Delivered]:
        """What came in so far, in its order."""
        lines = (line.split() for line in self.record.read_text().splitlines())
        return [Delivered(*rest) for what, *rest in lines if what == 'letter' and len(rest) == 3]

    def tries(self) -> collections.Counter[str]:
        """How often each address was tried."""
        return collections.Counter(line.split()[1] for line in self.record.read_text().splitlines() if line.startswith('try '))

    @property
    def errors(self) -> str:
        return (self.folder / 'errors').read_text()


async def until(holds: Callable[[], Any], within: float, each: float = 0.1) -> bool:
    """Whether something holds before the time is up; it may be awaitable."""
    end = time.monotonic() + within
    while True:
        held = holds()
        if await held if asyncio.iscoroutine(held) else held:
            return True
        if time.monotonic() > end:
            return False
        await asyncio.sleep(each)


@contextlib.contextmanager
def a_house(**choices: Any) -> Iterator[House]:
    house = House(**choices)
    try:
        house.start()
        yield house
    finally:
        house.end()


def heal(sink: subprocess.Popen[str]) -> None:
    """From now on the mail server takes every letter."""
    sink.send_signal(signal.SIGUSR1)


def addresses(count: int, manner: str = '') -> list[str]:
    """So many addresses, all of which are treated alike by the mail server."""
    return [f'reader-{number}{"+" if manner else ""}{manner}@example.org' for number in range(count)]


