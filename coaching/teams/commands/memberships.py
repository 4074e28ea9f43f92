"""Who belongs to which organisation, from when to when."""

from __future__ import annotations

import datetime

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetchrow, fetchval
from coaching.people.commands import correct

BEGIN = """
insert into membership (person_id, organisation_id, title, began_on)
select $1, coalesce(o.merged_into_id, o.id), $3, $4 from organisation o where o.id = $2
on conflict do nothing returning organisation_id
"""
LACKING_PLACE = """
select o.place_id from organisation o join person p on p.id = $2 and p.place_id is null where o.id = $1 and o.place_id is not null
"""


async def begin_membership(
    person_id: int, organisation_id: int, *, title: str = '', on: datetime.date, by: Actor, now: datetime.datetime
) -> bool:
    """From this day a person belongs to an organisation; False where that was so. Somebody without a place gets the organisation's."""
    async with atomic():
        belongs_to = await fetchval(BEGIN, person_id, organisation_id, title[:120], on)
        if belongs_to is None:
            return False
        await record('membership_began', by=by, subject=('person', person_id), now=now, organisation_id=belongs_to)
        if place_id := await fetchval(LACKING_PLACE, belongs_to, person_id):
            await correct(person_id, place_id=place_id, by=by, now=now)
    return True


async def end_membership(membership_id: int, *, on: datetime.date, by: Actor, now: datetime.datetime) -> bool:
    """From this day it is no longer so; False where it had ended."""
    async with atomic():
        ended = await fetchrow(
            """update membership set ended_on = greatest(began_on, $2) where id = $1 and ended_on is null
               returning person_id, organisation_id""",
            membership_id,
            on,
        )
        if ended:
            whose, where = ended
            await record('membership_ended', by=by, subject=('person', whose), now=now, organisation_id=where)
    return ended is not None
