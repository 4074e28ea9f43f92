"""What went well with some teams of late."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection

from coaching.kit.database import fetch

MANY = 20
WENT_WELL = """
select * from (
    (select j.team_id, 'bold' as what, b.what as words, b.ended_on as on_day
     from journey j join bold_step b on b.journey_id = j.id and b.is_done and b.ended_on between $2 and $3
     where j.team_id = any($1) and j.ended_at is null)
    union all
    (select team_id, 'done', what, ended_on from next_step where team_id = any($1) and state = 'done' and ended_on between $2 and $3)
    union all
    (select m.team_id, 'joined', p.name, m.began_on
     from team_member m join person p on p.id = m.person_id and p.merged_into_id is null and p.erased_at is null
     where m.team_id = any($1) and m.ended_on is null and m.began_on between $2 and $3)
) well order by on_day desc, team_id, what, words limit $4
"""


@dataclasses.dataclass(frozen=True, slots=True)
class WentWell:
    """One small thing; `what` is bold, done or joined, `words` what was done or the name of who joined."""

    team_id: int
    what: str
    words: str
    on: datetime.date


async def went_well(team_ids: Collection[int], since: datetime.date, until: datetime.date) -> list[WentWell]:
    """What these teams did, and who joined them, the newest first."""
    rows = await fetch(WENT_WELL, list(team_ids), since, until, MANY)
    return [WentWell(*row) for row in rows]
