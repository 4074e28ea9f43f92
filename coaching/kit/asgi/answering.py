"""What goes out: the same protective headers on every answer, a mark of its content, a small body where the browser can unpack it."""

from __future__ import annotations

import functools
import hashlib
import secrets
import struct
import zlib

from litestar.types import HTTPScope, Message, Send

from coaching.kit.pages import actor_of
from coaching.kit.pages.remembering import FOR_ALL
from coaching.kit.settings import Settings

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HELD_AT_MOST = 2 * 1024 * 1024
WORTH_PACKING = range(1000, 512 * 1024)  # a longer one would hold up everybody else while it is packed
PACKABLE = (b'text/', b'application/json', b'application/problem+json', b'image/svg')
SQUEEZED_AT_MOST = 64  # pages for everybody that are kept packed
YEAR_SECONDS = 365 * 24 * 3600

Header = tuple[bytes, bytes]


def fixed_headers(settings: Settings) -> tuple[Header, ...]:
    """What every answer of this installation says to the browser, unless a page says otherwise."""
    headers = {
        'content-security-policy': CSP,
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    }
    if settings.https:
        headers['strict-transport-security'] = f'max-age={YEAR_SECONDS}'
    return tuple((name.encode(), value.encode()) for name, value in headers.items())


class Answer:
    """One request's answer on its way out; `method` is what was asked for before HEAD became GET.

    A short answer is held until it is whole, so that it can be compared and packed.
    """

    __slots__ = ('asked', 'begun', 'fixed', 'headers', 'held', 'method', 'out', 'size', 'status')

    def __init__(self, asked: HTTPScope, out: Send, fixed: tuple[Header, ...], method: str) -> None:
        self.asked = asked
        self.method = method
        self.out = out
        self.fixed = fixed
        self.begun = False
        self.status = 0
        self.headers: list[Header] = []
        self.held: list[bytes] | None = None
        self.size = 0

    async def send(self, message: Message) -> None:
        """Take the next message of the application."""
        if message['type'] == 'http.response.start':
            self.status = message['status']
            self.headers = self._complete([(name.lower(), value) for name, value in message.get('headers', ())])
            live = self._value(b'content-type').startswith(b'text/event-stream')
            self.held, self.size = None if live else [], 0
        elif message['type'] == 'http.response.body':
            await self._body(message.get('body', b''), more=message.get('more_body', False))

    async def _body(self, piece: bytes, *, more: bool) -> None:
        if self.held is not None:
            self.held.append(piece)
            self.size += len(piece)
            if more and self.size <= HELD_AT_MOST:
                return
            whole = b''.join(self.held)
            self.held = None
            piece = whole if more else self._finished(whole)
        if not self.begun:
            self.begun = True
            await self.out({'type': 'http.response.start', 'status': self.status, 'headers': self.headers})
        await self.out({'type': 'http.response.body', 'body': b'' if self.method == 'HEAD' else piece, 'more_body': more})

    def _complete(self, given: list[Header]) -> list[Header]:
        present = {name for name, _ in given}
        headers = [*given, (b'x-request-id', self.asked['state']['request_id'].encode())]
        headers += [header for header in self.fixed if header[0] not in present]
        if b'cache-control' not in present:
            headers.append((b'cache-control', b'no-store' if self._is_private() else b'private, no-cache'))
        return headers

    def _is_private(self) -> bool:
        """Whether the answer is for one person: it must not be found again with the browser's back button."""
        handler = self.asked.get('route_handler')
        access = handler.opt.get('access') if handler is not None else None
        return actor_of(self.asked).signed_in or (access is not None and access.door != 'anyone')

    def _finished(self, body: bytes) -> bytes:
        """The body as it is sent, once all of it is known; the headers that depend on it are set."""
        if self.asked['method'] == 'GET' and self.status == 200 and self._value(b'cache-control') != b'no-store':
            tag = self._value(b'etag')
            if not tag:
                tag = b'W/"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
                self.headers.append((b'etag', tag))
            if self._is_known(tag):
                self.status = 304
                self._drop(b'content-length', b'content-type', b'content-encoding')
                return b''
        if len(body) in WORTH_PACKING and self._may_pack():
            squeeze = _squeezed_once if FOR_ALL in self.asked['state'] else _squeezed
            body = _packed(body, squeeze(body))
            self._drop(b'content-length')
            self.headers += [(b'content-encoding', b'gzip'), (b'vary', b'accept-encoding'), (b'content-length', b'%d' % len(body))]
        return body

    def _is_known(self, tag: bytes) -> bool:
        known = b','.join(value for name, value in self.asked['headers'] if name == b'if-none-match')
        wanted = tag.removeprefix(b'W/')
        return bool(known) and any(one.strip().removeprefix(b'W/') in (wanted, b'*') for one in known.split(b','))

    def _may_pack(self) -> bool:
        accepted = b','.join(value for name, value in self.asked['headers'] if name == b'accept-encoding')
        if b'gzip' not in accepted or b'gzip;q=0' in accepted.replace(b' ', b''):
            return False
        return not self._value(b'content-encoding') and self._value(b'content-type').startswith(PACKABLE)

    def _value(self, wanted: bytes) -> bytes:
        return next((value for name, value in self.headers if name == wanted), b'')

    def _drop(self, *names: bytes) -> None:
        self.headers = [header for header in self.headers if header[0] not in names]


def _squeezed(body: bytes) -> bytes:
    packer = zlib.compressobj(5, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


_squeezed_once = functools.lru_cache(SQUEEZED_AT_MOST)(_squeezed)


def _packed(body: bytes, squeezed: bytes) -> bytes:
    """The body as gzip (RFC 1952), with a name of random length in it: the size of an answer shall not tell what is in it (BREACH)."""
    name = b'x' * secrets.randbelow(64)
    return b''.join((b'\x1f\x8b\x08\x08\0\0\0\0\0\xff', name, b'\0', squeezed, struct.pack('<II', zlib.crc32(body), len(body))))
