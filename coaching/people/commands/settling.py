"""A merging that can no longer be undone needs nothing any more that its undoing would have needed."""

from __future__ import annotations

import datetime

from coaching.kit.database import atomic, execute, fetch
from coaching.people.rules import UNDO_DAYS

SETTLE = """
update merging set moved = '{}' where undone_at is null and moved <> '{}' and merged_at < $1 returning merged_id
"""
# Name and address stay: by them whoever signs up in the old way again is found, and not a second person.
EMPTY = """
update person set phone = null, how_heard = '', zone = '', place_id = null, version = version + 1
where id = any($1) and merged_into_id is not null
"""


async def settle_mergings(*, now: datetime.datetime) -> int:
    """Empty what stayed behind of records that were merged more than 30 days ago; how many mergings."""
    async with atomic():
        rows = await fetch(SETTLE, now - datetime.timedelta(days=UNDO_DAYS))
        await execute(EMPTY, [row['merged_id'] for row in rows])
    return len(rows)
