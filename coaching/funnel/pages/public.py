"""What anybody finds: the dates that are coming, one date, and the form that saves a spot on it."""

from __future__ import annotations

import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts import cookies
from coaching.accounts.rules.roles import desk, home
from coaching.funnel.commands.registering import sign_up
from coaching.funnel.forms.spots import SignUp
from coaching.funnel.pages import saying
from coaching.funnel.queries.letters import further_dates
from coaching.funnel.queries.sessions import front, next_free
from coaching.funnel.queries.sessions import session as read_session
from coaching.funnel.rules.places import NoPlace
from coaching.funnel.rules.sessions import phase
from coaching.funnel.values import Phase, Session, SessionState, Source
from coaching.kit import access, clock, forms
from coaching.kit.limits import Limit, caller, hold_each
from coaching.kit.pages import go, page
from coaching.kit.pages.remembering import page_of
from coaching.kit.refusal import Refused
from coaching.kit.tokens import sign, unsign
from coaching.kit.words import _, language

HOUR = datetime.timedelta(hours=1)
TEN_MINUTES = datetime.timedelta(minutes=10)
RECEIPT, COLLEAGUE = 'signed-up', 'colleague'


async def found(session_id: int) -> Session:
    """The session as the public may see it.

    :raises NotFoundException: there is none, or it is a draft
    """
    session = await read_session(session_id, language())
    if session is None or session.state is SessionState.DRAFT:
        raise NotFoundException
    return session


@get(['/', '/sessions'], opt=access.ANYONE)
async def index(request: Request) -> Response:
    """The dates that are coming, soonest first; the front door leads whoever is in a team to it."""
    if request.scope['path'] == '/' and desk(request.user) == 'team':
        return go(request, home(request.user))
    now = clock.now()
    dates, offered = await front(language(), now=now)
    stands = tuple((session, phase(session, now=now)) for session in dates)
    zone = saying.zone_asked(request, stands[0][0].zone if stands else 'America/Chicago')

    def tell() -> dict[str, Any]:
        cards = [saying.card(session, where, zone) for session, where in stands]
        return {'cards': cards, 'zone': zone, 'zones': saying.ZONES, 'stages': saying.stages(offered)}

    return page_of(request, 'funnel/sessions/index.html', (stands, offered, zone), tell)


@get('/sessions/{session_id:int}', opt=access.ANYONE)
async def show(request: Request, session_id: FromPath[int]) -> Response:
    """One date."""
    now = clock.now()
    session = await found(session_id)
    zone = saying.zone_asked(request, session.zone)
    stands = phase(session, now=now)
    others = await next_free(session, language(), now=now) if stands is not Phase.OPEN else []
    them = tuple((one, phase(one, now=now)) for one in others)

    def tell() -> dict[str, Any]:
        cards = [saying.card(one, where, zone) for one, where in them]
        return {
            'session': session, 'card': saying.card(session, stands, zone), 'when': saying.when(session, zone),
            'where': saying.where(session), 'zone': zone, 'others': cards, 'zones': saying.ZONES,
        }  # fmt: skip

    return page_of(request, 'funnel/sessions/show.html', (session, stands, them, zone), tell)


@get('/sessions/{session_id:int}/sign-up', opt=access.ANYONE)
async def new(request: Request, session_id: FromPath[int]) -> Response:
    """The form; for a date that is full it leads into the line, and says so."""
    return await _form(request, await found(session_id))


@post('/sessions/{session_id:int}/sign-up', opt=access.ANYONE)
async def create(request: Request, session_id: FromPath[int]) -> Response:
    """Save a spot, or a place in line; the same answer for everyone."""
    form = await forms.read(SignUp, request)
    if not form.validate():
        return await _form(request, await found(session_id), form)
    if not form.trapped:
        await hold_each(Limit('sign-up', caller(request), 2000, HOUR), Limit('sign-up to', form.email.data or '', 60, HOUR))
        try:
            await sign_up(
                session_id, name=form.name.data, email=form.email.data, language=form.language.data, group=form.group.data or '',
                source=Source.COLLEAGUE if form.colleague.data else Source.SELF, by=request.user, now=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            if refused.reason is not NoPlace.MANY_AT_THIS_ADDRESS:
                raise
            form.email.errors = [_(refused.reason.value)]
            return await _form(request, await found(session_id), form)
    receipt = sign(RECEIPT, f'{session_id}\n{form.name.data}\n{form.email.data}\n{COLLEAGUE if form.colleague.data else ""}')
    answer = go(request, f'/sessions/{session_id}/signed-up')
    answer.set_cookie(cookies.cookie(receipt, TEN_MINUTES, RECEIPT))
    return answer


@get('/sessions/{session_id:int}/signed-up', opt=access.ANYONE)
async def receipt(request: Request, session_id: FromPath[int]) -> Response:
    """What was typed and what happens next; it says nothing that depends on who somebody is."""
    session = await found(session_id)
    typed = (unsign(RECEIPT, request.cookies.get(cookies.name(RECEIPT), '')) or '').split('\n')
    name, email, whose = typed[1:] if len(typed) == 4 and typed[0] == str(session_id) else ('', '', '')
    answer = page(
        request, 'funnel/sessions/receipt.html', session=session, name=name, email=email, is_colleague=whose == COLLEAGUE,
        zone=saying.zone_asked(request, session.zone), where=saying.where(session),
    )  # fmt: skip
    answer.headers['cache-control'] = 'no-store'
    return answer


async def _form(request: Request, session: Session, filled: SignUp | None = None) -> Response:
    """The empty form, or the one with mistakes."""
    now = clock.now()
    stands = phase(session, now=now)
    if stands not in (Phase.OPEN, Phase.FULL):
        return go(request, f'/sessions/{session.session_id}', say=saying.seats(session, stands))
    zone = saying.zone_asked(request, session.zone)
    earlier = await further_dates(session.prerequisite, language(), now=now, limit=1) if session.prerequisite else []

    def tell() -> dict[str, Any]:
        label = _('Save my spot') if stands is Phase.OPEN else _('Join waiting list')
        return {
            'session': session, 'form': filled or SignUp(), 'zone': zone, 'label': label, 'is_full': stands is Phase.FULL,
            'waiting': saying.in_line(session), 'before': saying.before(session.prerequisite) if session.prerequisite else '',
            'earlier': earlier,
        }  # fmt: skip

    if filled:
        return page(request, 'funnel/sessions/sign_up.html', status=422, **tell())
    return page_of(request, 'funnel/sessions/sign_up.html', (session, stands, zone, tuple(earlier)), tell)


ROUTES = [index, show, new, create, receipt]
