"""What a coach answered to a team that had said a step is done, and who waits for an answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from coaching.kit.database import fetchrow

ANSWER = """
select j.team_id, t.name as team, j.path_key, j.path_version, f.step, coalesce(p.name, '') as coach
from step_fact f join journey j on j.id = f.journey_id and j.ended_at is null join team t on t.id = j.team_id
left join person p on p.id = f.by_person_id
where f.id = $1 and not exists (
    select from step_fact l where l.journey_id = f.journey_id and l.step = f.step and l.number > f.number)
"""


WAITS = """
select j.team_id, t.name as team, f.step from journey j join team t on t.id = j.team_id join lateral (
    select distinct on (step) step, did, happened_on from step_fact where journey_id = j.id order by step, number desc
) f on f.did = 'claimed'
where j.team_id = any($1) and j.ended_at is null order by f.happened_on, j.team_id, f.step limit 1
"""


@dataclass(frozen=True, slots=True)
class Waits:
    """A team that waits for a sign-off."""

    team_id: int
    team: str
    step: int


async def waits_longest(team_ids: Collection[int]) -> Waits | None:
    """Of these teams the one that waits longest for a sign-off, with its step."""
    row = await fetchrow(WAITS, list(team_ids))
    return Waits(*row) if row else None


async def answer_that_stands(fact_id: int) -> dict[str, Any] | None:
    """The team, the step and whose answer it is; None where something else happened to the step since."""
    row = await fetchrow(ANSWER, fact_id)
    return dict(row) if row else None
