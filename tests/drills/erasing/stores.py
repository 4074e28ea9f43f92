"""Every place in which something of a person can lie, as bytes to look through."""

from __future__ import annotations

import contextlib
import email
import email.policy
import hashlib
import pathlib
import re
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping

import asyncpg

from coaching.kit.jobs.queue import connect

MARK = re.compile(rb'zq(\d{4})([a-z]{2})', re.IGNORECASE)
PHONE = re.compile(rb'719\W{0,2}55(\d)\W?(\d{4})')
PAGES = 'postgresql'
PACKED = b'\x78'

DIGEST = re.compile(rb'[0-9a-f]{16,}')

Found = set[tuple[int, str]]
Digests = Mapping[bytes, tuple[int, str]]


def looked_through(*parts: bytes) -> Found:
    """Whose text of which field stands in these, also packed."""
    found: Found = set()
    for part in parts:
        found |= {(int(match[1]), match[2].decode().lower()) for match in MARK.finditer(part)}
        found |= {(int(match[1] + match[2]), 'ph') for match in PHONE.finditer(part)}
        if part[:1] == PACKED:
            with contextlib.suppress(zlib.error):  # bytes that only begin alike
                found |= looked_through(zlib.decompress(part))
    return found


def digests(texts: Mapping[str, tuple[int, str]]) -> dict[bytes, tuple[int, str]]:
    """By what anybody would find a text again who guesses it: the beginnings of its plain digests."""
    ways = (hashlib.sha256, hashlib.sha1, hashlib.md5)
    return {way(text.encode()).hexdigest()[:16].encode(): whose for text, whose in texts.items() for way in ways}


async def tables(connection: asyncpg.Connection, plain: Digests) -> AsyncIterator[tuple[str, Found]]:
    """Each table with what stands in any of its columns; bytes as they are, everything else as text. `plain` are digests to look for."""
    names = "select tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by tablename"
    for (table,) in await connection.fetch(names):
        rows = await connection.fetch(f'select t.*, t::text as all_of_it from {table} t')
        parts = [part for row in rows for part in _of_row(row)]
        told = {plain[match[0][:16]] for part in parts for match in DIGEST.finditer(part) if match[0][:16] in plain}
        yield table, looked_through(*parts) | told


def _of_row(row: asyncpg.Record) -> Iterator[bytes]:
    yield row['all_of_it'].encode()
    yield from (value for value in row.values() if isinstance(value, bytes))


async def redis(url: str) -> Found:
    """Every key with what it holds, whatever its type."""
    client = connect(url)
    try:
        found: Found = set()
        async for key in client.scan_iter(count=1000):
            found |= looked_through(key, await client.dump(key) or b'', str(await _value(client, key)).encode())
        return found
    finally:
        await client.aclose(close_connection_pool=True)


async def _value(client: object, key: bytes) -> object:
    ways = {
        b'string': lambda: client.get(key),  # type: ignore[attr-defined]
        b'hash': lambda: client.hgetall(key),  # type: ignore[attr-defined]
        b'list': lambda: client.lrange(key, 0, -1),  # type: ignore[attr-defined]
        b'set': lambda: client.smembers(key),  # type: ignore[attr-defined]
        b'zset': lambda: client.zrange(key, 0, -1, withscores=True),  # type: ignore[attr-defined]
    }
    return await ways[await client.type(key)]()  # type: ignore[attr-defined]


def mailbox(folder: pathlib.Path) -> Found:
    """Every letter kept as a file: as it lies there, and as a mail program reads it."""
    return looked_through(*(part for path in folder.rglob('*') if path.is_file() for part in _of_letter(path)))


def _of_letter(path: pathlib.Path) -> Iterator[bytes]:
    raw = path.read_bytes()
    yield raw
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    yield '\n'.join(str(value) for value in letter.values()).encode(errors='replace')
    for part in letter.walk():
        if not part.is_multipart():
            yield part.get_payload(decode=True) or b''


def files(folder: pathlib.Path) -> Found:
    """Everything else that lies in the data folder: the ledger, the servers' logs; not PostgreSQL's own pages, which it empties in time."""
    paths = (path for path in folder.rglob('*') if path.is_file() and (PAGES not in path.parts or path.suffix == '.log'))
    return looked_through(*(part for path in paths for part in (path.name.encode(), path.read_bytes())))


def backup(path: pathlib.Path) -> Found:
    """A backup is a copy of everything: each of its members, as text."""
    with zipfile.ZipFile(path) as archive:
        return looked_through(*(archive.read(name) for name in archive.namelist()))


def texts(parts: Iterable[str]) -> Found:
    return looked_through(*(part.encode(errors='replace') for part in parts))
