"""Which team is whose; what is not, is not there (404), so that nothing is told about it."""

from __future__ import annotations

from litestar import Request
from litestar.exceptions import NotFoundException

from coaching.kit import access
from coaching.teams.policy import OF_THE_TEAM, holds, may_see_team
from coaching.teams.queries.teams import member, team
from coaching.teams.values import MemberFacts, TeamFacts

OURS = access.SIGNED_IN


async def our_team(request: Request, team_id: int) -> TeamFacts:
    """The team, for whoever is of it or stands beside it.

    :raises NotFoundException: for everybody else
    """
    found = await team(team_id) if may_see_team(request.user, team_id) else None
    if found is None:
        raise NotFoundException
    return found


async def own_team(request: Request, team_id: int) -> TeamFacts:
    """The team, for whoever is of it.

    :raises NotFoundException: for everybody else, its coach too
    """
    if not holds(request.user, team_id, *OF_THE_TEAM):
        raise NotFoundException
    return await our_team(request, team_id)


async def led_team(request: Request, team_id: int) -> TeamFacts:
    """The team, for whoever leads it.

    :raises NotFoundException: for everybody else
    """
    if not holds(request.user, team_id, 'lead'):
        raise NotFoundException
    return await our_team(request, team_id)


async def member_of(team_id: int, member_id: int) -> MemberFacts:
    """Somebody who is or was of this team.

    :raises NotFoundException: of another team, or nobody
    """
    one = await member(member_id)
    if one is None or one.team_id != team_id:
        raise NotFoundException
    return one
