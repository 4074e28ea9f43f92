"""At which steps many teams are, for whoever weighs what a coach has already."""

from __future__ import annotations

from collections.abc import Collection

from coaching.accounts.queries import network_day
from coaching.caseload.queries.facts import teams_now
from coaching.coaches.values import Steps
from coaching.kit import clock


async def steps(team_ids: Collection[int]) -> Steps:
    """The step of each team that walks by a path, in as many queries for one as for many."""
    now = clock.now()
    found = await teams_now(team_ids, today=await network_day(now), now=now, zone='UTC')
    return {team.team_id: team.step for team in found if team.path}
