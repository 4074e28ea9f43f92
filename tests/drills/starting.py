"""Real servers for drills: started as an operator starts them, in a folder of their own, on a port that is free."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence

import psutil

ROOT = pathlib.Path(__file__).parents[2]
OURS = ('COACHING_', 'DATABASE_URL', 'REDIS_URL', 'SMTP_URL')
START_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as door:
        door.bind(('127.0.0.1', 0))
        port: int = door.getsockname()[1]
        return port


def open_folder() -> pathlib.Path:
    """A fresh folder that the database's own user may enter."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix='cafe-drill-'))
    folder.chmod(0o755)
    return folder


@contextlib.contextmanager
def a_folder() -> Iterator[pathlib.Path]:
    """A fresh folder for one drill; whatever still runs there afterwards is ended, and nothing stays."""
    folder = open_folder()
    try:
        yield folder
    finally:
        for process in below(folder):
            with contextlib.suppress(psutil.Error):
                process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def environ(folder: pathlib.Path, **more: str) -> dict[str, str]:
    """What an operator's shell holds, without the settings of this test run."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return bare | {'COACHING_DATA_DIR': str(folder), 'PYTHONUNBUFFERED': '1'} | more


def below(folder: pathlib.Path) -> list[psutil.Process]:
    """The first processes of the servers whose files are below a folder."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE and str(folder) in ' '.join(process.cmdline()):
                found.append(process)
    return found


def names(folder: pathlib.Path) -> list[str]:
    return sorted(process.name() for process in below(folder))


class Running:
    """One `python -m coaching …` of a drill's own; `said` is what it has printed so far.

    `through` is a program that starts it, as make does.
    """

    def __init__(self, *words: str, folder: pathlib.Path, through: Sequence[str] = (), **more: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f'http://127.0.0.1:{self.port}'
        settings = environ(folder, **{'COACHING_PORT': str(self.port)} | more)
        self.process = subprocess.Popen(
            [*through, sys.executable, '-m', 'coaching', *words],
            cwd=ROOT,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        self.lines.extend(self.process.stdout)

    @property
    def said(self) -> str:
        return ''.join(self.lines)

    def wait_for(self, words: str, seconds: float = START_SECONDS) -> str:
        """The printed line with these words.

        :raises AssertionError: when it does not come, with what came instead
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in list(self.lines):
                if words in line:
                    return line.strip()
            if self.process.poll() is not None and not self._reader.is_alive():
                break
            time.sleep(0.02)
        raise AssertionError(f'{words!r} was not printed: {self.said}')

    def ready(self) -> Running:
        self.wait_for(f'Café Path is at {self.address}')
        return self

    def answers(self, path: str = '/healthz') -> int:
        """The number that a page answers with; 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return 0

    def tell(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; its number."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=40)
        self._reader.join(timeout=5)
        return code

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()
