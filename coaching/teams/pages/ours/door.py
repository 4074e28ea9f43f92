"""The code on a team's table, on a sheet of paper."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.kit import clock
from coaching.kit.pages import go, page
from coaching.kit.words import _
from coaching.teams import secrets
from coaching.teams.commands.doors import close_door, open_door
from coaching.teams.pages.ours.codes import code
from coaching.teams.pages.ours.reaching import OURS, led_team
from coaching.teams.queries.doors import door_of
from coaching.teams.rules.joining import why_not_enter


@post('/team/{team_id:int}/people/door', opt=OURS)
async def make(request: Request, team_id: FromPath[int]) -> Response:
    """A new code; the one before stops at once."""
    await led_team(request, team_id)
    await open_door(team_id, by=request.user, now=clock.now())
    return go(request, f'/team/{team_id}/people/door')


@get('/team/{team_id:int}/people/door', opt=OURS)
async def show(request: Request, team_id: FromPath[int]) -> Response:
    """The sheet for the table.

    :raises NotFoundException: there is no code that is good
    """
    found, opened, now = await led_team(request, team_id), await door_of(team_id), clock.now()
    if opened is None or why_not_enter(opened, now):
        raise NotFoundException
    link = secrets.door_url(opened.id, opened.nonce)
    return page(request, 'teams/ours/door.html', team=found, door=opened, code=code(link), link=link, now=now)


@post('/team/{team_id:int}/people/door/close', opt=OURS)
async def close(request: Request, team_id: FromPath[int]) -> Response:
    """Nobody comes in by it any more."""
    await led_team(request, team_id)
    await close_door(team_id, by=request.user, now=clock.now())
    return go(request, f'/team/{team_id}/people', say=_('The code lets nobody in any more.'))


ROUTES = [make, show, close]
