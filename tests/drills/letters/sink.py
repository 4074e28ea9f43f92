"""A mail server as a process of its own: writes down what it was sent before it answers. SIGUSR1 heals its bad manners."""

from __future__ import annotations

import asyncio
import contextlib
import email
import pathlib
import signal
import sys
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.outbox.mail_server import Taken, mail_server


class WritesDown(Taken):
    """One line for each try of an address, one for each letter that came in whole."""

    def __init__(self, record: pathlib.Path, seconds: float) -> None:
        super().__init__()
        self.record = record.open('a', buffering=1)
        self.seconds = seconds
        self.tries = self  # type: ignore[assignment]

    def append(self, address: str) -> None:
        self.record.write(f'try {address}\n')

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        before = len(self.letters)
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.letters) > before:
            name = email.message_from_bytes(envelope.original_content)['Message-ID']
            self.record.write(f'letter {envelope.rcpt_tos[0]} {name} {session.host_name}\n')
            self.letters.clear()
            await asyncio.sleep(self.seconds)
        return answer


async def serve(port: int, record: pathlib.Path, seconds: float) -> None:
    taken: Any = WritesDown(record, seconds)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, lambda: setattr(taken, 'healed', True))
    with contextlib.suppress(asyncio.CancelledError):
        async with mail_server(taken, port):
            print('ready', flush=True)
            await stop.wait()


if __name__ == '__main__':
    asyncio.run(serve(int(sys.argv[1]), pathlib.Path(sys.argv[2]), float(sys.argv[3])))
