"""What a request may send: so much, in so many seconds, and no NUL, which PostgreSQL cannot keep."""

from __future__ import annotations

import asyncio

from litestar.exceptions import ClientException, HTTPException
from litestar.types import HTTPReceiveMessage, HTTPScope, Receive

from coaching.kit.limits import TooMuch

AT_MOST = 1024 * 1024
LONGER_FOR_FILES = 4
FORM = b'application/x-www-form-urlencoded'


def within_limits(scope: HTTPScope, receive: Receive, patience: float) -> Receive:
    """The same `receive`, until the body breaks a limit; `patience` in seconds.

    The limit is known when the body is asked for, because by then the route is found: its `opt` says whether it takes files.
    """
    return _Body(scope, receive, patience)


class _Body:
    """One request's body on its way in."""

    __slots__ = ('at_most', 'before', 'file', 'ends_at', 'form', 'patience', 'receive', 'scope', 'seen', 'whole')

    def __init__(self, scope: HTTPScope, receive: Receive, patience: float) -> None:
        self.scope = scope
        self.receive = receive
        self.patience = patience
        self.seen = 0
        self.whole = False
        self.ends_at = 0.0
        self.at_most = AT_MOST
        self.file = 0
        self.form = False
        self.before = b''

    async def __call__(self) -> HTTPReceiveMessage:
        """The next piece.

        :raises HTTPException: 400 for NUL or a visitor who left, 408 for too slow, 413 for too much.
        """
        if self.whole:
            return await self.receive()  # type: ignore[return-value]
        if not self.ends_at:
            self._begin()
        try:
            async with asyncio.timeout_at(self.ends_at):
                message = await self.receive()
        except TimeoutError:
            raise HTTPException(status_code=408, headers={'Connection': 'close'}) from None
        if message['type'] != 'http.request':
            raise ClientException('the visitor left')
        self._look_at(message['body'])
        self.whole = not message.get('more_body')
        return message

    def _begin(self) -> None:
        headers = dict(self.scope['headers'])
        megabytes = self.scope['route_handler'].opt.get('files', 0) if 'route_handler' in self.scope else 0
        self.at_most = max(1, megabytes) * AT_MOST
        self.file = max(0, megabytes - 1)  # the form around the file may have the last one
        self.ends_at = asyncio.get_running_loop().time() + self.patience * (LONGER_FOR_FILES if megabytes else 1)
        self.form = headers.get(b'content-type', b'').lower().startswith(FORM)
        declared = headers.get(b'content-length', b'0')
        if not declared.isdigit():
            raise ClientException()
        if int(declared) > self.at_most:
            raise TooMuch(self.file)

    def _look_at(self, piece: bytes) -> None:
        self.seen += len(piece)
        if self.seen > self.at_most:
            raise TooMuch(self.file)
        if self.form:
            joined = self.before + piece
            if b'%00' in joined or b'\x00' in piece:
                raise ClientException()
            self.before = joined[-2:]
