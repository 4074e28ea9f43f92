"""What a coach was told when a team came to them."""

from __future__ import annotations

import dataclasses
import datetime

from coaching.kit.database import fetchrow

HANDED = """
select a.began_on, a.note, coalesce((
    select p.name from assignment w join person p on p.id = w.person_id
    where w.team_id = a.team_id and w.role = 'lead' and w.ended_on = a.began_on and w.person_id <> a.person_id order by w.id desc limit 1
), '') as before
from assignment a where a.team_id = $1 and a.person_id = $2 and a.role = 'lead' and a.began_on <= $3
    and (a.ended_on is null or a.ended_on > $3)
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Handed:
    """Since when somebody coaches a team, the note that came with it, and who coached it before; '' for nobody."""

    on: datetime.date
    note: str
    before: str


async def handed_over(team_id: int, person_id: int, today: datetime.date) -> Handed | None:
    row = await fetchrow(HANDED, team_id, person_id, today)
    return Handed(*row) if row else None
