"""Hand a letter over: to a mail server, or into the mailbox on disk where there is none."""

from __future__ import annotations

import asyncio
import contextlib
import email.message
import email.utils
import ipaddress
import re
import ssl
import urllib.parse
from collections.abc import AsyncIterator
from typing import Protocol

import aiosmtplib

from coaching.kit.settings import Settings
from coaching.outbox.lines import PLAIN, WITH_UTF8
from coaching.outbox.mailbox import Mailbox
from coaching.outbox.values import Trouble, Where

ANSWER_SECONDS = 20.0
LETTER_SECONDS = 45.0
DETAIL = re.compile(r'\s*([245]\.\d{1,3}\.\d{1,3})\b')
NO_UTF8_HERE = (553, '5.6.7')  # RFC 6531 3.5: a mailbox name that the server cannot be told


class Post(Protocol):
    """Where letters are handed over."""

    async def hand_over(self, letter: email.message.EmailMessage, promise_id: int, person_id: int | None) -> None:
        """Return when somebody else is responsible for the letter.

        :raises Trouble: the letter was not taken, or nobody knows
        """

    async def take_back(self, promise_id: int) -> None:
        """Its promise was taken back while the letter was handed over: undo that, where it can be undone."""

    async def close(self) -> None:
        """End the connection that was kept for the next letter."""


class ToMailbox:
    """Keeps every letter as a file."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def hand_over(self, letter: email.message.EmailMessage, promise_id: int, person_id: int | None) -> None:
        try:
            await self._mailbox.keep(letter.as_bytes(policy=PLAIN), promise_id, person_id)
        except OSError as error:
            raise Trouble(Where.SERVER, kind=type(error).__name__) from error

    async def take_back(self, promise_id: int) -> None:
        await self._mailbox.take_back(promise_id)

    async def close(self) -> None:
        return None


class ToServer:
    """Speaks SMTP over one connection that is kept from letter to letter.

    :raises ValueError: the address cannot be read
    """

    def __init__(self, address: str, sender: str) -> None:
        parts = urllib.parse.urlsplit(address)
        username, password = (urllib.parse.unquote(text) if text else None for text in (parts.username, parts.password))
        asked = 'starttls' in urllib.parse.parse_qs(parts.query, keep_blank_values=True)
        self._sender = email.utils.parseaddr(sender)[1]
        self._smtp = aiosmtplib.SMTP(
            hostname=parts.hostname or 'localhost',
            port=parts.port,
            username=username,
            password=password,
            timeout=ANSWER_SECONDS,
            use_tls=parts.scheme == 'smtps',
            # a password never travels in the open, unless it stays on this machine
            start_tls=parts.scheme == 'smtp' and (asked or (password is not None and not _is_near(parts.hostname or ''))),
        )

    async def hand_over(self, letter: email.message.EmailMessage, promise_id: int, person_id: int | None) -> None:
        recipient = letter['To'].addresses[0].addr_spec
        with_utf8 = not recipient.isascii()
        policy = (WITH_UTF8 if with_utf8 else PLAIN).clone(cte_type='7bit')
        raw = letter.as_bytes(policy=policy)
        try:
            async with asyncio.timeout(LETTER_SECONDS):
                await self._begin(['SMTPUTF8'] if with_utf8 else [])
                async with self._at(Where.RECIPIENT):
                    await self._smtp.rcpt(recipient, encoding='utf-8')
                async with self._at(Where.LETTER):
                    await self._smtp.data(raw)
        except TimeoutError as error:
            self._smtp.close()
            raise Trouble(Where.LETTER, kind='took too long') from error
        except asyncio.CancelledError:
            self._smtp.close()
            raise

    async def take_back(self, _promise_id: int) -> None:
        return None

    async def close(self) -> None:
        if self._smtp.is_connected:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await self._smtp.quit(timeout=2)
        self._smtp.close()

    async def _begin(self, options: list[str]) -> None:
        """Connect where that is needed, and name the sender; a kept connection that has gone stale is made anew once."""
        kept = self._smtp.is_connected
        try:
            await self._name_sender(options)
        except Trouble as trouble:
            if not kept or trouble.where is Where.RECIPIENT:
                raise
            self._smtp.close()
            await self._name_sender(options)

    async def _name_sender(self, options: list[str]) -> None:
        async with self._at(Where.SERVER):
            if not self._smtp.is_connected:
                await self._smtp.connect()
            if options and not self._smtp.supports_extension('smtputf8'):
                raise Trouble(Where.RECIPIENT, *NO_UTF8_HERE)
        async with self._at(Where.SENDER):
            await self._smtp.mail(self._sender, options=options)

    @contextlib.asynccontextmanager
    async def _at(self, where: Where) -> AsyncIterator[None]:
        """Whatever goes wrong inside is a Trouble at this place, and the connection is good for the next letter, or closed."""
        try:
            yield
        except aiosmtplib.SMTPResponseException as error:
            match = DETAIL.match(error.message)
            await self._start_over()
            raise Trouble(where, error.code, match[1] if match else '') from error
        except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as error:
            self._smtp.close()
            raise Trouble(where, kind=type(error).__name__) from error

    async def _start_over(self) -> None:
        try:
            await self._smtp.rset(timeout=2)
        except (aiosmtplib.SMTPException, OSError):
            self._smtp.close()


def post_of(settings: Settings) -> Post:
    """The way by which this installation's letters leave."""
    if settings.smtp_url:
        return ToServer(settings.smtp_url, settings.mail_from)
    return ToMailbox(Mailbox(settings.letters_dir))


def _is_near(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == 'localhost'
