"""What a coach answered to a team that had said a step is done."""

from __future__ import annotations

from typing import Any

from coaching.kit.database import fetchrow

ANSWER = """
select j.team_id, t.name as team, j.path_key, j.path_version, f.step, coalesce(p.name, '') as coach
from step_fact f join journey j on j.id = f.journey_id and j.ended_at is null join team t on t.id = j.team_id
left join person p on p.id = f.by_person_id
where f.id = $1 and not exists (
    select from step_fact l where l.journey_id = f.journey_id and l.step = f.step and l.number > f.number)
"""


async def answer_that_stands(fact_id: int) -> dict[str, Any] | None:
    """The team, the step and whose answer it is; None where something else happened to the step since."""
    row = await fetchrow(ANSWER, fact_id)
    return dict(row) if row else None
