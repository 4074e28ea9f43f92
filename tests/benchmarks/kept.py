"""A world's database and Redis in a folder that is kept between runs, because a million people take some minutes to load."""

from __future__ import annotations

import contextlib
import datetime
import json
import pathlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from typing import Any

import psutil

from coaching.funnel.commands.progress import follow
from coaching.kit import migrating, tokens
from coaching.kit.database import DB, atomic, close_pool, execute, fetch, fetchval, open_pool
from coaching.kit.embedded.postgres import PostgreSQL
from coaching.kit.embedded.redis import Redis
from coaching.kit.settings import settings
from tests.benchmarks import world
from tests.drills.starting import below

HOME = pathlib.Path(tempfile.gettempdir()) / 'cafe-benchmarks'
LOADING_SECONDS = 1800
TOMORROW, JUST_NOW = -datetime.timedelta(days=1), datetime.timedelta(minutes=10)  # how long ago a session began
GUESTS = 'guests.example'
"""Where everybody lives who signs up while it is measured; they are forgotten after each measurement, so that each begins alike."""

OF_GUESTS = 'select id from registration where person_id in (select id from guest)'
OF_ROOMS = 'select id from registration where session_id = any($1)'
FORGET = (
    f"create temporary table guest on commit drop as select id from person where email like '%@{GUESTS}'",
    f"delete from promise where subject_kind = 'registration' and subject_id in ({OF_GUESTS})",
    f"delete from entry where subject_kind = 'registration' and subject_id in ({OF_GUESTS})",
    f'delete from registration where id in ({OF_GUESTS})',
    'delete from person where id in (select id from guest)',
    "delete from promise where kind = 'trainer-note'",
    "delete from entry where kind = 'letter_written'",
    'delete from session_letter',
    'delete from rate_window',
)
UNMARK = (
    f"delete from entry where kind like 'mark%' and subject_kind = 'registration' and subject_id in ({OF_ROOMS})",
    f'delete from attendance where registration_id in ({OF_ROOMS})',
)
BEGIN = (
    "update session set starts_at = $2, ends_at = $2::timestamptz + interval '4 hours' where id = $1",
    "update session_part set starts_at = $2, ends_at = $2::timestamptz + interval '4 hours' where session_id = $1",
)


class Kept:
    """The servers of one world: here of so many people."""

    def __init__(self, size: int, home: pathlib.Path = HOME) -> None:
        self.size = size
        self.folder = home / str(size)
        self.folder.mkdir(parents=True, exist_ok=True)
        for folder in (home, self.folder):
            folder.chmod(0o755)
        self.postgres = PostgreSQL(self.folder)
        self.redis = Redis.find(self.folder)

    def start(self) -> None:
        assert self.redis
        self.postgres.start()
        self.redis.start()

    def stop(self) -> None:
        if self.redis:
            self.redis.stop()
        self.postgres.stop()

    def forget(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder)

    def postmaster(self) -> psutil.Process:
        """The first process of the database server, whose children do the work."""
        found = [one for one in below(self.folder) if one.name() == 'postgres']
        return psutil.Process(min(one.pid for one in found))

    @property
    def settings(self) -> dict[str, str]:
        """What the server is told; whoever comes through a proxy on this machine is who the proxy says."""
        assert self.redis
        return {
            'COACHING_SECRET': settings().secret.decode(),
            'COACHING_TRUSTED_PROXIES': '127.0.0.1',
            'DATABASE_URL': self.postgres.url,
            'REDIS_URL': self.redis.url,
        }

    @contextlib.asynccontextmanager
    async def inside(self) -> AsyncIterator[None]:
        """The product's own commands in this process work on this world."""
        before = DB.pool, DB.config
        await open_pool({'dsn': self.postgres.url, 'command_timeout': LOADING_SECONDS}, size=2)
        try:
            yield
        finally:
            await close_pool()
            DB.pool, DB.config = before

    def stamp(self) -> str:
        """By which a world is known that this very loader made."""
        return world.stamp()

    async def load(self, now: datetime.datetime, say: Callable[[str], None]) -> Any:
        """The world, loaded into the database, which has the schema and no rows."""
        return await world.load(self.size, now=now, say=say)

    async def again(self, now: datetime.datetime) -> Any:
        """The world that was loaded at that moment."""
        await sign_in_anew()
        return world.World(self.size, now)

    async def fill(self, say: Callable[[str], None] = lambda _: None) -> Any:
        """Load the world, unless it stands here already, made by this very loader; the schema is brought to this version's level."""
        stamp = self.folder / 'stamp.json'
        known = json.loads(stamp.read_text()) if stamp.exists() else {}
        async with self.inside():
            if known.get('loader') == self.stamp():
                if await migrating.migrate():
                    await execute('vacuum analyze')
                return await self.again(datetime.datetime.fromisoformat(known['now']))
            stamp.unlink(missing_ok=True)
            await execute('drop schema public cascade; create schema public')
            await migrating.migrate()
            now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
            loaded = await self.load(now, say)
        stamp.write_text(json.dumps({'loader': self.stamp(), 'now': now.isoformat()}))
        return loaded


async def sign_in_anew() -> None:
    """The trainer's browser, as if it had just come: a token is changed after four hours, and a kept world is older than that."""
    await execute('delete from sign_in')
    await execute(world.SIGN_IN, tokens.digest(world.TRAINER), datetime.datetime.now(datetime.UTC))


async def forget_guests() -> None:
    """Whoever signed up while it was measured was never there; neither were the marks and what followed from them."""
    rooms = [world.GREAT, world.ROOM]
    async with atomic():
        await execute("set local session_replication_role = 'replica'")
        for statement in FORGET:
            await execute(statement)
        for statement in UNMARK:
            await execute(statement, rooms)
        await follow(row['person_id'] for row in await fetch('select person_id from registration where session_id = any($1)', rooms))


async def begin(session_id: int, *, ago: datetime.timedelta) -> None:
    """Let a session have begun so long ago; it is still to come where that is negative."""
    for statement in BEGIN:
        await execute(statement, session_id, datetime.datetime.now(datetime.UTC) - ago)


async def disk_space() -> str:
    """What the database takes on the disk."""
    told: str = await fetchval('select pg_size_pretty(pg_database_size(current_database()))')
    return told
