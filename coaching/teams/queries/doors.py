"""The codes by which people join teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coaching.kit.database import fetchrow
from coaching.teams.values import DoorFacts, TeamStanding

DOOR = """
select i.id, i.team_id, t.name as team, s.state as standing, i.nonce, coalesce(b.name, '') as made_by, i.made_at, i.expires_at, i.revoked_at
from team_invitation i join team t on t.id = i.team_id join team_state s on s.team_id = t.id and s.ended_at is null
left join person b on b.id = i.made_by_id
"""


async def door(door_id: int) -> DoorFacts | None:
    return _door(await fetchrow(f'{DOOR} where i.id = $1', door_id))


async def door_of(team_id: int) -> DoorFacts | None:
    """The code of a team that was made last and not taken back."""
    return _door(await fetchrow(f'{DOOR} where i.team_id = $1 and i.revoked_at is null', team_id))


def _door(row: Mapping[str, Any] | None) -> DoorFacts | None:
    return DoorFacts(**{**row, 'standing': TeamStanding(row['standing'])}) if row else None
