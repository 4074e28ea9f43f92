"""After a restore: whoever was forgotten looks after nothing, and a network that nobody looks after can be set up anew."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.kit import tokens
from coaching.kit.database import atomic, execute

END = """
update role_grant set ended_at = $2 where ended_at is null and account_id in (select id from account where person_id = any($1))
"""
OPEN = """
update network set set_up_at = null, set_up_nonce = $1 where not exists (
    select from role_grant g join account a on a.id = g.account_id and a.closed_at is null
    where g.role = 'coordinator' and g.scope_kind = 'network' and g.ended_at is null)
"""


async def step_aside(person_ids: Collection[int], *, now: datetime.datetime) -> None:
    """End every role of these persons; where no coordinator of the network is left, its set-up link works once more."""
    async with atomic():
        if await execute(END, list(person_ids), now) != 'UPDATE 0':
            await execute(OPEN, tokens.random_nonce())
