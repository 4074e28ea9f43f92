"""The network's own row, sign-in letters and sign-ins."""

from __future__ import annotations

import datetime

from coaching.accounts.values import NetworkFacts, SignInFacts, SignInRequestFacts
from coaching.kit import dates
from coaching.kit.database import fetch, fetchrow, fetchval

REQUEST = """
select r.id, a.id as account_id, a.person_id, coalesce(p.name, '') as name, coalesce(a.email, '') as email,
       coalesce(p.language, '') as language, r.browser_digest, r.nonce, r.next_path, r.tries, r.expires_at, r.used_at
from sign_in_request r
left join account a on a.id = r.account_id and a.closed_at is null
left join person p on p.id = a.person_id
where r.id = $1
"""


async def network() -> NetworkFacts | None:
    """The network's name, zone, languages and help lines; None before anybody asked for a set-up link."""
    row = await fetchrow('select name, zone, languages, help_lines, set_up_at, version from network where id = 1')
    return NetworkFacts(**{**row, 'languages': tuple(row['languages'])}) if row else None


async def network_day(now: datetime.datetime) -> datetime.date:
    """Which day it is where the network is; in UTC before it is set up."""
    zone = await fetchval('select zone from network where id = 1')
    return dates.local(now, zone or 'UTC').date()


async def set_up_nonce() -> bytes | None:
    """What the set-up link was made with; None before anybody asked for one."""
    return await fetchval('select set_up_nonce from network where id = 1')


async def sign_in_request(request_id: int) -> SignInRequestFacts | None:
    row = await fetchrow(REQUEST, request_id)
    return SignInRequestFacts(**row) if row else None


async def sign_ins(account_id: int, now: datetime.datetime | None = None) -> list[SignInFacts]:
    """The browsers that are signed in, the one seen last first; without `now` also those whose time is up."""
    rows = await fetch(
        """select id, device, began_at, seen_at, expires_at from sign_in where account_id = $1 and ended_at is null
           and ($2::timestamptz is null or expires_at > $2 and seen_at > $2 - idle_days * interval '1 day')
           order by seen_at desc, id desc""",
        account_id,
        now,
    )
    return [SignInFacts(**row) for row in rows]
