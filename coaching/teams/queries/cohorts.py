"""Cohorts and the teams in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from coaching.kit.database import fetch, fetchrow
from coaching.teams.values import CohortFacts, CohortKind, CohortTeamFacts

COHORT = """
select c.id, c.name, c.kind, c.place_id, coalesce(p.name, '') as place, c.grant_words, c.began_on, c.ended_on, c.owner_id,
       coalesce(o.name, '') as owner, c.version,
       (select count(*) from cohort_team t where t.cohort_id = c.id and t.ended_on is null) as teams
from cohort c left join place p on p.id = c.place_id left join person o on o.id = c.owner_id
"""
IN_IT = """
select c.id, c.cohort_id, c.team_id, t.name, coalesce(p.name, '') as place, c.began_on, c.ended_on
from cohort_team c join team t on t.id = c.team_id left join place p on p.id = t.place_id
"""


async def cohort(cohort_id: int) -> CohortFacts | None:
    row = await fetchrow(f'{COHORT} where c.id = $1', cohort_id)
    return _cohort(row) if row else None


async def cohorts(*, place_ids: Collection[int] | None = None, owner_id: int | None = None, limit: int = 200) -> list[CohortFacts]:
    """Cohorts by name, those that go on first: all, or those of these places and those that a person keeps."""
    rows = await fetch(
        f"""{COHORT} where $1::bigint[] is null or c.place_id = any($1) or c.owner_id = $2
        order by c.ended_on is not null, c.name, c.id limit {limit:d}""",
        None if place_ids is None else list(place_ids),
        owner_id,
    )
    return [_cohort(row) for row in rows]


async def cohorts_of(team_ids: Collection[int]) -> dict[int, list[CohortFacts]]:
    """In which cohorts these teams are now, those that began last first; one question for all of them."""
    found: dict[int, list[CohortFacts]] = {team_id: [] for team_id in team_ids}
    pairs = await fetch(
        'select cohort_id, team_id from cohort_team where team_id = any($1) and ended_on is null order by began_on desc, id', list(team_ids)
    )
    if pairs:
        rows = await fetch(f'{COHORT} where c.id = any($1)', list({row['cohort_id'] for row in pairs}))
        by_id = {row['id']: _cohort(row) for row in rows}
        for row in pairs:
            found[row['team_id']].append(by_id[row['cohort_id']])
    return found


async def teams_in(cohort_id: int, *, also_ended: bool = False) -> list[CohortTeamFacts]:
    """The teams of a cohort by name; on demand those that left it too."""
    more = '' if also_ended else 'and c.ended_on is null'
    rows = await fetch(f'{IN_IT} where c.cohort_id = $1 {more} order by c.ended_on is not null, t.name, c.id', cohort_id)
    return [CohortTeamFacts(**row) for row in rows]


def _cohort(row: Mapping[str, Any]) -> CohortFacts:
    return CohortFacts(**{**row, 'kind': CohortKind(row['kind'])})
