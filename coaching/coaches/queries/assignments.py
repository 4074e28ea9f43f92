"""Who stands beside which team, who stands in, and how much each coach has."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from coaching.coaches.values import AssignmentFacts, Beside, CoverFacts, Load, Waiting, Watch
from coaching.kit.database import fetch, fetchrow, fetchval

ASSIGNMENT = """
select a.id, a.team_id, t.name as team, a.person_id, p.name as person, p.email, p.phone, a.role, a.began_on, a.ended_on, a.why_ended,
       a.note, a.recorded_at
from assignment a join team t on t.id = a.team_id join person p on p.id = a.person_id
"""
COVER = """
select k.id, k.coach_id, c.name as coach, k.by_id, b.name as by, k.from_on, k.until_on, k.note
from cover k join person c on c.id = k.coach_id join person b on b.id = k.by_id where k.ended_at is null
"""
ORDER = "array['lead', 'co_coach', 'apprentice', 'seasoned_host']"
LEADS_ON = "a.role = 'lead' and a.began_on <= $2 and (a.ended_on is null or a.ended_on > $2)"
WATCHED = f"""
select t.id as team_id, l.person_id as lead_id, coalesce(l.name, '') as lead, l.by_id as cover_id, coalesce(l.by, '') as cover,
       case when l.person_id is null then greatest(t.began_on, (
           select max(e.ended_on) from assignment e where e.team_id = t.id and e.role = 'lead' and e.ended_on <= $2
       )) end as without_since
from team t left join lateral (
    select a.person_id, p.name, k.by_id, b.name as by from assignment a join person p on p.id = a.person_id
    left join cover k on k.coach_id = a.person_id and k.ended_at is null and k.from_on <= $2 and k.until_on > $2
    left join person b on b.id = k.by_id where a.team_id = t.id and {LEADS_ON}
) l on true
where t.id = any($1)
"""
PLACES_OF = """
select a.person_id, bool_or(g.scope_kind = 'network') as everywhere,
       coalesce(array_agg(g.scope_id) filter (where g.scope_kind = 'place'), '{}') as place_ids
from role_grant g join account a on a.id = g.account_id and a.closed_at is null
where g.role = 'coach' and g.scope_kind in ('network', 'place') and g.ended_at is null group by a.person_id
"""
LOADS = f"""
with may as ({PLACES_OF}), leads as (
    select a.person_id, array_agg(a.team_id order by a.team_id) as team_ids, array_agg(distinct t.place_id) as led_in
    from assignment a join team t on t.id = a.team_id where {LEADS_ON.replace('$2', '$1')} group by a.person_id
)
select p.id as person_id, p.name, coalesce(l.team_ids, '{{}}') as team_ids, coalesce(l.led_in, '{{}}') as led_in,
       coalesce(c.most_teams, 8) as most_teams,
       coalesce(c.languages, array[p.language]) as languages, coalesce(c.models, '{{community,parent,school}}') as models,
       coalesce(may.everywhere, false) as everywhere, coalesce(may.place_ids, '{{}}') as place_ids, k.until_on as away_until,
       coalesce(b.name, '') as covered_by, coalesce(c.version, 0) as version
from person p left join coach c on c.person_id = p.id left join may on may.person_id = p.id left join leads l on l.person_id = p.id
left join cover k on k.coach_id = p.id and k.ended_at is null and k.from_on <= $1 and k.until_on > $1
left join person b on b.id = k.by_id
where (may.person_id is not null or l.person_id is not null) and p.merged_into_id is null and p.erased_at is null
  and ($2::bigint is null or p.id = $2)
