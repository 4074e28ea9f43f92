"""The roster of a cohort's shared sessions: whose people come to what; names only of teams that one coaches."""

from __future__ import annotations

from litestar import Request, Response, get
from litestar.params import FromPath

from coaching.caseload.pages.cohorts.reaching import COACHES, reached
from coaching.caseload.queries.rosters import coming
from coaching.kit.pages import page
from coaching.kit.words import language


@get('/cohorts/{cohort_id:int}/sessions', opt=COACHES)
async def show(request: Request, cohort_id: FromPath[int]) -> Response:
    """Sessions that are still to come; whoever does not coach a team sees how many of it come."""
    found = await reached(request, cohort_id)
    sessions = await coming(found.ids, named=found.coached, language=language(), now=found.now)
    return page(request, 'caseload/cohorts/sessions.html', found=found, cohort=found.cohort, sessions=sessions)


ROUTES = [show]
