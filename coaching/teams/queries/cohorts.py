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
select c.id, c.cohort_id, c.team_id, t.name, t.place_id, coalesce(p.name, '') as place, c.began_on, c.ended_on
from cohort_team c join team t on t.id = c.team_id left join place p on p.id = t.place_id
"""
CHOICE = """
select t.id, t.name from team t join team_state s on s.team_id = t.id and s.ended_at is null and s.state <> 'closed'
where ($2::bigint[] is null or t.place_id = any($2) or t.id = any($3))
    and not exists (select from cohort_team c where c.cohort_id = $1 and c.team_id = t.id and c.ended_on is null)
order by t.name, t.id limit 300
"""


async def cohort(cohort_id: int) -> CohortFacts | None:
    row = await fetchrow(f'{COHORT} where c.id = $1', cohort_id)
    return _cohort(row) if row else None


async def cohorts(
    *, place_ids: Collection[int] | None = None, owner_id: int | None = None, team_ids: Collection[int] = (), limit: int = 200
) -> list[CohortFacts]:
    """Cohorts by name, those that go on first: all, or those of these places, those that a person keeps, and those of these teams."""
    rows = await fetch(
        f"""{COHORT} where $1::bigint[] is null or c.place_id = any($1) or c.owner_id = $2
        or c.id in (select cohort_id from cohort_team where team_id = any($3) and ended_on is null)
        order by c.ended_on is not null, c.name, c.id limit {limit:d}""",
        None if place_ids is None else list(place_ids),
        owner_id,
        list(team_ids),
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


async def teams_to_choose(
    cohort_id: int, *, place_ids: Collection[int] | None, team_ids: Collection[int] = ()
) -> list[tuple[int, str]]:
    """Teams that go on and are not in it, by name: all, or those of these places and these teams; at most 300."""
    rows = await fetch(CHOICE, cohort_id, None if place_ids is None else list(place_ids), list(team_ids))
    return [(row['id'], row['name']) for row in rows]


def _cohort(row: Mapping[str, Any]) -> CohortFacts:
    return CohortFacts(**{**row, 'kind': CohortKind(row['kind'])})
