"""A cohort on one page: its teams at their steps, what moved in a month, how much coaching was given, and a talk with many of them."""

from __future__ import annotations

import datetime
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from coaching.caseload.cohort_forms import Together
from coaching.caseload.pages.cohorts.reaching import COACHES, Reached, reached
from coaching.caseload.pages.cohorts.showing import changed, drawn, half, team_line, told
from coaching.caseload.queries.given import Given, given
from coaching.kit import dates, forms
from coaching.kit.pages import go, page
from coaching.kit.words import _
from coaching.teams.forms.teams import STANDINGS

DAYS = 28


@get('/cohorts/{cohort_id:int}', opt=COACHES)
async def show(request: Request, cohort_id: FromPath[int]) -> Response:
    """The board as it stands today, beside how it stood a month before."""
    return await _page(request, await reached(request, cohort_id))


async def _page(request: Request, found: Reached, form: Together | None = None, *, status: int = 200) -> Response:
    board = await drawn(found.every, found.ids, found.today)
    together = (form or Together()).offer([(one.id, one.name) for one in found.teams if one.id in found.coached])
    coaching = await given(found.ids, since=found.today - datetime.timedelta(days=DAYS), on=found.today, now=found.now)
    return page(
        request, 'caseload/cohorts/show.html', status=status, found=found, cohort=found.cohort, board=board, told=told, half=half,
        changed=changed, team_line=team_line, since=dates.day(board.before, dates.DAY_OF_YEAR), form=together, days=DAYS,
        standings=STANDINGS, coaching=[_coaching(one.name, coaching[one.id]) for one in found.teams],
    )  # fmt: skip


def _coaching(name: str, one: Given) -> list[Any]:
    """What was given to a team, as the cells of a table."""
    last = dates.day(one.last_on, dates.DAY_OF_YEAR) if one.last_on else '–'
    following = dates.short_day(one.next_at, one.next_zone) if one.next_at else '–'
    return [name, one.coaches or _('nobody yet'), one.talks, one.minutes, last, following]


@get('/cohorts/{cohort_id:int}/log', opt=COACHES)
async def log(request: Request, cohort_id: FromPath[int]) -> Response:
    """One talk with several teams is written down once: the log opens with them."""
    found, form = await reached(request, cohort_id), await forms.read(Together, request)
    form.offer([(one.id, one.name) for one in found.teams if one.id in found.coached])
    if not form.validate():
        return await _page(request, found, form, status=422)
    first, *others = form.team_ids.data
    query = '&'.join(f'team_ids={team_id}' for team_id in others)
    return go(request, f'/coach/teams/{first}/log{"?" if query else ""}{query}')


ROUTES = [show, log]
