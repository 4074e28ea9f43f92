"""Coaching plans."""

from __future__ import annotations

from coaching.coaches.values import PlanFacts
from coaching.kit.database import fetch

PLAN = """
select k.id, k.team_id, k.number, k.parts, k.review_on, coalesce(m.name, '') as made_by, k.made_at, k.agreed_by_team_on,
       k.agreed_by_team_id, coalesce(t.name, '') as agreed_by_team, k.agreed_by_coach_on, k.agreed_by_coach_id,
       coalesce(c.name, '') as agreed_by_coach
from coaching_plan k left join person m on m.id = k.made_by_id left join person t on t.id = k.agreed_by_team_id
left join person c on c.id = k.agreed_by_coach_id
"""


async def plans(team_id: int) -> list[PlanFacts]:
    """Every version of a team's plan, the newest first."""
    return [PlanFacts(**row) for row in await fetch(f'{PLAN} where k.team_id = $1 order by k.number desc limit 100', team_id)]


async def plan(team_id: int) -> PlanFacts | None:
    """The newest version."""
    rows = await fetch(f'{PLAN} where k.team_id = $1 order by k.number desc limit 1', team_id)
    return PlanFacts(**rows[0]) if rows else None
