"""Who belongs to which organisation, from when to when."""

from __future__ import annotations

import datetime

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetchrow
from coaching.teams.commands.joining import belong


async def begin_membership(
    person_id: int, organisation_id: int, *, title: str = '', on: datetime.date, by: Actor, now: datetime.datetime
) -> bool:
    """From this day a person belongs to an organisation; False where that was so. Somebody without a place gets the organisation's."""
    joined = await belong([person_id], organisation_id, title=title, on=on, by=by, now=now)
    return bool(joined.memberships)


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
