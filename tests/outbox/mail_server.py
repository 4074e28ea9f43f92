"""A mail server in this very loop that takes letters, and misbehaves towards addresses that say how."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

HOST = '127.0.0.1'


class Taken:
    """What the server took, and how it answers: `who+hang.rcpt@…` hangs at RCPT, `who+550.5.1.1@…` is refused there, and so on."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []
        self.tries: list[str] = []
        self.connections = 0
        self.sender_answer = ''
        self.ended_after_letter = False
        self.most_on_one_connection = 1000
        self.healed = False

    def asked(self, address: str) -> list[str]:
        """What the part behind the plus sign asks for; nothing any more, once the server has healed."""
        return [] if self.healed else address.partition('@')[0].partition('+')[2].split('.')

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if self.sender_answer:
            return self.sender_answer
        session.letters = getattr(session, 'letters', 0) + 1
        if session.letters > self.most_on_one_connection:
            return '421 4.7.0 that is enough for one connection'
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return '250 OK'

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        self.tries.append(address)
        match self.asked(address):
            case ['hang', 'rcpt']:
                await asyncio.sleep(60)
            case ['close', 'rcpt']:
                server.transport.close()
                return ''
            case [code, *detail] if code.isdigit() and 'data' not in detail:
                return f'{code} {".".join(detail)} no such {address}'
        envelope.rcpt_tos.append(address)
        return '250 OK'

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        match self.asked(envelope.rcpt_tos[0]):
            case ['hang', 'data']:
                await asyncio.sleep(60)
            case ['close', 'data']:
                self.letters.append(envelope)
                server.transport.close()
                return ''
            case [code, *detail, 'data']:
                return f'{code} {".".join(detail)} not for {envelope.rcpt_tos[0]}'
        self.letters.append(envelope)
        if self.ended_after_letter:
            asyncio.get_running_loop().call_soon(server.transport.close)
        return '250 taken'


@contextlib.asynccontextmanager
async def mail_server(handler: Any, port: int = 0, tls: ssl.SSLContext | None = None, **choices: Any) -> AsyncIterator[int]:
    """Serve inside the block; the port. `tls` from the first byte, or `tls_context` for STARTTLS."""
    choices = {'enable_SMTPUTF8': True, **choices}

    def made() -> SMTP:
        return SMTP(handler, hostname='sink', loop=asyncio.get_running_loop(), **choices)

    server = await asyncio.get_running_loop().create_server(made, HOST, port, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def knows(password: bytes) -> Any:
    """An authenticator that takes one password."""
    return lambda server, session, envelope, mechanism, data: AuthResult(success=data.password == password, handled=False)
