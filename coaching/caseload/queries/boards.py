"""The teams of a cohort, and the way of each at two days, in four questions for all of them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coaching.kit.database import fetch
from coaching.path import definition
from coaching.path.values import Did, Marked, StepFact, StepFacts
from coaching.teams.values import TeamStanding

TEAMS = """
select t.id, t.name, t.place_id, coalesce(p.name, '') as place, s.state as standing, c.began_on as since,
       j.id as journey_id, j.path_key, j.path_version, coalesce(n.members, 0)::int as members, coalesce(n.parents, 0)::int as parents
from cohort_team c join team t on t.id = c.team_id join team_state s on s.team_id = t.id and s.ended_at is null
left join place p on p.id = t.place_id left join journey j on j.team_id = t.id and j.ended_at is null
left join lateral (
    select count(*) as members, count(*) filter (where m.is_parent_leader) as parents
    from team_member m join person h on h.id = m.person_id and h.merged_into_id is null where m.team_id = t.id and m.ended_on is null
) n on true
where c.cohort_id = $1 and c.ended_on is null order by t.name, t.id limit 300
"""
FACTS = """
select journey_id, step, did, happened_on, recorded_at, by_person_id from step_fact
where journey_id = any($1) and happened_on <= $2 order by journey_id, step, number
"""
MARKS = """
select journey_id, code, side, mark, is_excepted, happened_on from purpose_mark
where journey_id = any($1) and happened_on <= $2 order by journey_id, code, side, number
"""
DAYS = """
select journey_id, step, happened_on from evidence where journey_id = any($1) and happened_on <= $2 and removed_at is null
order by happened_on
"""


@dataclass(frozen=True, slots=True)
class BoardTeam:
    """A team of a cohort, in it since a day; without a journey it walks by no path yet."""

    id: int
    name: str
    place_id: int | None
    place: str
    standing: TeamStanding
    since: datetime.date
    journey_id: int | None
    path_key: str | None
    path_version: int | None
    members: int
    parents: int


Way = tuple[StepFacts, ...]


async def teams_of_board(cohort_id: int) -> list[BoardTeam]:
    """The teams that are in a cohort now, by name."""
    return [BoardTeam(**{**row, 'standing': TeamStanding(row['standing'])}) for row in await fetch(TEAMS, cohort_id)]


async def ways(teams: Iterable[BoardTeam], on: datetime.date, *also: datetime.date) -> dict[int, tuple[Way, ...]]:
    """Every step of each team that walks, as it stood at the end of each of these days, of which the first is the last; no words."""
    walking = {one.journey_id: one for one in teams if one.journey_id is not None}
    told = [_by_journey(await fetch(sql, list(walking), on)) for sql in (FACTS, MARKS, DAYS)]
    found = {}
    for journey_id, team in walking.items():
        facts, marks, days = (one[journey_id] for one in told)
        assert team.path_key is not None and team.path_version is not None
        path = definition.path(team.path_key, team.path_version)
        found[team.id] = tuple(_drawn(path, _until(day, facts), _until(day, marks), _until(day, days)) for day in (on, *also))
    return found


def _by_journey(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    found = defaultdict(list)
    for row in rows:
        found[row['journey_id']].append(row)
    return found


def _until(day: datetime.date, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if row['happened_on'] <= day]


def _drawn(
    path: definition.Path, facts: Sequence[Mapping[str, Any]], marks: Sequence[Mapping[str, Any]], days: Sequence[Mapping[str, Any]]
) -> Way:
    """The steps that these rows tell of; of several marks of one side the last one stands."""
    history: dict[int, list[StepFact]] = defaultdict(list)
    for row in facts:
        history[row['step']].append(StepFact(Did(row['did']), row['happened_on'], row['recorded_at'], row['by_person_id']))
    last = {(row['side'], row['code']): row for row in marks}
    excepted = {code for (_side, code), row in last.items() if row['is_excepted']}
    shown: dict[int, list[datetime.date]] = defaultdict(list)
    for row in days:
        shown[row['step']].append(row['happened_on'])
    return tuple(
        StepFacts(
            step.number, step.codes, step.head.kind == 'living', tuple(history[step.number]),
            {code: Marked(last['team', code]['mark']) for code in step.codes if ('team', code) in last}, {},
            frozenset(excepted & set(step.codes)), tuple(shown[step.number]),
        )
        for step in path.steps
    )  # fmt: skip
