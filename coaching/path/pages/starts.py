"""The queue of those who want cafés: who answers, what the first call said, and whether it fits."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import network_day
from coaching.journal.queries import history
from coaching.kit import clock, forms
from coaching.kit.access import Actor
from coaching.kit.dates import local
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, n_
from coaching.path.commands.beginning import say_fit
from coaching.path.forms import Call, Fits
from coaching.people.pages.holding import said
from coaching.people.rules import shown_phone
from coaching.teams.commands import starting
from coaching.teams.pages.reach import COORDINATORS, places_in
from coaching.teams.policy import covers
from coaching.teams.queries import scope_of
from coaching.teams.queries.teams import open_starts, start, to_ask_again
from coaching.teams.values import Fit, StartFacts

NOON = datetime.time(12)


@get('/setup/starts', opt=COORDINATORS)
async def index(request: Request) -> Response:
    """Whoever waits longest stands first; below them those whom to ask again."""
    scope, now = await scope_of(request.user), clock.now()
    again = await to_ask_again(await network_day(now), scope)
    return page(request, 'path/starts/index.html', waiting=await open_starts(scope), again=again, now=now)


async def starts_that_wait(actor: Actor) -> tuple[str, str] | None:
    """Who asked for cafés and has no answer yet, as a line of what waits for a coordinator."""
    number = len(await open_starts(await scope_of(actor)))
    if not number:
        return None
    return '/setup/starts', n_('%(n)s person wants cafés and waits for you', '%(n)s people want cafés and wait for you', number)


async def _found(request: Request, request_id: int) -> StartFacts:
    found, scope = await start(request_id), await scope_of(request.user)
    if found is None or found.place_id is not None and not covers(scope, found.place_id):
        raise NotFoundException
    return found


async def _page(
    request: Request, found: StartFacts, *, call: Call | None = None, fits: Fits | None = None, status: int = 200
) -> Response:
    places = await places_in(await scope_of(request.user))
    today = await network_day(clock.now())
    known = {name: getattr(found, name) for name in ('minutes', 'need', 'intention', 'first_action', 'version')}
    call = call or Call(data={'on': today, 'place_id': found.place_id or 0, **known})
    fits = fits or Fits(data={'team': found.place_words[:120], 'path': 'community-cafe', 'version': found.version})
    return page(
        request, 'path/starts/show.html', found=found, call=call.offer(places), fits=fits.offer(), now=clock.now(), status=status,
        entries=await history(('start_request', found.id)), phone_words=shown_phone,
    )  # fmt: skip


@get('/setup/starts/{request_id:int}', opt=COORDINATORS)
async def show(request: Request, request_id: FromPath[int]) -> Response:
    """One request."""
    return await _page(request, await _found(request, request_id))


@post('/setup/starts/{request_id:int}/owner', opt=COORDINATORS)
async def take(request: Request, request_id: FromPath[int]) -> Response:
    """Whoever taps answers."""
    await _found(request, request_id)
    try:
        await starting.take(request_id, by=request.user, now=clock.now())
    except Refused as refused:
        return go(request, f'/setup/starts/{request_id}', say=said(refused))
    return go(request, f'/setup/starts/{request_id}', say=_('It is yours to answer.'))


@post('/setup/starts/{request_id:int}/call', opt=COORDINATORS)
async def log_call(request: Request, request_id: FromPath[int]) -> Response:
    """What the first call said."""
    found, now = await _found(request, request_id), clock.now()
    form = (await forms.read(Call, request)).offer(await places_in(await scope_of(request.user)))
    if not form.validate():
        return await _page(request, found, call=form, status=422)
    called_at = datetime.datetime.combine(form.on.data, NOON, ZoneInfo(request.user.zone))
    if form.on.data == local(now, request.user.zone).date():
        called_at = min(called_at, now)
    try:
        await starting.log_call(
            request_id, version=form.version.data, called_at=called_at, minutes=form.minutes.data, need=form.need.data,
            intention=form.intention.data or '', first_action=form.first_action.data or '', place_id=form.place_id.data or None,
            by=request.user, now=now,
        )  # fmt: skip
    except Refused as refused:
        form.on.errors = [said(refused)]
        return await _page(request, found, call=form, status=409)
    return go(request, f'/setup/starts/{request_id}', say=_('The call is written down.'))


@post('/setup/starts/{request_id:int}/fit', opt=COORDINATORS)
async def decide(request: Request, request_id: FromPath[int]) -> Response:
    """Yes, not now, or no; a team that begins needs a coach, so that is what comes next."""
    found = await _found(request, request_id)
    form = (await forms.read(Fits, request)).offer()
    if not form.validate():
        return await _page(request, found, fits=form, status=422)
    fit = Fit(form.fit.data)
    try:
        team_id = await say_fit(
            request_id, fit, version=form.version.data, path=form.path.data or '', team=form.team.data or '',
            ask_again_on=form.ask_again_on.data, by=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        field = {Fit.YES: form.team, Fit.NOT_NOW: form.ask_again_on, Fit.NO: form.fit}[fit]
        field.errors = [said(refused)]
        return await _page(request, found, fits=form, status=409)
    if team_id and covers(await scope_of(request.user), found.place_id):
        return go(request, f'/setup/teams/{team_id}/coach', say=_('The team begins. Now it needs a coach.'))
    words = {Fit.YES: _('The team begins.'), Fit.NOT_NOW: _('We ask again on that day.'), Fit.NO: _('The request is closed.')}
    return go(request, '/setup/starts', say=words[fit])


ROUTES = [index, show, take, log_call, decide]
