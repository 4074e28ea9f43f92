"""Rosa's teams, by the product's own commands, each in the state that its test needs."""

from __future__ import annotations

import datetime

import httpx

from coaching.coaches.commands import assigning
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import execute
from coaching.path.commands import walking
from tests.coaches.world import BY, DAY, TODAY, a_team, again, somebody
from tests.conftest import NOW
from tests.path.world import as_somebody

LONG_AGO = TODAY - 90 * DAY


async def rosas_team(rosa: Actor, name: str = 'Westgate Early Learning', *, lead: str = 'Alma Cruz', path: str = 'community-cafe') -> int:
    """A team on its first step, which Rosa coaches since long."""
    team_id = await a_team(name, lead)
    await assigning.assign(team_id, rosa.person_id or 0, on=LONG_AGO, **BY)
    await execute('update team set began_on = $2 where id = $1', team_id, LONG_AGO)
    if path:
        await walking.begin(team_id, path, 1, by=SYSTEM, now=NOW)
    return team_id


async def talked(team_id: int, rosa: Actor, on: datetime.date) -> None:
    """They talked on that day; as rows, because a talk is written down by tests of the log."""
    key = f'{team_id}-{on.isoformat()}'
    await execute(
        """with told as (insert into contact (author_id, draft_key, happened_on, how, mode, minutes, recorded_at)
           values ($1, $2, $3, 'held', 'phone', 30, $4) returning id)
           insert into contact_team (contact_id, team_id, happened_on, how) select id, $5, $3, 'held' from told""",
        rosa.person_id, key.rjust(8, 'x'), on, NOW, team_id,
    )  # fmt: skip


async def appointed(team_id: int, rosa: Actor, at: datetime.datetime) -> None:
    """They have planned a talk."""
    await execute(
        """insert into appointment (team_id, coach_id, uid, starts_at, minutes, zone, mode, changed_at)
           values ($1, $2, $3, $4, 30, 'America/Chicago', 'phone', $5)""",
        team_id, rosa.person_id, f'{team_id}@example.org', at, NOW,
    )  # fmt: skip


async def claimed(team_id: int, days: int, step: int = 1, *, did: str = 'claimed', by_id: int | None = None) -> None:
    """The team's lead said so many days ago that a step is done, or somebody else answered."""
    await execute(
        """insert into step_fact (journey_id, step, number, did, happened_on, recorded_at, by_person_id)
           select j.id, $2, 1 + (select count(*) from step_fact f where f.journey_id = j.id and f.step = $2), $3, $4, $5,
                  coalesce($6, m.person_id)
           from journey j join team_member m on m.team_id = j.team_id and m.role = 'lead' where j.team_id = $1""",
        team_id, step, did, TODAY - days * DAY, NOW, by_id,
    )  # fmt: skip


async def confirmed(team_id: int, rosa: Actor, days: int, step: int = 1) -> None:
    """A step was signed off so many days ago."""
    await claimed(team_id, days, step)
    await claimed(team_id, days, step, did='confirmed', by_id=rosa.person_id)


async def called(team_id: int, words: str) -> None:
    """The team asks for help."""
    await execute('insert into help_request (team_id, words, asked_at) values ($1, $2, $3)', team_id, words, NOW)


async def opened(client: httpx.AsyncClient, rosa: Actor) -> httpx.AsyncClient:
    """Rosa's browser, with the teams that she has by now."""
    await as_somebody(client, await again(rosa.account_id))
    return client


__all__ = [
    'BY', 'DAY', 'LONG_AGO', 'NOW', 'TODAY', 'appointed', 'called', 'claimed', 'confirmed', 'opened', 'rosas_team', 'somebody', 'talked',
]  # fmt: skip
