"""What a team's home shows beside its steps: what was done, who has been to what, and who coaches."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection

from coaching.kit.database import fetch, fetchrow
from coaching.path.values import JourneyFacts

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
CAME = """
select count(*) as people, count(p.tasted_at) as taste, count(p.introduced_at) as intro, count(p.trained_at) as training
from team_member m join person h on h.id = m.person_id and h.merged_into_id is null and h.erased_at is null
left join progress p on p.person_id = m.person_id where m.team_id = $1 and m.ended_on is null
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
        where m.journey_id = j.id and m.side = 'team' and m.happened_on <= $4 order by m.code, m.number desc) stands
     where stands.mark = 2) as reached
from cohort_team mine join cohort_team other on other.cohort_id = mine.cohort_id and other.ended_on is null and other.team_id <> $1
join journey j on j.team_id = other.team_id and j.ended_at is null and j.path_key = $2
where mine.team_id = $1 and mine.ended_on is null group by other.team_id, j.id limit 200
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


async def before(walk_id: int, *, on: datetime.date, few: int = 12) -> list[Before]:
    """What the team did until the end of that day, the newest first."""
    rows = await fetch(BEFORE, walk_id, on, few)
    return [Before(row['happened_on'], row['what'], row['step'], row['words']) for row in rows]


async def came(team_id: int) -> Came:
    row = await fetchrow(CAME, team_id)
    assert row
    return Came(**row)


async def coaches_of(team_id: int, now: datetime.datetime) -> list[tuple[int, str]]:
    """Who coaches this team at this moment, as (person, name)."""
    return [(row['id'], row['name']) for row in await fetch(COACHES, team_id, now)]


async def names_of(team_ids: Collection[int]) -> list[tuple[int, str]]:
    """These teams by name, as (id, name)."""
    return [(row['id'], row['name']) for row in await fetch(NAMES, list(team_ids))]
