"""Who may look at which team's talks, and what those above know of its path."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Collection

from litestar import Request
from litestar.exceptions import NotFoundException

from coaching.coaches.policy import may_coach
from coaching.coaches.values import Steps
from coaching.kit import access
from coaching.teams.policy import may_see_team
from coaching.teams.queries.teams import team
from coaching.teams.values import TeamFacts

COACHES = access.roles('coach', 'apprentice')


@dataclasses.dataclass(frozen=True, slots=True)
class Moves:
    """The step at which a team is, and what of its path a talk can move, as codes with words."""

    step: int | None = None
    choices: tuple[tuple[str, str], ...] = ()


WhatMoves = Callable[[int], Awaitable[Moves]]
WhichSteps = Callable[[Collection[int]], Awaitable[Steps]]
_moves: list[WhatMoves] = []
_steps: list[WhichSteps] = []


def knows_the_path(*, moves: WhatMoves | None = None, steps: WhichSteps | None = None) -> None:
    """The domains that know where teams are on their paths, one or many at once; what is not said stays as it was."""
    _moves[:] = [moves] if moves else _moves
    _steps[:] = [steps] if steps else _steps


async def moves(team_id: int) -> Moves:
    """Where one team is, and what can move."""
    return await _moves[0](team_id) if _moves else Moves()


async def steps(team_ids: Collection[int]) -> Steps:
    """Where many teams are."""
    return await _steps[0](team_ids) if _steps else {}


async def coached_team(request: Request, team_id: int) -> TeamFacts:
    """A team that whoever asks coaches, stands in for or learns with.

    :raises NotFoundException: it is somebody else's
    """
    found = await team(team_id) if may_coach(request.user, team_id) else None
    if found is None:
        raise NotFoundException
    return found


async def seen_team(request: Request, team_id: int) -> TeamFacts:
    """A team, for its people and whoever coaches it.

    :raises NotFoundException: for everybody else
    """
    found = await team(team_id) if may_see_team(request.user, team_id) else None
    if found is None:
        raise NotFoundException
    return found
