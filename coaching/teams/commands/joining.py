"""Many people join organisations at once, as a file or one click says, and leave them again."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from coaching.journal.commands import record_each
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetch

JOIN = """
insert into membership (person_id, organisation_id, began_on) select person_id, organisation_id, $3
from unnest($1::bigint[], $2::bigint[]) as n (person_id, organisation_id)
on conflict do nothing returning id, person_id, organisation_id
"""
LEAVE = """
delete from membership where id = any($1) and ended_on is null and title = '' returning person_id, organisation_id
"""


async def join_many(
    pairs: Sequence[tuple[int, int]], *, on: datetime.date, by: Actor, now: datetime.datetime
) -> dict[tuple[int, int], int]:
    """From this day each of these persons belongs to the organisation beside; the new memberships' ids by pair."""
    async with atomic():
        rows = await fetch(JOIN, [person_id for person_id, _ in pairs], [organisation_id for _, organisation_id in pairs], on)
        happened = [(row['person_id'], {'organisation_id': row['organisation_id']}) for row in rows]
        await record_each('membership_began', 'person', happened, by=by, now=now)
    return {(row['person_id'], row['organisation_id']): row['id'] for row in rows}


async def unjoin_many(
    membership_ids: Collection[int], *, untold: Collection[int] = (), by: Actor, now: datetime.datetime
) -> None:
    """Remove memberships that nobody changed since; nothing is written about persons `untold`, who go themselves."""
    async with atomic():
        rows = [row for row in await fetch(LEAVE, list(membership_ids)) if row['person_id'] not in untold]
        happened = [(row['person_id'], {'organisation_id': row['organisation_id']}) for row in rows]
        await record_each('membership_ended', 'person', happened, by=by, now=now)
