"""The codes by which people join teams."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from coaching.kit.database import fetchrow, fetchval
from coaching.people.rules import tidy_email
from coaching.teams.values import DoorFacts, TeamStanding

DOOR = """
select i.id, i.team_id, t.name as team, s.state as standing, i.nonce, coalesce(b.name, '') as made_by, i.made_at, i.expires_at, i.revoked_at
from team_invitation i join team t on t.id = i.team_id join team_state s on s.team_id = t.id and s.ended_at is null
left join person b on b.id = i.made_by_id
"""
KNOWN = """
select exists (select from account where email = $1 and closed_at is null)
    or exists (select from person where email = $1 and erased_at is null)
"""
BESIDE = """
select exists (
    select from role_grant g join account a on a.id = g.account_id and a.closed_at is null join person p on p.id = a.person_id
    where g.scope_kind = 'team' and g.scope_id = $1 and g.role in ('coach', 'apprentice', 'seasoned_host') and g.ended_at is null
        and (g.until_at is null or g.until_at > $3) and $2 in (a.email, p.email)
)
"""


async def door(door_id: int) -> DoorFacts | None:
    return _door(await fetchrow(f'{DOOR} where i.id = $1', door_id))


async def door_of(team_id: int) -> DoorFacts | None:
    """The code of a team that was made last and not taken back."""
    return _door(await fetchrow(f'{DOOR} where i.team_id = $1 and i.revoked_at is null', team_id))


async def is_known(email: str) -> bool:
    """Whether this is the address of somebody whom we know, or with which somebody signs in."""
    known: bool = await fetchval(KNOWN, tidy_email(email))
    return known


async def stands_beside(team_id: int, email: str, now: datetime.datetime) -> bool:
    """Whether this is the address of somebody who coaches the team, or will, or may be called by it."""
    beside: bool = await fetchval(BESIDE, team_id, tidy_email(email), now)
    return beside


def _door(row: Mapping[str, Any] | None) -> DoorFacts | None:
    return DoorFacts(**{**row, 'standing': TeamStanding(row['standing'])}) if row else None
