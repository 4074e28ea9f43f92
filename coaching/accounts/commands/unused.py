"""Accounts that came by a list go again where nobody ever used them."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.kit.database import execute, fetch
from coaching.kit.referring import pointed_at

OPENED = """
select a.id from account a where a.person_id = any($1) and a.made_at = $2 and a.closed_at is null
    and not exists (select from role_grant g where g.account_id = a.id and g.ended_at is null)
"""


async def remove_unused(person_ids: Collection[int], *, opened_at: datetime.datetime) -> None:
    """Remove the accounts of these persons that were opened at that moment, hold no role any more, and that nothing else speaks of."""
    opened = [row['id'] for row in await fetch(OPENED, list(person_ids), opened_at)]
    ended = [row['id'] for row in await fetch('select id from role_grant where account_id = any($1)', opened)]
    gone = sorted(set(opened) - await pointed_at('account', opened, besides={'role_grant': ended}))
    await execute('delete from role_grant where account_id = any($1)', gone)
    await execute('delete from account where id = any($1)', gone)
