"""Cards that sign people in."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.accounts.values import CardFacts
from coaching.kit.database import fetch, fetchrow

CARD = """
select c.id, c.account_id, a.person_id, p.name, p.language, coalesce(a.email, '') as email, c.nonce, c.printed_at, c.expires_at,
       c.revoked_at
from sign_in_card c join account a on a.id = c.account_id and a.closed_at is null
join person p on p.id = a.person_id and p.erased_at is null where c.id = $1
"""
PRINTED = """
select a.person_id, c.printed_at from sign_in_card c join account a on a.id = c.account_id and a.closed_at is null
where a.person_id = any($1) and c.revoked_at is null
"""


async def card(card_id: int, *, locked: bool = False) -> CardFacts | None:
    """One card of an open account."""
    row = await fetchrow(CARD + (' for update of c' if locked else ''), card_id)
    return CardFacts(**row) if row else None


async def cards_of(person_ids: Collection[int]) -> dict[int, datetime.datetime]:
    """Who has a card that is good, and when it was printed."""
    return {row['person_id']: row['printed_at'] for row in await fetch(PRINTED, list(person_ids))}
