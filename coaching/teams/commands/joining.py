"""Many people join organisations at once, as a file or one click says, and leave them again."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from coaching.journal.commands import record_each
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetch, fetchrow
from coaching.people.commands.bringing_in import fill_in_many
from coaching.teams.values import Joined

JOIN = """
insert into membership (person_id, organisation_id, began_on, title) select person_id, organisation_id, $3, $4
from unnest($1::bigint[], $2::bigint[]) as n (person_id, organisation_id)
on conflict do nothing returning id, person_id, organisation_id
"""
LEAVE = """
delete from membership where id = any($1) and ended_on is null and title = '' returning person_id, organisation_id
"""
STANDS = """
select kept.id, kept.place_id from organisation o join organisation kept on kept.id = coalesce(o.merged_into_id, o.id) where o.id = $1
"""
LACKING_PLACE = 'select id from person where id = any($1) and place_id is null and erased_at is null order by id for no key update'


async def belong(
    person_ids: Collection[int], organisation_id: int, *, title: str = '', on: datetime.date, by: Actor, now: datetime.datetime
) -> Joined:
    """From this day these persons belong to an organisation, to the kept one where it was merged; who has no place gets its.

    Nobody belongs to one that there is not.
    """
    async with atomic():
        stands = await fetchrow(STANDS, organisation_id)
        if stands is None:
            return Joined()
        pairs = [(person_id, stands['id']) for person_id in person_ids]
        joined = await join_many(pairs, title=title[:120], on=on, by=by, now=now)
        lacking = await fetch(LACKING_PLACE, list(person_ids)) if stands['place_id'] else []
        placed = frozenset(row['id'] for row in lacking)
        filled = {person_id: {'place_id': stands['place_id']} for person_id in placed}
        entry_id = await fill_in_many(filled, by=by, now=now) if filled else None
    return Joined({person_id: number for (person_id, _), number in joined.items()}, placed, entry_id)


async def join_many(
    pairs: Sequence[tuple[int, int]], *, title: str = '', on: datetime.date, by: Actor, now: datetime.datetime
) -> dict[tuple[int, int], int]:
    """From this day each of these persons belongs to the organisation beside; the new memberships' ids by pair."""
    async with atomic():
        rows = await fetch(JOIN, [person_id for person_id, _ in pairs], [organisation_id for _, organisation_id in pairs], on, title)
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
