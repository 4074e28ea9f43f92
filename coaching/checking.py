"""What an operator wants to know of an installation before people come."""

from __future__ import annotations

from dataclasses import dataclass

import redis.asyncio
from redis.exceptions import RedisError

from coaching.kit import migrating
from coaching.kit.database import fetchval
from coaching.kit.embedded.redis import connection_pool
from coaching.kit.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    sentence: str


def settings_found(settings: Settings) -> list[Finding]:
    """What follows from the settings; wrong ones do not come this far."""
    letters = 'go to the mail server of SMTP_URL' if settings.smtp_url else f'are kept as files in {settings.letters_dir}'
    near = settings.host in ('127.0.0.1', '::1', 'localhost')
    return [
        Finding(True, f'People come to {settings.base_url}; this machine listens on {settings.host}, port {settings.port}.'),
        Finding(settings.https or near, f'That address is {"" if settings.https else "not "}https.'),
        Finding(True, f'Letters come from {settings.mail_from} and {letters}.'),
    ]


async def servers_found(settings: Settings) -> list[Finding]:
    """The database's version and level, and whether Redis answers."""
    version = await fetchval('show server_version')
    level, newest = await migrating.level(), migrating.newest()
    return [
        Finding(True, f'PostgreSQL {version} answers.'),
        Finding(level == newest, f'The database is at level {level or "nothing"}; this version asks for {newest}.'),
        await _redis_found(settings),
    ]


async def _redis_found(settings: Settings) -> Finding:
    if settings.redis_url is None:
        return Finding(True, 'There is no Redis; each server stands in for it by itself.')
    try:
        async with redis.asyncio.Redis(connection_pool=connection_pool(settings.redis_url)) as bell:
            await bell.ping()
    except (RedisError, OSError) as why:
        return Finding(False, f'Redis does not answer ({type(why).__name__}); letters go out up to a minute later.')
    return Finding(True, 'Redis answers.')


def content_found() -> list[Finding]:
    """What the content's own check says."""
    from coaching.kit.content import check_all

    return [Finding(False, sentence) for sentence in check_all()] or [Finding(True, 'The content is whole.')]
