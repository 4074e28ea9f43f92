"""What is coming, of one offering or of all; and a date beside the rule."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands.dating import add_date
from coaching.funnel.forms.dates import NewDate
from coaching.funnel.pages import phrases, saying
from coaching.funnel.pages.offerings.filling import sentence
from coaching.funnel.pages.offerings.listing import COORDINATORS, offering_in_reach, only_whole_network
from coaching.funnel.queries import dates as queries
from coaching.funnel.rules.sessions import phase
from coaching.funnel.values import Offering, Phase
from coaching.kit import clock, dates, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, language

PAGE = 25


@get('/setup/dates', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """Everything that is coming, also what is off."""
    only_whole_network(request)
    now = clock.now()
    lines = await queries.ahead(language(), now=now)
    return page(request, 'funnel/dates/index.html', lines=_said(lines, now))


@get('/setup/offerings/{offering_id:int}/dates', opt=COORDINATORS)
async def of_offering(request: Request, offering_id: FromPath[int]) -> Response:
    """The dates of one offering; older ones by the page."""
    found = await offering_in_reach(request, offering_id)
    now = clock.now()
    before = saying.moment_asked(request) or now
    past = await queries.over(language(), before=before, offering_id=offering_id, limit=PAGE)
    coming = await queries.ahead(language(), now=now, offering_id=offering_id) if before == now else []
    older = f'/setup/offerings/{offering_id}/dates?before={past[-1].session.ends_at.timestamp():.0f}' if len(past) == PAGE else ''
    return page(
        request, 'funnel/dates/of_offering.html', offering=found, coming=_said(coming, now), past=_said(past, now), older=older,
        is_first=before == now, phrases=phrases,
    )  # fmt: skip


def _said(lines: list[queries.Line], now: datetime.datetime) -> list[tuple[queries.Line, Phase, str]]:
    """Each date with where it stands and how its seats are, in words."""
    found = []
    for line in lines:
        stands = phase(line.session, now=now)
        found.append((line, stands, saying.seats(line.session, stands)))
    return found


@get('/setup/offerings/{offering_id:int}/dates/new', opt=COORDINATORS)
async def new(request: Request, offering_id: FromPath[int]) -> Response:
    found = await offering_in_reach(request, offering_id)
    return _form(request, found, NewDate(data={'time': found.wall_time}))


def _form(request: Request, found: Offering, form: NewDate, *, status: int = 200) -> Response:
    return page(request, 'funnel/dates/new.html', status=status, offering=found, form=form, phrases=phrases)


@post('/setup/offerings/{offering_id:int}/dates/new', opt=COORDINATORS)
async def create(request: Request, offering_id: FromPath[int]) -> Response:
    """Add it, and go to it."""
    found = await offering_in_reach(request, offering_id)
    form = await forms.read(NewDate, request)
    if not form.validate():
        return _form(request, found, form, status=422)
    try:
        session_id = await add_date(offering_id, form.on.data, form.time.data, by=request.user, now=clock.now())
    except Refused as refused:
        form.form_errors.append(sentence(refused))
        return _form(request, found, form, status=409)
    return go(request, f'/train/sessions/{session_id}/date', say=_('The date is added: %(day)s.', day=dates.day(form.on.data)))


ROUTES = [index, of_offering, new, create]
