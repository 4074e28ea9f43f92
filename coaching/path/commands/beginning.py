"""A team is born from a first call, on its path at once: the call is what shows its second step."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute
from coaching.path.commands.telling import ADD
from coaching.path.commands.walking import begin, locked, write_down
from coaching.path.definition import paths
from coaching.path.values import Did
from coaching.teams.commands.starting import decide
from coaching.teams.queries.teams import start
from coaching.teams.values import Fit

CALL_SHOWS = {'community-cafe': 2}
"""The step that a first call shows, by the path's key."""


async def say_fit(
    request_id: int,
    fit: Fit,
    *,
    version: int,
    path: str = 'community-cafe',
    team: str = '',
    ask_again_on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> int | None:
    """Say if it fits; the new team's id where it does, which then walks by the newest version of this path.

    :raises Refused: see `teams.commands.starting.decide`
    """
    async with atomic():
        chosen = next((one for one in paths() if one.key == path), paths()[0])
        team_id = await decide(
            request_id, fit, version=version, ask_again_on=ask_again_on, team=team, models=(chosen.head.model,), by=by, now=now
        )
        if team_id is None:
            return None
        await begin(team_id, chosen.key, chosen.version, by=by, now=now)
        if (number := CALL_SHOWS.get(chosen.key)) and (request := await start(request_id)) and request.called_at:
            walk, day = await locked(team_id), await network_day(request.called_at)
            await write_down(walk, number, Did.ENTERED, on=day, by=by, now=now)
            words = ' '.join(filter(None, (request.need, request.intention, request.first_action))) or '-'
            await execute(ADD, walk.id, number, None, day, words[:1000], '', None, None, None, now, by.person_id, None)
    return team_id
