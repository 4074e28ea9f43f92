"""A spot's own page behind the link in the letter: receipt, calendar, what helps, cancel with undo, another date, the offer.

A GET shows and a POST acts, because programs that look through mail follow every link.
"""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.commands import spots as commands
from coaching.funnel.commands import waiting
from coaching.funnel.forms.offerings import answers_form
from coaching.funnel.forms.spots import Address, Needs
from coaching.funnel.letters import facts
from coaching.funnel.pages import saying
from coaching.funnel.queries.answers import asked_of
from coaching.funnel.queries.letters import about as read_about
from coaching.funnel.queries.sessions import next_free
from coaching.funnel.queries.sessions import session as read_session
from coaching.funnel.queries.spots import Spot
from coaching.funnel.queries.spots import spot as read_spot
from coaching.funnel.rules import places as rules
from coaching.funnel.rules.sessions import phase
from coaching.funnel.values import Kind, RegistrationState, Session
from coaching.kit import access, calendars, clock, forms
from coaching.kit.access import Actor
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.tokens import link_token, opens, read_row_id
from coaching.kit.words import _, language
from coaching.people.commands import correct
from coaching.people.pages.own import own_path
from coaching.people.rules import first_name

PURPOSE = 'registration'


async def opened(token: str, purpose: str = PURPOSE) -> Spot:
    """The spot that this link opens.

    :raises NotFoundException: for a link that was not made here, or for another purpose
    """
    row_id = read_row_id(token)
    spot = await read_spot(row_id) if row_id is not None else None
    if spot is None or not opens(token, purpose, spot.registration.id, spot.nonce):
        raise NotFoundException
    return spot


async def _now_at(spot: Spot) -> Spot:
    """The spot that this one became by moving, however often; itself, where it never moved."""
    while spot.moved_to_id and (later := await read_spot(spot.moved_to_id)):
        spot = later
    return spot


def _on_to(request: Request, spot: Spot, *, say: str = '') -> Response:
    return go(request, f'/sign-ups/{link_token(PURPOSE, spot.registration.id, spot.nonce)}', say=say)


def herself(spot: Spot) -> Actor:
    """Whoever holds the link acts as the person of the spot."""
    return Actor.by_link(spot.registration.person_id)


async def session_of(spot: Spot) -> Session:
    session = await read_session(spot.registration.session_id, language())
    assert session
    return session


@get('/sign-ups/{token:str}', opt=access.LINK)
async def show(request: Request, token: FromPath[str]) -> Response:
    """How it stands with the spot; a spot that moved leads on to where it is now."""
    spot = await opened(token)
    if spot.moved_to_id:
        return _on_to(request, await _now_at(spot))
    needs = Needs(data={'access_needs': spot.access_needs, 'intro_question': spot.intro_question})
    return await _page(request, token, spot, needs, Address(data={'email': spot.email}), status=200)


async def _page(request: Request, token: str, spot: Spot, needs: Needs, address: Address, *, status: int) -> Response:
    now = clock.now()
    session = await session_of(spot)
    stands = phase(session, now=now)
    zone = saying.zone_asked(request, spot.zone or session.zone)
    is_off = not spot.registration.state.is_active or stands in ('cancelled', 'skipped')
    others = await next_free(session, language(), now=now) if is_off or now >= session.ends_at else []
    asked = [] if is_off else await asked_of(spot.registration.id, language())
    return page(
        request, 'funnel/spots/show.html', status=status, token=token, spot=spot, session=session, zone=zone, needs=needs, address=address,
        state=spot.registration.state, is_off=is_off, is_over=now >= session.ends_at, has_begun=now >= session.starts_at,
        may_cancel=rules.why_not_cancel(spot.registration, session, now=now) is None,
        may_undo=rules.why_not_restore(spot.registration, session, now=now) is None,
        join=f'/join/{link_token("join", spot.registration.id, spot.nonce)}', asks_question=session.kind is Kind.INTRO,
        own=own_path(spot.registration.person_id), questions=answers_form([one.as_field for one in asked]),
        others=[saying.card(one, phase(one, now=now), zone) for one in others], where=saying.where(session), phase=stands,
        title=heading(spot, session, is_over=now >= session.ends_at, is_held=stands not in ('cancelled', 'skipped')),
    )  # fmt: skip


def heading(spot: Spot, session: Session, *, is_over: bool, is_held: bool) -> str:
    """The answer to how it stands, as the page's heading."""
    name = first_name(spot.name)
    if not is_held:
        return _('This session does not take place, %(name)s', name=name)
    match spot.registration.state:
        case RegistrationState.WAITING:
            return _('You are number %(place)s in line', place=spot.registration.place_in_line)
        case RegistrationState.OFFERED:
            return _('A spot opened for you, %(name)s', name=name)
        case RegistrationState.CANCELLED_BY_PERSON | RegistrationState.CANCELLED_BY_US:
            return _('Your spot is cancelled')
    return _('This session is over, %(name)s', name=name) if is_over else _('Your spot is saved, %(name)s', name=name)


