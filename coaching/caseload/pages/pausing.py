"""Not now: a team comes back to a coach's page on a day, and until then stands among those on track."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.caseload.commands import snoozing
from coaching.caseload.forms import Pause
from coaching.caseload.rules.saying import next_monday
from coaching.coaches.pages.reaching import COACHES, coached_team
from coaching.kit import clock, dates, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _
from coaching.people.pages.holding import said
from coaching.teams.values import TeamFacts


@get('/coach/teams/{team_id:int}/snooze', opt=COACHES)
async def ask(request: Request, team_id: FromPath[int]) -> Response:
    """On another day than Monday."""
    team = await coached_team(request, team_id)
    return _page(request, team, Pause(data={'until_on': next_monday(await network_day(clock.now()))}))


def _page(request: Request, team: TeamFacts, form: Pause, status: int = 200) -> Response:
    return page(request, 'caseload/coach/pause.html', team=team, form=form, status=status)


@post('/coach/teams/{team_id:int}/snooze', opt=COACHES)
async def pause(request: Request, team_id: FromPath[int]) -> Response:
    """Until that day."""
    team, form = await coached_team(request, team_id), await forms.read(Pause, request)
    if not form.validate():
        return _page(request, team, form, status=422)
    try:
        await snoozing.pause(team_id, form.until_on.data, by=request.user, now=clock.now())
    except Refused as refused:
        form.until_on.errors = [said(refused)]
        return _page(request, team, form, status=409)
    day = dates.day(form.until_on.data, dates.SHORT_DAY)
    return go(request, '/coach', say=_('%(team)s comes back on %(day)s, or when it asks for help.', team=team.name, day=day))


@post('/coach/teams/{team_id:int}/snooze/end', opt=COACHES)
async def wake(request: Request, team_id: FromPath[int]) -> Response:
    """Now, after all."""
    team = await coached_team(request, team_id)
    await snoozing.wake(team_id, by=request.user, now=clock.now())
    return go(request, '/coach', say=_('We remind you of %(team)s again.', team=team.name))


ROUTES = [ask, pause, wake]
