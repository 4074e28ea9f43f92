"""What a team's home shows beside its steps: what was done, who has been to what, and who coaches."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection

from coaching.kit import dates
from coaching.kit.database import fetch, fetchrow
from coaching.path.values import JourneyFacts
from coaching.teams.queries.teams import TEAM, team_of
from coaching.teams.values import MemberFacts, TeamFacts

# What a team did, whichever way it was told; the newest first.
BEFORE = """
select * from (
    (select happened_on, recorded_at, 'evidence' as what, step, words from evidence
     where journey_id = $1 and removed_at is null and happened_on <= $2 order by happened_on desc, id desc limit $3)
    union all
    (select b.ended_on, b.made_at, 'bold', 0, b.what from bold_step b
     where b.journey_id = $1 and b.is_done and b.ended_on <= $2 order by b.ended_on desc, b.id desc limit $3)
    union all
    (select happened_on, recorded_at, 'confirmed', step, '' from step_fact
     where journey_id = $1 and did = 'confirmed' and happened_on <= $2 order by happened_on desc, id desc limit $3)
) did order by happened_on desc, recorded_at desc limit $3
"""
PEOPLE = """
select m.id, m.team_id, m.person_id, p.name, p.email, p.phone, m.role, m.is_parent_leader, m.began_on, m.ended_on,
       g.tasted_at is not null as taste, g.introduced_at is not null as intro, g.trained_at is not null as training
from team_member m join person p on p.id = m.person_id and p.merged_into_id is null and p.erased_at is null
left join progress g on g.person_id = m.person_id
where m.team_id = $1 and m.ended_on is null order by m.role <> 'lead', p.folded_name, m.id
"""
COACHES = """
select p.id, p.name from role_grant g join account a on a.id = g.account_id join person p on p.id = a.person_id
left join assignment s on s.team_id = $1 and s.person_id = p.id and s.role = 'lead' and s.began_on <= $2::date
  and (s.ended_on is null or s.ended_on > $2::date)
where g.role = 'coach' and g.scope_kind = 'team' and g.scope_id = $1 and g.ended_at is null
  and (g.from_at is null or g.from_at <= $2) and (g.until_at is null or g.until_at > $2)
group by p.id, p.name order by bool_or(s.id is not null) desc, min(g.id)
"""
# The other teams of the same beginning, by the same path: days that a step took where it is signed off, and parts that are reached in all.
BESIDE = """
select other.team_id,
    (select c.happened_on - e.began
     from (select did, happened_on from step_fact f where f.journey_id = j.id and f.step = $3 and f.happened_on <= $4
           order by f.number desc limit 1) c,
          (select min(v.happened_on) as began from evidence v where v.journey_id = j.id and v.step = $3 and v.removed_at is null) e
     where c.did = 'confirmed') as days,
    (select count(*) from (select distinct on (m.code) m.mark from purpose_mark m
        where m.journey_id = j.id and m.side = 'team' and m.happened_on <= $4 order by m.code desc, m.number desc) stands
     where stands.mark = 2) as reached
from cohort_team mine join cohort_team other on other.cohort_id = mine.cohort_id and other.ended_on is null and other.team_id <> $1
join journey j on j.team_id = other.team_id and j.ended_at is null and j.path_key = $2
where mine.team_id = $1 and mine.ended_on is null group by other.team_id, j.id limit 200
"""
# Where a team is, all at once: who it is, by which path it walks, who coaches it, and which day it is there.
WHEREABOUTS = f"""
select t.*, j.id as walk_id, j.path_key, j.path_version, j.began_on as walk_began_on,
       (select zone from network where id = 1) as zone,
       (select coalesce(jsonb_agg(jsonb_build_array(c.id, c.name)), '[]') from ({COACHES}) c) as coaches
from ({TEAM}) t left join journey j on j.team_id = t.id and j.ended_at is null
"""
NAMES = 'select id, name from team where id = any($1) order by name, id'


@dataclasses.dataclass(frozen=True, slots=True)
class Before:
    """One thing that a team did; `what` is evidence, bold or confirmed, `step` 0 where it is of none."""

    happened_on: datetime.date
    what: str
    step: int
    words: str


@dataclasses.dataclass(frozen=True, slots=True)
class Came:
    """How many of a team's people have been to each kind of session."""

    people: int
    taste: int
    intro: int
    training: int


@dataclasses.dataclass(frozen=True, slots=True)
class Beside:
    """How another team of the same beginning came along: days for a step, None where it is not signed off, and parts reached in all."""

    days: int | None
    reached: int


async def beside(walk: JourneyFacts, step: int, *, on: datetime.date) -> list[Beside]:
    """The teams that began with this one, without their names."""
    rows = await fetch(BESIDE, walk.team_id, walk.path_key, step, on)
    return [Beside(row['days'], row['reached']) for row in rows]


@dataclasses.dataclass(frozen=True, slots=True)
class Whereabouts:
    """A team, its walk, None where it walks by no path yet, who coaches it as (person, name), and its today."""

    team: TeamFacts
    walk: JourneyFacts | None
    coaches: list[tuple[int, str]]
    today: datetime.date


async def whereabouts(team_id: int, now: datetime.datetime) -> Whereabouts | None:
    """What every page of a team begins with, in one question."""
    row = await fetchrow(WHEREABOUTS, team_id, now)
    if row is None:
        return None
    walk = row['walk_id'] and JourneyFacts(row['walk_id'], row['id'], row['path_key'], row['path_version'], row['walk_began_on'])
    coaches = [(person_id, name) for person_id, name in row['coaches']]
    return Whereabouts(team_of(row), walk, coaches, dates.local(now, row['zone'] or 'UTC').date())


async def before(walk_id: int, *, on: datetime.date, few: int = 12) -> list[Before]:
    """What the team did until the end of that day, the newest first."""
    rows = await fetch(BEFORE, walk_id, on, few)
    return [Before(row['happened_on'], row['what'], row['step'], row['words']) for row in rows]


async def people(team_id: int) -> tuple[list[MemberFacts], Came]:
    """Who is of the team, the lead first, and how many of them have been to what."""
    rows = await fetch(PEOPLE, team_id)
    came = Came(len(rows), *(sum(row[kind] for row in rows) for kind in ('taste', 'intro', 'training')))
    return [MemberFacts(**{name: row[name] for name in MemberFacts.__slots__}) for row in rows], came


async def names_of(team_ids: Collection[int]) -> list[tuple[int, str]]:
    """These teams by name, as (id, name)."""
    return [(row['id'], row['name']) for row in await fetch(NAMES, list(team_ids))]
