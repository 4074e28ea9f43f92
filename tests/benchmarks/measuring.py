"""One server, one kind of request, some seconds: how many answers a second, how soon, and what they cost in work."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence

import psutil

from coaching.kit import tokens
from tests.benchmarks import load, world
from tests.benchmarks.kept import Kept
from tests.drills.starting import ROOT, Running, free_port

CONNECTIONS = 8
UP_SECONDS = 60.0


@dataclasses.dataclass(frozen=True, slots=True)
class Measured:
    """What came of one measurement; `web` and `database` are milliseconds of work for one answer.

    `took` are milliseconds of answers, `stays` of whole visits, shortest first.
    """

    rate: float
    web: float
    database: float
    took: tuple[float, ...]
    stays: tuple[float, ...]
    statuses: dict[str, int]
    bytes: int

    def within(self, share: float) -> float:
        """So many milliseconds or fewer took this share of the answers."""
        return within(self.took, share)

    @property
    def work(self) -> float:
        return self.web + self.database


def within(took: Sequence[float], share: float) -> float:
    """The longest of this share of them, shortest first."""
    return took[min(len(took) - 1, int(len(took) * share))]


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A web process that answers, and the database behind it."""

    port: int
    web: psutil.Process
    kept: Kept

    def ask(
        self, requests: Sequence[bytes], *, seconds: float, once: bool = False, rate: float = 0, each: int = 1
    ) -> Measured:
        """Let visitors in another process ask for so long: see `load`.

        :raises AssertionError: where the visitors themselves failed
        """
        with tempfile.NamedTemporaryFile() as file:
            pathlib.Path(file.name).write_bytes(load.written(requests))
            told: dict[str, object] = {'port': self.port, 'connections': CONNECTIONS, 'seconds': seconds, 'file': file.name}
            told |= {'once': once, 'rate': rate, 'each': each}
            before = self._work()
            words = [sys.executable, '-m', 'tests.benchmarks.load']
            done = subprocess.run(words, cwd=ROOT, input=json.dumps(told), capture_output=True, text=True, check=False)
            after = self._work()
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        count = len(found['took'])
        assert count, found['statuses']
        web, database = (1000 * (late - early) / count for early, late in zip(before, after, strict=True))
        took, stays = tuple(found['took']), tuple(found['stays'])
        return Measured(count / found['seconds'], web, database, took, stays, found['statuses'], found['bytes'] // count)

    def _work(self) -> tuple[float, float]:
        """Seconds of work so far, of the web process and of the database's, those among them that have ended."""
        postmaster = self.kept.postmaster()
        ended = postmaster.cpu_times()
        return _seconds(self.web), ended.children_user + ended.children_system + sum(_seconds(one) for one in postmaster.children())


def _seconds(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


def _child_of(running: Running) -> psutil.Process:
    """The one web process that `serve --workers 1` looks after."""
    end = time.monotonic() + UP_SECONDS
    while time.monotonic() < end:
        children = psutil.Process(running.process.pid).children()
        found = [one for one in children if 'spawn_main' in ' '.join(one.cmdline())]
        if found and running.answers('/readyz') == 200:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f'the web process did not come up: {running.said}')


@contextlib.contextmanager
def product(kept: Kept) -> Iterator[Server]:
    """The real server: one web process, and no worker, which would be a process of its own."""
    with Running('serve', '--workers', '1', folder=kept.folder / 'served', **kept.settings) as running:
        yield Server(running.port, _child_of(running), kept)
        running.process.terminate()
        running.process.wait(30)


@contextlib.contextmanager
def floors(kept: Kept, module: str = 'tests.benchmarks.floors') -> Iterator[Server]:
    """The floors, in a process of the same kind."""
    port = free_port()
    words = [str(port), kept.postgres.url, tokens.digest(world.TRAINER).hex()]
    process = subprocess.Popen([sys.executable, '-m', module, *words], cwd=ROOT)
    try:
        end = time.monotonic() + UP_SECONDS
        while not _listens(port):
            assert time.monotonic() < end and process.poll() is None, 'the floors did not come up'
            time.sleep(0.05)
        yield Server(port, psutil.Process(process.pid), kept)
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(('127.0.0.1', port)) == 0
