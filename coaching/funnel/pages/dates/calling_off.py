"""A date that is skipped, cancelled, or takes place after all: one page says who is told, one button does it."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands.dates import bring_back, cancel, skip
from coaching.funnel.commands.dating import Done
from coaching.funnel.commands.following import call_off_following
from coaching.funnel.forms.dates import FOLLOWING, CallOff
from coaching.funnel.pages import phrases
from coaching.funnel.pages.dates.moving import scopes
from coaching.funnel.pages.dates.one import led_date
from coaching.funnel.pages.offerings.filling import sentence
from coaching.funnel.pages.room import EVERY
from coaching.funnel.queries.dates import Standing
from coaching.funnel.queries.foreseeing import People, people_at
from coaching.funnel.rules import sessions as rules
from coaching.funnel.values import Room
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import n_

SKIP = '/train/sessions/{session_id:int}/date/skip'
CANCEL = '/train/sessions/{session_id:int}/date/cancellation'
BACK = '/train/sessions/{session_id:int}/date/return'
WHY_NOT = {'skip': rules.why_not_skip, 'cancellation': rules.why_not_cancel, 'return': rules.why_not_bring_back}


@get([SKIP, CANCEL, BACK], opt=EVERY)
async def ask(request: Request, session_id: FromPath[int]) -> Response:
    """What will happen, and who is told.

    :raises Refused: where it cannot
    """
    room, stands = await led_date(request, session_id)
    if reason := WHY_NOT[_what(request)](room, now=clock.now()):
        raise Refused(reason)
    return await _form(request, room, stands, CallOff())


def _what(request: Request) -> str:
    return str(request.scope['path']).rstrip('/').rpartition('/')[2]


async def _form(request: Request, room: Room, stands: Standing, form: CallOff, *, status: int = 200) -> Response:
    what, people, everybody = _what(request), await people_at([room.session_id]), People()
    form.scope.choices = scopes(request, room, stands)
    if len(form.scope.choices) > 1:
        everybody = await people_at([room.session_id, *stands.later_ids])
        form.scope.choices[1] = (FOLLOWING, f'{form.scope.choices[1][1]}. {phrases.told(everybody.written_to)}')
    return page(
        request, 'funnel/dates/call_off.html', status=status, room=room, form=form, what=what, people=people,
        tells=people.written_to or everybody.written_to, is_running=room.starts_at <= clock.now(),
    )  # fmt: skip


@post([SKIP, CANCEL, BACK], opt=EVERY)
async def act(request: Request, session_id: FromPath[int]) -> Response:
    """Do it, and say how many were told."""
    room, stands = await led_date(request, session_id)
    form = await forms.read(CallOff, request)
    form.scope.choices = scopes(request, room, stands)
    if not form.validate():
        return await _form(request, room, stands, form, status=422)
    try:
        done = await _done(request, session_id, form)
    except Refused as refused:
        form.form_errors.append(sentence(refused))
        return await _form(request, room, stands, form, status=409)
    said = {
        'skip': n_('%(n)s date is skipped.', '%(n)s dates are skipped.', done.dates),
        'cancellation': n_('%(n)s date is cancelled.', '%(n)s dates are cancelled.', done.dates),
        'return': n_('%(n)s date is on again.', '%(n)s dates are on again.', done.dates),
    }
    return go(request, f'/train/sessions/{session_id}/date', say=f'{said[_what(request)]} {phrases.told(done.people)}')


async def _done(request: Request, session_id: int, form: CallOff) -> Done:
    what, why, now = _what(request), form.why.data or '', clock.now()
    if what == 'return':
        return await bring_back(session_id, why=why, by=request.user, now=now)
    if form.scope.data == FOLLOWING:
        return await call_off_following(
            session_id, skip_only=what == 'skip', and_stop=what == 'cancellation' and form.and_stop.data, why=why, by=request.user, now=now
        )  # fmt: skip
    return await (skip if what == 'skip' else cancel)(session_id, why=why, by=request.user, now=now)


ROUTES = [ask, act]
