"""What somebody may do beside a team follows from assignments and covers, in the same transaction."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.accounts.commands.membership import HeldFor, hold_beside_team
from coaching.kit.access import Actor
from coaching.kit.database import fetch

ROLES = {'lead': 'coach', 'co_coach': 'coach', 'apprentice': 'apprentice', 'seasoned_host': 'seasoned_host'}
WANTED = """
with house as (select coalesce((select zone from network where id = 1), 'UTC') as zone),
spans as (
    select a.person_id, a.role, daterange(a.began_on, a.ended_on) as span from assignment a where a.team_id = $1 and a.person_id = any($2)
    union all
    select k.by_id, 'lead', daterange(a.began_on, a.ended_on) * daterange(k.from_on, k.until_on)
    from cover k join assignment a on a.person_id = k.coach_id and a.team_id = $1 and a.role in ('lead', 'co_coach')
    where k.by_id = any($2) and k.ended_at is null
),
moments as (
    select person_id, role, lower(span)::timestamp at time zone zone as from_at, upper(span)::timestamp at time zone zone as until_at
    from spans cross join house where not isempty(span)
)
select person_id, role, case when from_at > $3 then from_at end as from_at, until_at from moments where until_at is null or until_at > $3
"""
STAND_IN = 'select by_id from cover where coach_id = any($1) and ended_at is null'


async def settle(team_id: int, person_ids: Collection[int], *, by: Actor, now: datetime.datetime) -> None:
    """Let these persons, and whoever stands in for them, have beside the team what their days say, from the network's midnights."""
    standing_in = [row['by_id'] for row in await fetch(STAND_IN, list(person_ids))]
    everyone = sorted({*person_ids, *standing_in})
    wanted: dict[int, set[HeldFor]] = {person_id: set() for person_id in everyone}
    for row in await fetch(WANTED, team_id, everyone, now):
        wanted[row['person_id']].add(HeldFor(ROLES[row['role']], row['from_at'], row['until_at']))
    for person_id in everyone:
        await hold_beside_team(person_id, team_id, wanted[person_id], by=by, now=now)
