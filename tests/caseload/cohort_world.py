"""A cohort with its owner, who coaches two of its teams, and a coordinator of its place."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.coaches.commands import assigning
from coaching.kit.access import SYSTEM, Actor, Grant
from coaching.kit.database import fetch
from coaching.path.commands import walking
from coaching.teams.commands import add_place, cohorts
from coaching.teams.commands.teams import form, join
from coaching.teams.values import CohortKind
from tests.coaches.world import again, somebody
from tests.conftest import NOW
from tests.people.world import ellen

TODAY = datetime.date(2026, 11, 18)
DAY = datetime.timedelta(days=1)
BY = {'by': ellen(), 'now': NOW}


async def a_place(name: str = 'Prairie County') -> int:
    return await add_place(name, None, **BY)


async def team(name: str, lead: str, *others: str, place_id: int | None = None, path: str = 'community-cafe') -> int:
    """A team that walks, with its people."""
    team_id = await form(name, lead_id=(await somebody(lead)).person_id or 0, place_id=place_id, **BY)
    for other in others:
        await join(team_id, (await somebody(other)).person_id or 0, **BY)
    await walking.begin(team_id, path, 1, by=SYSTEM, now=NOW)
    return team_id


async def coach(name: str, *team_ids: int) -> Actor:
    """Somebody who leads these teams as coach."""
    actor = await somebody(name, Grant('coach', 'network', None))
    for team_id in team_ids:
        await assigning.assign(team_id, actor.person_id or 0, on=TODAY - 90 * DAY, **BY)
    return await again(actor.account_id)


async def cohort(owner: Actor | None, team_ids: Collection[int], *, name: str = 'Autumn teams', place_id: int | None = None) -> int:
    kind = CohortKind.PLACE if place_id else CohortKind.START
    cohort_id = await cohorts.make(name, kind, place_id=place_id, began_on=TODAY - 90 * DAY, by=owner or SYSTEM, now=NOW)
    await cohorts.add_teams(cohort_id, team_ids, by=SYSTEM, now=NOW)
    return cohort_id


async def teams(count: int) -> list[int]:
    """So many teams at the beginning of a path, as rows."""
    rows = await fetch(
        """with made as (insert into team (name, models, began_on, made_at)
               select 'Team ' || n, '{community}', $2, $3 from generate_series(1, $1::int) n returning id),
           standing as (insert into team_state (team_id, state, began_on, recorded_at) select id, 'active', $2, $3 from made),
           walks as (insert into journey (team_id, path_key, path_version, began_on, made_at)
               select id, 'community-cafe', 1, $2, $3 from made)
           select id from made order by id""",
        count, TODAY, NOW,
    )  # fmt: skip
    return [row['id'] for row in rows]