@post('/sign-ups/{token:str}/cancellation', opt=access.LINK)
async def cancel(request: Request, token: FromPath[str]) -> Response:
    """One tap lets the spot go; the same page offers the way back. A page from before a move shows first where the spot is now."""
    spot = await opened(token)
    if spot.moved_to_id:
        return _on_to(request, await _now_at(spot), say=_('Your spot has moved.'))
    await commands.cancel(spot.registration.id, by=herself(spot), now=clock.now())
    return go(request, f'/sign-ups/{token}', say=_('Your spot is cancelled. Somebody else can have it now.'))


@post('/sign-ups/{token:str}/cancellation/undo', opt=access.LINK)
async def undo(request: Request, token: FromPath[str]) -> Response:
    """Take it back, or stand at the end of the line where the seat is gone."""
    spot = await opened(token)
    state = await commands.undo_cancellation(spot.registration.id, by=herself(spot), now=clock.now())
    said = _('Your spot is back.') if state is RegistrationState.REGISTERED else _('The date is full now. You are in line.')
    return go(request, f'/sign-ups/{token}', say=said)


@post('/sign-ups/{token:str}/offer', opt=access.LINK)
async def accept(request: Request, token: FromPath[str]) -> Response:
    """Keep the seat that is held."""
    spot = await opened(token)
    await waiting.accept(spot.registration.id, by=herself(spot), now=clock.now())
    return go(request, f'/sign-ups/{token}', say=_('The spot is yours.'))


@get('/sign-ups/{token:str}/move', opt=access.LINK)
async def choose_date(request: Request, token: FromPath[str]) -> Response:
    """The other dates that have a seat."""
    spot = await opened(token)
    session, now = await session_of(spot), clock.now()
    zone = saying.zone_asked(request, spot.zone or session.zone)
    dates = [saying.card(one, phase(one, now=now), zone) for one in await next_free(session, language(), now=now, limit=12)]
    return page(request, 'funnel/spots/move.html', token=token, session=session, zone=zone, dates=dates)


@post('/sign-ups/{token:str}/move/{session_id:int}', opt=access.LINK)
async def move(request: Request, token: FromPath[str], session_id: FromPath[int]) -> Response:
    """One tap moves the spot from wherever it is now; a second tap moves nothing and shows the same."""
    asked = await opened(token)
    spot = await _now_at(asked)
    try:
        await commands.move(spot.registration.id, session_id, by=herself(spot), now=clock.now())
    except Refused:
        if asked.registration.session_id == session_id or (await _now_at(await opened(token))).registration.session_id != session_id:
            raise
    return _on_to(request, await _now_at(await opened(token)), say=_('Your spot has moved.'))


@post('/sign-ups/{token:str}/needs', opt=access.LINK)
async def say_needs(request: Request, token: FromPath[str]) -> Response:
    """Keep what would help, until 14 days after."""
    spot = await opened(token)
    form = await forms.read(Needs, request)
    if not form.validate():
        return await _page(request, token, spot, form, Address(data={'email': spot.email}), status=422)
    await commands.say_what_helps(
        spot.registration.id, access_needs=form.access_needs.data, intro_question=form.intro_question.data, by=herself(spot),
        now=clock.now(),
    )  # fmt: skip
    return go(request, f'/sign-ups/{token}', say=_('Thank you. Your trainers can see it now.'))


@post('/sign-ups/{token:str}/address', opt=access.LINK)
async def correct_address(request: Request, token: FromPath[str]) -> Response:
    """Another address; what is still to be written goes there."""
    spot = await opened(token)
    form = await forms.read(Address, request)
    if not form.validate():
        needs = Needs(data={'access_needs': spot.access_needs, 'intro_question': spot.intro_question})
        return await _page(request, token, spot, needs, form, status=422)
    await correct(spot.registration.person_id, email=form.email.data, by=herself(spot), now=clock.now())
    return go(request, f'/sign-ups/{token}', say=_('We write to %(email)s from now on.', email=form.email.data))


@get('/sign-ups/{token:str}/calendar.ics', opt=access.LINK)
async def calendar(token: FromPath[str]) -> Response:
    """The date as a file, as it stands now."""
    spot = await opened(token)
    session, about = await session_of(spot), await read_about(spot.registration.id)
    assert about
    entry = facts.appointment(session, about, is_cancelled=not spot.registration.state.is_active or session.state != 'open')
    headers = {'content-disposition': 'attachment; filename="session.ics"'}
    return Response(calendars.one_file(entry), media_type='text/calendar', headers=headers)


@get('/sign-ups/{token:str}/google', opt=access.LINK)
async def google(request: Request, token: FromPath[str]) -> Response:
    """Google's calendar with the date filled in; a link, because a form may not lead away from here."""
    spot = await opened(token)
    session, about = await session_of(spot), await read_about(spot.registration.id)
    assert about
    address = calendars.google_link(facts.appointment(session, about))
    return Response(b'', status_code=303, headers={'location': address}, media_type='text/html')


ROUTES = [show, cancel, undo, accept, choose_date, move, say_needs, correct_address, calendar, google]
