"""One's own links sent again, the next stage in one tap, and two questions after a session."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands.finding import send_links
from coaching.funnel.commands.pulsing import answer as count_answers
from coaching.funnel.commands.registering import register
from coaching.funnel.forms.spots import Lost, Pulse
from coaching.funnel.pages import saying
from coaching.funnel.pages.public import found
from coaching.funnel.pages.spots import opened, session_of
from coaching.funnel.queries.spots import spot as read_spot
from coaching.funnel.rules.sessions import phase, why_not_answer
from coaching.funnel.values import Phase, Source
from coaching.kit import access, clock, forms
from coaching.kit.access import Actor
from coaching.kit.limits import caller, hold
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.tokens import link_token
from coaching.kit.words import _
from coaching.people.pages.own import opened as whose

QUARTER = datetime.timedelta(minutes=15)


@get('/my', opt=access.ANYONE)
async def lost(request: Request) -> Response:
    """Where are my links?"""
    return page(request, 'funnel/my/lost.html', form=Lost())


@post('/my', opt=access.ANYONE)
async def find(request: Request) -> Response:
    """Send them; the answer is the same for every address."""
    form = await forms.read(Lost, request)
    if not form.validate():
        return page(request, 'funnel/my/lost.html', form=form, status=422)
    await hold('my-links', caller(request), limit=60, per=QUARTER)
    if not form.trapped:
        await send_links(form.email.data, now=clock.now())
    return go(request, '/my/sent')


@get('/my/sent', opt=access.ANYONE)
async def sent(request: Request) -> Response:
    return page(request, 'funnel/my/sent.html')


@get('/my/{token:str}/next/{session_id:int}', opt=access.LINK)
async def next_step(request: Request, token: FromPath[str], session_id: FromPath[int]) -> Response:
    """A date from a letter, with one button; nothing is saved by looking."""
    person = await whose(token)
    session, now = await found(session_id), clock.now()
    place = saying.zone_asked(request, person.zone or session.zone)
    stands = phase(session, now=now)
    return page(
        request, 'funnel/my/next.html', token=token, name=person.name, session=session, zone=place,
        card=saying.card(session, stands, place), is_full=stands is Phase.FULL,
    )  # fmt: skip


@post('/my/{token:str}/next/{session_id:int}', opt=access.LINK)
async def save_next(request: Request, token: FromPath[str], session_id: FromPath[int]) -> Response:
    """Save the spot; whoever comes through a link of their own sees at once what came of it."""
    person = await whose(token)
    done = await register(session_id, person.id, source=Source.NEXT, by=Actor.by_link(person.id), now=clock.now())
    assert done.registration_id
    spot = await read_spot(done.registration_id)
    assert spot
    return go(request, f'/sign-ups/{link_token("registration", spot.registration.id, spot.nonce)}')


@get('/sign-ups/{token:str}/pulse', opt=access.LINK)
async def pulse(request: Request, token: FromPath[str]) -> Response:
    """Two short questions, once there is something to say."""
    spot = await opened(token)
    session = await session_of(spot)
    if reason := why_not_answer(session.state, session.ends_at, now=clock.now()):
        return go(request, f'/sign-ups/{token}', say=_(reason.value))
    return page(request, 'funnel/my/pulse.html', token=token, session=session, form=Pulse(), spot=spot)


@post('/sign-ups/{token:str}/pulse', opt=access.LINK)
async def send_pulse(request: Request, token: FromPath[str]) -> Response:
    """Count the answers and forget whose they were."""
    spot = await opened(token)
    form = await forms.read(Pulse, request)
    if not form.validate():
        return page(request, 'funnel/my/pulse.html', token=token, session=await session_of(spot), form=form, spot=spot, status=422)
    try:
        await count_answers(spot.registration.id, {'helps': form.helps.data, 'next': form.next.data}, now=clock.now())
    except Refused as refused:
        return go(request, f'/sign-ups/{token}', say=_(refused.reason.value))
    return go(request, f'/sign-ups/{token}', say=_('Thank you. We counted your answer without your name.'))


ROUTES = [lost, find, sent, next_step, save_next, pulse, send_pulse]
