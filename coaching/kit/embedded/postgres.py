"""PostgreSQL 18 from the binaries of a wheel, on a unix socket in a private folder.

The wheel's own starter is not used: it changes the rights of every parent folder, adds a user to the machine, and never stops a server
whose starter was killed.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil

from coaching.kit.embedded.binaries import postgres_binaries
from coaching.kit.embedded.places import NotStarted, lower_user, mark, private_folder, socket_folder

NAME = 'cafe_path'  # of the role and of the database
START_SECONDS = 60.0  # after a crash PostgreSQL replays its log first
STOP_SECONDS = 15.0
ORPHAN_SECONDS = 5.0
LARGEST_LOG = 1_000_000
# one small machine: everything together stays below 400 MB. Nothing that people wrote may reach the log.
CHOICES = {
    'listen_addresses': '',
    'port': '5432',
    'max_connections': '60',
    'shared_buffers': '48MB',
    'work_mem': '6MB',
    'maintenance_work_mem': '48MB',
    'effective_cache_size': '512MB',
    'random_page_cost': '1.1',
    'jit': 'off',
    'io_method': 'sync',
    'autovacuum_max_workers': '2',
    'wal_level': 'minimal',
    'max_wal_senders': '0',
    'max_wal_size': '512MB',
    'timezone': 'UTC',
    'log_timezone': 'UTC',
    'log_min_messages': 'log',
    'log_min_error_statement': 'panic',
    'log_error_verbosity': 'terse',
    'log_checkpoints': 'off',
}


class PostgreSQL:
    """One cluster in `data_dir/postgresql`."""

    name = 'PostgreSQL'

    def __init__(self, data_dir: Path) -> None:
        self._home = data_dir.resolve() / 'postgresql'
        self._cluster = self._home / '18'
        self._owner = lower_user(self._home)
        private_folder(self._home, self._owner)
        self._sockets = socket_folder(self._home, self._owner)
        self._mark = f'cafe-path-{mark(self._cluster)}'  # stands in the title of every process of this cluster
        self._log = self._home / 'log'
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f'postgresql://{NAME}@/{NAME}?host={self._sockets}&port=5432'

    def start(self) -> None:
        """Attach to the cluster that runs, or make one and start it.

        :raises NotStarted: with the end of PostgreSQL's own log
        """
        binaries = postgres_binaries(self._owner)
        if not self._cluster.exists():
            self._make(binaries)
        self.alive()  # forgets a child that has died before: it is not the one that is started now
        end = time.monotonic() + START_SECONDS
        while (state := self._state()) != 'ready':
            if time.monotonic() > end:
                raise NotStarted(f'PostgreSQL did not get ready within {START_SECONDS:.0f} seconds. {self._last_words()}')
            if self._child and self._child.poll() is not None:
                self._child = None
                raise NotStarted(f'PostgreSQL did not start. {self._last_words()}')
            if state == 'gone' and not self._child:
                self._clear()
                self._launch(binaries)
            time.sleep(0.02)

    def alive(self) -> bool:
        if self._child and self._child.poll() is not None:
            self._child = None
        return self._postmaster() is not None

    def stop(self) -> None:
        """Stop it: politely, then at once, then by force."""
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, STOP_SECONDS / 3), (signal.SIGKILL, STOP_SECONDS / 3)):
            postmaster = self._postmaster()
            if not postmaster:
                break
            with contextlib.suppress(psutil.Error):
                postmaster.send_signal(number)
            end = time.monotonic() + seconds
            while self.alive() and time.monotonic() < end:
                time.sleep(0.02)

    def _as_owner(self) -> dict[str, Any]:
        """The arguments that make a subprocess run as the cluster's owner, in a session of its own: Ctrl-C does not reach it."""
        how: dict[str, Any] = {
            'cwd': '/',
            'env': {'PATH': '/usr/bin:/bin', 'TZ': 'UTC', 'LC_ALL': 'C'},
            'stdin': subprocess.DEVNULL,
            'start_new_session': True,
            'umask': 0o077,
        }
        if self._owner:
            how |= {'user': self._owner.pw_uid, 'group': self._owner.pw_gid, 'extra_groups': []}
        return how

    def _make(self, binaries: Path) -> None:
        """A new cluster with our database in it; it gets its name when it is whole, so a kill in between leaves nothing half."""
        half = self._home / 'half'
        shutil.rmtree(half, ignore_errors=True)
        how = self._as_owner()
        locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
        self._run([binaries / 'initdb', '-D', half, '-U', NAME, '--auth=trust', *locale], **how)
        how.pop('stdin')
        self._run([binaries / 'postgres', '--single', '-D', half, 'postgres'], input=f'CREATE DATABASE {NAME};\n'.encode(), **how)
        half.rename(self._cluster)

    @staticmethod
    def _run(command: list[Any], **how: Any) -> None:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **how)
        if done.returncode:
            raise NotStarted(f'PostgreSQL could not be set up: {done.stdout.decode(errors="replace")[-2000:]}')

    def _launch(self, binaries: Path) -> None:
        chosen = CHOICES | {'unix_socket_directories': str(self._sockets), 'cluster_name': self._mark}
        command = [str(binaries / 'postgres'), '-D', str(self._cluster)]
        for name, value in chosen.items():
            command += ['-c', f'{name}={value}']
        if self._log.exists() and self._log.stat().st_size > LARGEST_LOG:
            self._log.unlink()
        with open(os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 'ab') as log:
            self._child = subprocess.Popen(command, stdout=log, stderr=log, **self._as_owner())

    def _state(self) -> str:
        """What the cluster's pid file says, when its process lives: starting, ready, stopping; else gone."""
        if not self._postmaster():
            return 'gone'
        try:
            return (self._cluster / 'postmaster.pid').read_text().splitlines()[7].strip() or 'starting'
        except (OSError, IndexError):
            return 'starting'

    def _postmaster(self) -> psutil.Process | None:
        """The first process of this cluster; a number that another process got since does not count."""
        try:
            found = psutil.Process(int((self._cluster / 'postmaster.pid').read_text().split()[0]))
            return found if self._is_ours(found) else None
        except (OSError, ValueError, IndexError, psutil.Error):
            return None

    def _is_ours(self, process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.Error):
            return process.name() == 'postgres' and process.status() != psutil.STATUS_ZOMBIE and self._mark in ' '.join(process.cmdline())
        return False

    def _clear(self) -> None:
        """Wait for the orphans of a killed server, which still hold its memory, and remove the files that it left."""
        end = time.monotonic() + ORPHAN_SECONDS
        while orphans := [process for process in psutil.process_iter() if self._is_ours(process)]:
            if time.monotonic() > end:
                for orphan in orphans:
                    with contextlib.suppress(psutil.Error):
                        orphan.kill()
            time.sleep(0.05)
        for left in (self._cluster / 'postmaster.pid', self._sockets / '.s.PGSQL.5432', self._sockets / '.s.PGSQL.5432.lock'):
            left.unlink(missing_ok=True)

    def _last_words(self) -> str:
        try:
            return self._log.read_text(errors='replace')[-1500:].strip()
        except OSError:
            return ''
