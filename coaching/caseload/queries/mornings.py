"""Who coaches or looks after places, and what waits there: for the letters of a morning."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from coaching.kit.database import fetch

READER = 'p.merged_into_id is null and p.erased_at is null and p.email is not null'
HELD = 'g.ended_at is null and (g.from_at is null or g.from_at <= $1) and (g.until_at is null or g.until_at > $1)'
# $2: one person, or everybody
COACHES = f"""
select p.id as person_id, array_agg(distinct g.scope_id) as team_ids
from role_grant g join account a on a.id = g.account_id and a.closed_at is null join person p on p.id = a.person_id and {READER}
where g.role = 'coach' and g.scope_kind = 'team' and {HELD} and ($2::bigint is null or p.id = $2) group by p.id order by p.id
"""
COORDINATORS = f"""
select p.id as person_id, bool_or(g.scope_kind = 'network') as everywhere,
       coalesce(array_agg(distinct g.scope_id) filter (where g.scope_kind = 'place'), '{{}}') as place_ids
from role_grant g join account a on a.id = g.account_id and a.closed_at is null join person p on p.id = a.person_id and {READER}
where g.role = 'coordinator' and {HELD} and ($2::bigint is null or p.id = $2) group by p.id order by p.id
"""
WAITING = """
select t.id, t.name, h.asked_at from help_request h join team t on t.id = h.team_id
where h.closed_at is null and h.answered_at is null and h.asked_at <= $2 and ($1::bigint[] is null or t.place_id = any($1))
order by h.asked_at, h.id limit 50
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is somebody's at this moment: the teams that they coach, and the places they look after; `place_ids` None is everywhere.

    `looks_after` says whether they look after any place at all; `place_ids` are without those inside them.
    """

    person_id: int
    team_ids: tuple[int, ...] = ()
    looks_after: bool = False
    place_ids: tuple[int, ...] | None = ()


async def desks(now: datetime.datetime, *, person_id: int | None = None) -> list[Desk]:
    """Everybody who can act, in two questions; or one of them."""
    teams = {row['person_id']: tuple(row['team_ids']) for row in await fetch(COACHES, now, person_id)}
    places = {
        row['person_id']: None if row['everywhere'] else tuple(row['place_ids']) for row in await fetch(COORDINATORS, now, person_id)
    }
    return [Desk(one, teams.get(one, ()), one in places, places.get(one, ())) for one in sorted({*teams, *places})]


async def waiting_for_help(place_ids: Collection[int] | None, before: datetime.datetime) -> list[tuple[int, str, datetime.datetime]]:
    """Teams that asked for help before that moment, and nobody has answered: id, name, since when; the longest first, without a word."""
    rows = await fetch(WAITING, None if place_ids is None else list(place_ids), before)
    return [(row['id'], row['name'], row['asked_at']) for row in rows]
