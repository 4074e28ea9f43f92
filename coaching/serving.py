"""The web server: one process with the worker inside, or several web processes beside workers of their own."""

from __future__ import annotations

import asyncio
import errno
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.supervisors import Multiprocess

from coaching.kit import clock
from coaching.kit.settings import PROJECT, SHARED_FOLDER, Settings, WrongSetting, passable

log = logging.getLogger(__name__)

LONGEST_HEAD = 32_768  # bytes of one request's line and headers
SLOWEST_HEAD_SECONDS = 20.0
KEEP_ALIVE_SECONDS = 5
LAST_ANSWERS_SECONDS = 10
SILENT_AT_MOST_SECONDS = 25  # one that starts on a busy machine is not taken for dead; one killed while it starts is replaced after that
PORT_SECONDS = 3.0  # a server that was just told to stop may still hold the port
WORKER_PAUSE_SECONDS = 5.0
WAITING_CONNECTIONS = 2048

Work = Callable[[Settings], Awaitable[None]]


class ShortHeads(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, for requests whose line and headers are neither long nor slow."""

    heads = 0
    head_bytes = 0
    in_head = True
    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.deadline = self.loop.call_later(SLOWEST_HEAD_SECONDS, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self.met()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.in_head:
            room = LONGEST_HEAD - self.head_bytes
            self.head_bytes += len(data)
            self.deadline = self.deadline or self.loop.call_later(SLOWEST_HEAD_SECONDS, self.transport.close)
            if len(data) > room:  # a head that ends within the limit may be followed by a body of any length
                heads = self.heads
                super().data_received(data[:room])
                if self.heads == heads and not self.transport.is_closing():
                    self.send_400_response('The head of this request is too long.')
                data = data[room:]
        if not self.transport.is_closing():
            super().data_received(data)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self.heads += 1
        self.in_head = False
        self.met()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self.in_head = True
        self.head_bytes = 0

    def met(self) -> None:
        if self.deadline:
            self.deadline.cancel()
            self.deadline = None


class WithWorker(uvicorn.Server):
    """A web server that also does the worker's part, from the moment it answers until it is told to stop."""

    def __init__(self, config: uvicorn.Config, settings: Settings, work: Work, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._settings = settings
        self._work = work
        self._ready = ready
        self._worker: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._worker = asyncio.create_task(self._keep_working())
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._worker:
            self._worker.cancel()
            await asyncio.wait([self._worker], timeout=LAST_ANSWERS_SECONDS)
        await super().shutdown(sockets)

    async def _keep_working(self) -> None:
        while True:
            try:
                await self._work(self._settings)
                return
            except Exception:
                log.exception('the worker ended and starts again in %s seconds', WORKER_PAUSE_SECONDS)
                await asyncio.sleep(WORKER_PAUSE_SECONDS)


async def welcome(settings: Settings) -> list[str]:
    """Bring the database to this version's level, and say what whoever started the server wants to know."""
    from coaching.accounts.commands import set_up_link
    from coaching.kit.migrating import migrate

    await migrate()
    lines = [f'Café Path is at {settings.base_url}']
    if address := await set_up_link(now=clock.now()):
        lines.append(f'Nobody is here yet. Whoever opens this link first becomes the coordinator: {address}')
    if settings.data_dir.is_relative_to(SHARED_FOLDER) and not passable(PROJECT / 'var'):
        lines.append(f'The database may not enter {PROJECT}: what it keeps stands in {settings.data_dir}')
    if settings.redis_url is None:
        lines.append('There is no Redis on this machine: this process stands in for it.')
    if settings.smtp_url is None:
        lines.append(f'SMTP_URL is not set: letters are kept as files in {settings.letters_dir}')
    return lines


def a_door(settings: Settings) -> socket.socket:
    """The socket that the server listens on.

    :raises WrongSetting: where the address is not this machine's, or the port is taken
    """
    family = socket.AF_INET6 if ':' in settings.host else socket.AF_INET
    end = time.monotonic() + PORT_SECONDS
    while True:
        door = socket.socket(family)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((settings.host, settings.port))
            door.listen(WAITING_CONNECTIONS)
            return door
        except OSError as why:
            door.close()
            if why.errno != errno.EADDRINUSE:
                sentence = f'nothing can listen on {settings.host}, port {settings.port}: {why.strerror}.'
                raise WrongSetting('COACHING_HOST', sentence) from why
            if time.monotonic() > end:
                raise WrongSetting('COACHING_PORT', f'{settings.port} is taken by another program; choose a free one.') from why
            time.sleep(0.1)


def serve_one(settings: Settings, door: socket.socket, ready: Callable[[], None]) -> None:
    """Serve from this process, with the worker inside, until a signal comes; `ready` is called once it answers."""
    from coaching.application import create_app
    from coaching.worker import run

    server = WithWorker(uvicorn.Config(create_app(), **choices()), settings, run, ready)
    server.run(sockets=[door])


def serve_many(door: socket.socket, workers: int) -> None:
    """Serve from several processes without a worker, until a signal comes."""
    config = uvicorn.Config('coaching.serving:web_process', factory=True, workers=workers, **choices())
    Multiprocess(config, sockets=[door]).run()


def web_process() -> Any:
    """The application of one of several web processes, which ends when their parent is gone."""
    from coaching.application import create_app
    from coaching.kit import logs

    logs.set_up()
    if parent := multiprocessing.parent_process():
        _then_stop(parent.join)
    return create_app()


def choices() -> dict[str, Any]:
    """What uvicorn is told in either case: forwarded addresses, the log of requests and the like are our own wrapper's part."""
    return {
        'loop': 'uvloop',
        'http': ShortHeads,
        'ws': 'none',
        'lifespan': 'on',
        'proxy_headers': False,
        'server_header': False,
        'access_log': False,
        'log_config': None,
        'log_level': 'warning',
        'backlog': WAITING_CONNECTIONS,
        'timeout_keep_alive': KEEP_ALIVE_SECONDS,
        'timeout_graceful_shutdown': LAST_ANSWERS_SECONDS,
        'timeout_worker_healthcheck': SILENT_AT_MOST_SECONDS,
    }


def end_with_parent() -> None:
    """Stop this process as if it were asked to, once the process that started it is gone, even by kill -9."""
    parent = os.getppid()

    def gone() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)

    _then_stop(gone)


def _then_stop(gone: Callable[[], None]) -> None:
    """Wait beside everything else until `gone` returns."""

    def watch() -> None:
        gone()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name='parent', daemon=True).start()
