"""A story has a mail server of its own and the same browser as the tests of the pages."""

from __future__ import annotations

import email
import email.policy
import pathlib
import re
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.browser.conftest import chromium, chromium_path  # noqa: F401
from tests.drills.starting import a_folder, free_port


class Mailman:
    """A mail server that keeps what it gets, and finds letters by whom they reach and what they are about."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self._new = threading.Condition()
        self._controller = Controller(self, hostname='127.0.0.1', port=free_port())

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        with self._new:
            self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            self._new.notify_all()
        return '250 OK'

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f'smtp://127.0.0.1:{self._controller.port}'

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if address in str(letter['To'])]

    def wait(self, address: str, words: str, nth: int = 1, seconds: float = 60.0) -> EmailMessage:
        """The first or a later letter to this address with these words in its subject.

        :raises AssertionError: when it does not come
        """
        end = time.monotonic() + seconds
        with self._new:
            while time.monotonic() < end:
                found = [letter for letter in self.to(address) if words in str(letter['Subject'])]
                if len(found) >= nth:
                    return found[nth - 1]
                self._new.wait(0.2)
        raise AssertionError(f'{address} got {[str(letter["Subject"]) for letter in self.to(address)]}, nothing about {words!r}')


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(('plain',))
    assert body
    return str(body.get_content())


def link_in(letter: EmailMessage, part: str) -> str:
    """The first address in a letter that has this in it."""
    found = next((link for link in re.findall(r'https?://[^\s<>)]+', text_of(letter)) if part in link), None)
    assert found, text_of(letter)
    return found


@pytest.fixture
def folder() -> Iterator[pathlib.Path]:
    """Where the story's server keeps what it keeps."""
    with a_folder() as made:
        yield made


@pytest.fixture
def mailman() -> Iterator[Mailman]:
    keeper = Mailman()
    keeper.start()
    yield keeper
    keeper.stop()
