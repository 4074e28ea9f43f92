"""Who asks, for every request; and what a sign-in needs on the way: a line that it was seen, a new token, an end."""

from __future__ import annotations

import datetime

from litestar.connection import ASGIConnection

from coaching.accounts import cookies
from coaching.accounts.queries import presence
from coaching.accounts.rules import Verdict, verdict
from coaching.accounts.values import Presence
from coaching.kit import clock, tokens
from coaching.kit.access import PUBLIC, Actor
from coaching.kit.database import execute, fetchval


async def load_actor(connection: ASGIConnection) -> Actor:
    """Whoever stands before the door: one query, and none without a cookie."""
    token = cookies.read(connection)
    if not token:
        return PUBLIC
    now = clock.now()
    found = await presence(tokens.digest(token), now)
    if found is None:
        return PUBLIC
    sign_in, actor = found
    match verdict(sign_in, now):
        case Verdict.TOO_OLD:
            return PUBLIC
        case Verdict.COPIED:
            await end_copied(sign_in.sign_in_id, now)
            return PUBLIC
        case Verdict.ROTATE:
            if fresh := await rotate(sign_in.sign_in_id, token, now):
                cookies.carry(connection.scope, cookies.cookie(fresh, sign_in.expires_at - now))
        case Verdict.SEEN:
            await _seen(sign_in, now)
    return actor


async def rotate(sign_in_id: int, token: str, now: datetime.datetime) -> str | None:
    """Give the browser a new token; None where another of its requests was first, or the sign-in ended meanwhile."""
    fresh = tokens.random_token()
    changed = await fetchval(
        """update sign_in set previous_digest = token_digest, token_digest = $3, rotated_at = $4, seen_at = $4
           where id = $1 and token_digest = $2 and ended_at is null returning id""",
        sign_in_id,
        tokens.digest(token),
        tokens.digest(fresh),
        now,
    )
    return fresh if changed else None


async def end_copied(sign_in_id: int, now: datetime.datetime) -> None:
    """Two browsers hold what one was given: neither keeps it."""
    await execute("update sign_in set ended_at = $2, ended_why = 'copied' where id = $1 and ended_at is null", sign_in_id, now)


async def _seen(sign_in: Presence, now: datetime.datetime) -> None:
    await execute('update sign_in set seen_at = greatest(seen_at, $2) where id = $1 and ended_at is null', sign_in.sign_in_id, now)
