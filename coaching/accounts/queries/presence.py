"""Who asks: found by a cookie's digest, in one query."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.accounts.values import Presence
from coaching.kit.access import Actor, Grant, How
from coaching.kit.database import fetchrow, fetchval

GRANTS = """
(select coalesce(jsonb_agg(jsonb_build_array(g.role, g.scope_kind, g.scope_id) order by g.id), '[]')
 from role_grant g where g.account_id = a.id and g.ended_at is null
   and (g.from_at is null or g.from_at <= coalesce($2::timestamptz, now()))
   and (g.until_at is null or g.until_at > coalesce($2::timestamptz, now()))) as grants
"""
ACTOR = f"""
a.id as account_id, a.person_id, a.last_desk, p.name, coalesce(a.email, '') as email, p.language,
coalesce(nullif(p.zone, ''), n.zone) as zone, {GRANTS}
"""
WHO = """
from account a join person p on p.id = a.person_id and p.erased_at is null left join network n on n.id = 1
"""
BY_DIGEST = f"""
select s.id as sign_in_id, s.token_digest = $1 as is_current, s.rotated_at, s.seen_at, s.idle_days, s.expires_at, {ACTOR}
{WHO} join sign_in s on s.account_id = a.id and s.ended_at is null
where a.closed_at is null and (s.token_digest = $1 or s.previous_digest = $1)
"""


async def presence(digest: bytes, now: datetime.datetime | None = None) -> tuple[Presence, Actor] | None:
    """The sign-in that this digest names now, or named before its last change, and whose it is, with the roles held at this moment."""
    row = await fetchrow(BY_DIGEST, digest, now)
    if row is None:
        return None
    return Presence(**{name: row[name] for name in Presence.__slots__}), _actor(row, row['sign_in_id'])


async def stands(actor: Actor) -> bool:
    """Whether the sign-in by which somebody came has not ended, and every role that they came with is still held."""
    if not await fetchval('select exists (select from sign_in where id = $1 and ended_at is null)', actor.sign_in_id):
        return False
    holder = await actor_for(actor.account_id or 0)
    return holder is not None and set(actor.grants) <= set(holder.grants)


async def actor_for(account_id: int, now: datetime.datetime | None = None) -> Actor | None:
    """The holder of an open account as an actor without a sign-in; for what is done while a sign-in begins."""
    row = await fetchrow(f'select {ACTOR} {WHO} where a.id = $1 and a.closed_at is null', account_id, now)
    return _actor(row, None) if row else None


def _actor(row: Any, sign_in_id: int | None) -> Actor:
    return Actor(
        how=How.ACCOUNT,
        person_id=row['person_id'],
        account_id=row['account_id'],
        sign_in_id=sign_in_id,
        name=row['name'],
        email=row['email'],
        language=row['language'],
        zone=row['zone'] or '',
        grants=tuple(Grant(*held) for held in row['grants']),
        desk=row['last_desk'],
    )
