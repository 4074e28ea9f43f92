"""Letters kept as files where there is no mail server: one .eml a letter, whole or not there, named by promise and person."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import email
import email.header
import email.message
import email.policy
import os
import pathlib
import re
import secrets
from collections.abc import Callable, Collection, Iterator

from coaching.kit.settings import settings
from coaching.outbox.values import KeptLetter

NAME = re.compile(r'(\d{1,18})-(\d{1,18})\.eml')
HALF = re.compile(rf'\.{NAME.pattern}\.[0-9a-f]{{8}}')


class Mailbox:
    """A folder of letters."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder

    @classmethod
    def ours(cls) -> Mailbox:
        """The one of this installation."""
        return cls(settings().letters_dir)

    async def keep(self, letter: bytes, promise_id: int, person_id: int | None) -> None:
        """Write a letter; the same promise once more takes the place of its first letter.

        :raises OSError: the disk does not take it
        """
        await asyncio.to_thread(self._write, letter, f'{promise_id}-{person_id or 0}.eml')

    async def newest(self, limit: int = 50, before_id: int | None = None) -> list[KeptLetter]:
        """The letters kept last, newest first; `before_id` is the last one of the page before."""
        return await asyncio.to_thread(self._newest, limit, before_id)

    async def find(self, promise_id: int) -> KeptLetter | None:
        """The letter of one promise."""
        return await asyncio.to_thread(self._find, promise_id)

    async def forget(self, person_id: int) -> int:
        """Delete every letter to a person; how many there were."""
        return await asyncio.to_thread(self._delete, lambda path, _, reader: reader == person_id)

    async def take_back(self, promise_id: int) -> None:
        """Delete the letter of one promise."""
        await asyncio.to_thread(self._delete, lambda _path, number, _reader: number == promise_id)

    async def forget_those_with(self, words: Collection[str]) -> int:
        """Delete every letter in which one of these stands, as whole words; how many there were."""
        told = [re.escape(' '.join(one.split()).casefold()) for one in words if one.strip()]
        looked_for = re.compile(rf'(?<!\w)(?:{"|".join(told)})(?!\w)') if told else None
        return await asyncio.to_thread(self._delete, lambda path, *_: looked_for is not None and _says(path, looked_for))

    async def sweep(self, before: datetime.datetime) -> int:
        """Delete every letter kept before this moment; how many there were."""
        return await asyncio.to_thread(self._delete, lambda path, *_: path.stat().st_mtime < before.timestamp())

    def _write(self, letter: bytes, name: str) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = self._folder / f'.{name}.{secrets.token_hex(4)}'
        try:
            with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'wb') as file:
                file.write(letter)
                file.flush()
                os.fsync(file.fileno())
            half.rename(self._folder / name)
        finally:
            half.unlink(missing_ok=True)

    def _letters(self, *, also_half: bool = False) -> Iterator[tuple[int, int, pathlib.Path]]:
        with contextlib.suppress(FileNotFoundError), os.scandir(self._folder) as found:
            for entry in found:
                if match := NAME.fullmatch(entry.name) or (also_half and HALF.fullmatch(entry.name)):
                    yield int(match[1]), int(match[2]), pathlib.Path(entry.path)

    def _newest(self, limit: int, before_id: int | None) -> list[KeptLetter]:
        letters = sorted((letter for letter in self._letters() if before_id is None or letter[0] < before_id), reverse=True)
        return [read for letter in letters[:limit] if (read := _read(*letter))]

    def _find(self, promise_id: int) -> KeptLetter | None:
        return next((_read(*letter) for letter in self._letters() if letter[0] == promise_id), None)

    def _delete(self, wanted: Callable[[pathlib.Path, int, int], bool]) -> int:
        count = 0
        for promise_id, reader, path in list(self._letters(also_half=True)):  # of a worker that was killed while it wrote
            with contextlib.suppress(FileNotFoundError):
                if wanted(path, promise_id, reader):
                    path.unlink()
                    count += 1
        return count


def _read(promise_id: int, reader: int, path: pathlib.Path) -> KeptLetter | None:
    """The letter as people read it; None where somebody has just deleted it."""
    try:
        raw, kept = path.read_bytes(), path.stat().st_mtime
    except FileNotFoundError:
        return None
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(letter, email.message.EmailMessage)
    return KeptLetter(
        promise_id,
        reader or None,
        datetime.datetime.fromtimestamp(kept, datetime.UTC),
        str(letter['To'] or ''),
        str(letter['Subject'] or ''),
        _part(letter, 'plain'),
        _part(letter, 'html'),
        tuple(part.get_filename() or '' for part in letter.iter_attachments()),
    )


def _says(path: pathlib.Path, looked_for: re.Pattern[str]) -> bool:
    """Whether a letter says this anywhere: in its head, in its words or in what is enclosed."""
    letter = email.message_from_bytes(path.read_bytes())
    told = [str(email.header.make_header(email.header.decode_header(value))) for value in letter.values()]
    parts = [part.get_payload(decode=True) for part in letter.walk() if not part.is_multipart()]
    told += [part.decode(errors='replace') for part in parts if isinstance(part, bytes)]
    return looked_for.search(' '.join(' '.join(told).split()).casefold()) is not None


def _part(letter: email.message.EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    return part.get_content().replace('\r\n', '\n') if part else ''
