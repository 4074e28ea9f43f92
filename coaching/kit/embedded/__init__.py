"""PostgreSQL and Redis for a machine that has neither: started with the product, shared by its processes, stopped with the last one.

Whoever uses them holds a shared lock on `servers.users`; the one who can turn it into an exclusive lock is the last and stops them.
The kernel lets go of a killed process's lock, so nothing has to be tidied by hand: the next start attaches to what runs and heals the rest.
"""

import contextlib
import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from coaching.kit.embedded.places import NotStarted
from coaching.kit.embedded.postgres import PostgreSQL
from coaching.kit.embedded.redis import Redis
from coaching.kit.settings import Settings

log = logging.getLogger(__name__)

WATCH_SECONDS = 0.5


class Servers:
    """The embedded servers that this process uses: those whose address nobody set."""

    def __init__(self, settings: Settings) -> None:
        self._given = settings
        self._postgres = PostgreSQL(settings.data_dir) if settings.database_url is None else None
        self._redis = Redis.find(settings.data_dir) if settings.redis_url is None else None
        self._users: int | None = None
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None

    @property
    def settings(self) -> Settings:
        """The settings with the addresses of what runs; no `redis_url` means the stand-in inside each process."""
        return replace(
            self._given,
            database_url=self._postgres.url if self._postgres else self._given.database_url,
            redis_url=self._redis.url if self._redis else self._given.redis_url,
        )

    @property
    def database(self) -> dict[str, Any]:
        """What asyncpg's `connect` and `create_pool` take."""
        return {'dsn': self.settings.database_url}

    def start(self) -> None:
        """Start what does not run yet.

        :raises NotStarted: with the sentence that says why
        """
        with self._alone():
            if self._users is None:
                self._users = os.open(self._given.data_dir / 'servers.users', os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
                fcntl.flock(self._users, fcntl.LOCK_SH)
            if self._postgres:
                self._start_postgres(self._postgres)
            if self._redis:
                self._start_redis(self._redis)

    def watch(self) -> None:
        """From now on start a server again that died by itself."""
        self._watcher = threading.Thread(target=self._keep_alive, name='embedded servers', daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Stop the servers, unless another process still uses them."""
        self._stopping.set()
        if self._watcher:
            self._watcher.join()
        with self._alone():
            if self._users is None:
                return
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for server in (self._redis, self._postgres):
                    if server:
                        server.stop()
            os.close(self._users)
            self._users = None

    @staticmethod
    def _start_postgres(postgres: PostgreSQL) -> None:
        try:
            postgres.start()
        except OSError as why:
            raise NotStarted(f'PostgreSQL did not start: {why}') from why

    def _start_redis(self, redis: Redis) -> None:
        try:
            redis.start()
        except (NotStarted, OSError) as why:
            log.warning('%s', why)
            self._redis = None

    def _keep_alive(self) -> None:
        while not self._stopping.wait(WATCH_SECONDS):
            dead = [server.name for server in (self._postgres, self._redis) if server and not server.alive()]
            if dead:
                log.warning('%s stopped by itself and is started again', ' and '.join(dead))
                try:
                    self.start()
                except NotStarted as why:
                    log.error('%s', why)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time starts or stops servers in a folder."""
        lock = os.open(self._given.data_dir / 'servers.lock', os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def start(settings: Settings) -> Servers:
    """The servers that the settings do not name, running; nothing is started where both addresses are set.

    :raises NotStarted: with the sentence that says why
    """
    servers = Servers(settings)
    try:
        servers.start()
    except BaseException:
        servers.stop()
        raise
    return servers