order by p.folded_name, p.id limit 500
"""
MINE = """
select distinct a.team_id from assignment a
where a.person_id = $1 and a.role in ('lead', 'co_coach') and (a.ended_on is null or a.ended_on > $2) order by a.team_id
"""


async def beside(team_id: int, on: datetime.date, *, also_others: bool = False) -> list[AssignmentFacts]:
    """Whoever stands beside a team on that day, the lead first; on demand also those who did or will."""
    rows = await fetch(
        f"""{ASSIGNMENT} where a.team_id = $1 and ($2 or a.began_on <= $3 and (a.ended_on is null or a.ended_on > $3))
            order by a.ended_on is not null and a.ended_on <= $3, a.began_on > $3, array_position({ORDER}, a.role), a.began_on, a.id""",
        team_id, also_others, on,
    )  # fmt: skip
    return [_assignment(row) for row in rows]


async def assignment(assignment_id: int) -> AssignmentFacts | None:
    row = await fetchrow(f'{ASSIGNMENT} where a.id = $1', assignment_id)
    return _assignment(row) if row else None


async def watched(team_ids: Collection[int], on: datetime.date) -> dict[int, Watch]:
    """Who looks after each of these teams on a day."""
    return {row['team_id']: Watch(**row) for row in await fetch(WATCHED, list(team_ids), on)}


async def coached_by(person_id: int, on: datetime.date) -> list[int]:
    """The teams that somebody coaches on that day or will."""
    return [row['team_id'] for row in await fetch(MINE, person_id, on)]


async def covers(on: datetime.date, *, person_id: int | None = None) -> list[CoverFacts]:
    """Covers that last or are to come, of everybody or of one coach, on either side."""
    mine = 'and ($2::bigint is null or $2 in (k.coach_id, k.by_id))'
    return [CoverFacts(**row) for row in await fetch(f'{COVER} and k.until_on > $1 {mine} order by k.from_on, k.id', on, person_id)]


async def cover(cover_id: int) -> CoverFacts | None:
    row = await fetchrow(f'{COVER} and k.id = $1', cover_id)
    return CoverFacts(**row) if row else None


async def loads(on: datetime.date, *, person_id: int | None = None) -> list[Load]:
    """Everybody who coaches or may be asked to, by name."""
    return [_load(row) for row in await fetch(LOADS, on, person_id)]


async def waiting_for_a_coach(place_ids: Collection[int] | None, on: datetime.date) -> Waiting:
    """Teams that are forming or active and that nobody leads as coach."""
    rows = await fetch(
        """select count(*) over ()::int as number, t.id, t.name, greatest(t.began_on, (
               select max(e.ended_on) from assignment e where e.team_id = t.id and e.role = 'lead' and e.ended_on <= $2)) as since
           from team t join team_state s on s.team_id = t.id and s.ended_at is null and s.state in ('forming', 'active')
           where ($1::bigint[] is null or t.place_id = any($1)) and not exists (
               select from assignment a where a.team_id = t.id and a.role = 'lead' and a.began_on <= $2
               and (a.ended_on is null or a.ended_on > $2))
           order by 4, t.id limit 100""",
        None if place_ids is None else list(place_ids), on,
    )  # fmt: skip
    return Waiting(rows[0]['number'] if rows else 0, [(row['id'], row['name'], row['since']) for row in rows])


async def closed_on(team_ids: Collection[int]) -> datetime.date | None:
    """The first day on which one of these teams was closed; None where all are open."""
    sql = "select min(began_on) from team_state where team_id = any($1) and state = 'closed' and ended_at is null"
    found: datetime.date | None = await fetchval(sql, list(team_ids))
    return found


async def is_covered_by_the_team(person_id: int, team_id: int, on: datetime.date) -> bool:
    """Whether somebody of this team stands in for a coach on that day or later."""
    found: bool = await fetchval(
        """select exists (select from cover k join team_member m on m.person_id = k.by_id and m.team_id = $2 and m.ended_on is null
           where k.coach_id = $1 and k.ended_at is null and k.until_on > $3)""",
        person_id, team_id, on,
    )  # fmt: skip
    return found


async def stood_beside(person_id: int, team_id: int) -> bool:
    """Whether somebody stands or ever stood beside a team, also for somebody else."""
    stood: bool = await fetchval(
        """select exists (select from assignment where person_id = $1 and team_id = $2)
           or exists (select from cover k join assignment a on a.person_id = k.coach_id and a.team_id = $2 where k.by_id = $1)""",
        person_id, team_id,
    )  # fmt: skip
    return stood


async def is_of_team(person_id: int, team_id: int) -> bool:
    """Whether somebody belongs to a team now."""
    sql = 'select exists (select from team_member where person_id = $1 and team_id = $2 and ended_on is null)'
    belongs: bool = await fetchval(sql, person_id, team_id)
    return belongs


def _assignment(row: Mapping[str, Any]) -> AssignmentFacts:
    return AssignmentFacts(**{**row, 'role': Beside(row['role'])})


def _load(row: Mapping[str, Any]) -> Load:
    told = {name: told for name, told in row.items() if name != 'everywhere'}
    lists = {name: tuple(told[name]) for name in ('team_ids', 'languages', 'models')}
    led_in = frozenset(place_id for place_id in row['led_in'] if place_id is not None)
    return Load(**{**told, **lists, 'led_in': led_in, 'place_ids': None if row['everywhere'] else frozenset(row['place_ids'])})


async def ever_beside(person_ids: Collection[int]) -> set[int]:
    """Who of these persons stands or stood beside a team."""
    rows = await fetch('select distinct person_id from assignment where person_id = any($1)', list(person_ids))
    return {row['person_id'] for row in rows}


async def names(team_ids: Collection[int]) -> list[tuple[int, str]]:
    """These teams by name."""
    rows = await fetch('select id, name from team where id = any($1) order by name, id', list(team_ids))
    return [(row['id'], row['name']) for row in rows]
