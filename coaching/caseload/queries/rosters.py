"""Who of the teams of a cohort is signed up for coming sessions: numbers for each team, and names only of teams that are asked for."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coaching.kit.database import fetch

# A person of two teams of the cohort stands in the line of each.
COMING = """
select s.id, coalesce(w.title, o.slug) as title, s.starts_at, s.ends_at, s.zone, m.team_id, t.name as team, r.state,
       case when m.team_id = any($2) then p.name end as name
from team_member m join team t on t.id = m.team_id
join person p on p.id = m.person_id and p.merged_into_id is null and p.erased_at is null
join registration r on r.person_id = p.id and r.state in ('registered', 'offered', 'waiting')
join session s on s.id = r.session_id and s.ends_at > $3 and s.state in ('open', 'closed')
join offering o on o.id = s.offering_id left join lateral (
    select title from offering_words where offering_id = o.id order by language <> $4, language <> 'en', id limit 1
) w on true
where m.team_id = any($1) and m.ended_on is null order by s.starts_at, s.id, t.name, t.id, p.folded_name limit 2000
"""


@dataclass(frozen=True, slots=True)
class FromTeam:
    """How many of a team have a spot, and how many wait; `names` are empty where whoever asks sees numbers only."""

    team_id: int
    team: str
    spots: int
    waiting: int
    names: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """A session to which people of these teams come."""

    id: int
    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    zone: str
    teams: tuple[FromTeam, ...]

    @property
    def spots(self) -> int:
        return sum(one.spots for one in self.teams)


async def coming(
    team_ids: Collection[int], *, named: Collection[int], language: str, now: datetime.datetime
) -> list[Coming]:
    """Coming sessions with people of these teams, the soonest first; people are named for the teams in `named` alone."""
    rows = await fetch(COMING, list(team_ids), list(named), now, language)
    found = []
    for number, group in itertools.groupby(rows, key=lambda row: row['id']):
        of_it = list(group)
        first = of_it[0]
        teams = tuple(_from_team(team) for _id, team in itertools.groupby(of_it, key=lambda row: row['team_id']))
        found.append(Coming(number, first['title'], first['starts_at'], first['ends_at'], first['zone'], teams))
    return found


def _from_team(rows: Iterable[Mapping[str, Any]]) -> FromTeam:
    people = list(rows)
    spots = sum(row['state'] == 'registered' for row in people)
    names = tuple((row['name'], row['state'] == 'registered') for row in people if row['name'] is not None)
    return FromTeam(people[0]['team_id'], people[0]['team'], spots, len(people) - spots, names)
