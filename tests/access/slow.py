"""A request that takes its time: half of its form is there, the rest comes when it is told to."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from coaching.accounts import cookies


class Slow:
    """One form on its way to the application, or one page on its way back."""

    def __init__(self, app: Any, method: str, path: str, cookie: str, form: dict[str, str] | None = None, *, pause: float = 0.15) -> None:
        self._app = app
        self._body = urlencode(form or {}).encode()
        self._scope = {
            'type': 'http', 'asgi': {'version': '3.0'}, 'http_version': '1.1', 'method': method, 'path': path, 'raw_path': path.encode(),
            'query_string': b'', 'root_path': '', 'scheme': 'http', 'client': ('127.0.0.1', 1), 'server': ('localhost', 8000), 'state': {},
            'headers': [
                (b'host', b'localhost:8000'), (b'accept', b'text/html'), (b'sec-fetch-site', b'same-origin'),
                (b'cookie', f'{cookies.name()}={cookie}'.encode()), (b'content-type', b'application/x-www-form-urlencoded'),
                (b'content-length', str(len(self._body)).encode()),
            ],
        }  # fmt: skip
        self._pieces = [self._body[: len(self._body) // 2], self._body[len(self._body) // 2 :]]
        self._pause = pause
        self._held, self._goes_on = asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []

    async def begin(self) -> Slow:
        """Send the first half; the application has let it in, or has answered, when this returns."""
        self._task = asyncio.create_task(self._app(self._scope, self._receive, self._send))
        held = asyncio.create_task(self._held.wait())
        await asyncio.wait({self._task, held}, return_when=asyncio.FIRST_COMPLETED)
        held.cancel()
        return self

    async def end(self) -> int:
        """Send the rest, and wait for the answer: its status."""
        await asyncio.sleep(self._pause)
        self._goes_on.set()
        assert self._task
        await self._task
        return self.status

    @property
    def cookie(self) -> str:
        """The sign-in that the answer brings; '' where it brings none."""
        start = f'{cookies.name()}='
        brought = [value.decode() for name, value in self.headers if name == b'set-cookie' and value.decode().startswith(start)]
        return brought[0].removeprefix(start).partition(';')[0] if brought else ''

    async def _receive(self) -> dict[str, Any]:
        if len(self._pieces) == 1:
            await self._hold()
        return {'type': 'http.request', 'body': self._pieces.pop(0), 'more_body': bool(self._pieces)}

    async def _send(self, message: dict[str, Any]) -> None:
        if message['type'] == 'http.response.start':
            self.status, self.headers = message['status'], message['headers']
            await self._hold()

    async def _hold(self) -> None:
        self._held.set()
        await self._goes_on.wait()
