"""Secrets that travel in letters and cookies: only a nonce or a digest is ever stored.

A link's token is HMAC(secret, purpose, row id, nonce), so that a letter can be written late, or written again, from the row alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from coaching.kit.settings import settings

NONCE_BYTES = 16
MAC_BYTES = 18
CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'


def random_nonce() -> bytes:
    """Sixteen random bytes for a row that will have a link."""
    return secrets.token_bytes(NONCE_BYTES)


def random_token() -> str:
    """A bearer's secret of 256 bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def tidy_code(typed: str) -> str:
    """What was typed, without the gaps, dashes and small letters that people type."""
    return ''.join(letter for letter in typed.upper() if letter.isalnum())


def digest(token: str | bytes) -> bytes:
    """What is stored in place of a bearer's secret."""
    return hashlib.sha256(token if isinstance(token, bytes) else token.encode()).digest()


def keyed(purpose: str, *parts: bytes) -> bytes:
    """A digest that only this installation can make; 32 bytes."""
    message = b'\x00'.join((purpose.encode(), *(len(part).to_bytes(4, 'big') + part for part in parts)))
    return hmac.new(settings().secret, message, hashlib.sha256).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b'=').decode()


def _bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.encode('ascii') + b'=' * (-len(text) % 4), altchars=b'-_', validate=True)
    except (binascii.Error, ValueError):
        return None


def _mac(purpose: str, row_id: int, nonce: bytes) -> bytes:
    return keyed('link ' + purpose, row_id.to_bytes(8, 'big'), nonce)[:MAC_BYTES]


def link_token(purpose: str, row_id: int, nonce: bytes) -> str:
    """The token of a link to one row, for one purpose; 35 characters."""
    return _text(row_id.to_bytes(8, 'big') + _mac(purpose, row_id, nonce))


def read_row_id(token: str) -> int | None:
    """The row that a link's token claims to open; the claim is checked by `opens`."""
    raw = _bytes(token) if len(token) <= 64 else None
    if raw is None or len(raw) != 8 + MAC_BYTES or raw[0] & 0x80:
        return None
    return int.from_bytes(raw[:8], 'big')


def opens(token: str, purpose: str, row_id: int, nonce: bytes) -> bool:
    """Whether this token was made for this purpose and this row."""
    return hmac.compare_digest(token.encode('utf-8', 'replace'), link_token(purpose, row_id, nonce).encode())


def sign(purpose: str, text: str) -> str:
    """Text that may travel in a cookie or a form field and come back unchanged, or not at all."""
    body = _text(text.encode())
    return f'{body}.{_text(keyed("signed " + purpose, body.encode())[:MAC_BYTES])}'


def unsign(purpose: str, signed: str) -> str | None:
    """The text again; None where it was not signed here for this purpose."""
    body, _, mac = signed.partition('.')
    if not hmac.compare_digest(mac.encode('utf-8', 'replace'), _text(keyed('signed ' + purpose, body.encode())[:MAC_BYTES]).encode()):
        return None
    raw = _bytes(body)
    return None if raw is None else raw.decode()
