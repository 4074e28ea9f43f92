"""Finish: counts, who has no mark, which letters go out, one button. And open again, with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands import finishing
from coaching.funnel.forms.room import Finish, Why
from coaching.funnel.letters.looking import Look, looks
from coaching.funnel.pages.room import EVERY, led_room
from coaching.funnel.queries.pulse import pulse
from coaching.funnel.queries.rooms import roster
from coaching.funnel.rules.attendance import why_not_finish
from coaching.funnel.values import RegistrationState
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.words import _, n_
from coaching.people.rules import shown_phone


@get('/train/sessions/{session_id:int}/finish', opt=EVERY)
async def show(request: Request, session_id: FromPath[int]) -> Response:
    """What finishing will do; nothing is done by looking."""
    return await _page(request, session_id, Why(), status=200)


async def _page(request: Request, session_id: int, reopening: Why, *, status: int) -> Response:
    room, now = await led_room(request, session_id), clock.now()
    done = await finishing.preview(session_id, rest_not_here=True, now=now)
    rows = await roster(room)
    bare = [
        row for row in rows
        if row.state is RegistrationState.REGISTERED and any(part.number not in row.marks for part in room.parts)
    ]  # fmt: skip
    undone = [row for row in rows if row.state is RegistrationState.WALK_IN and not row.marks]
    seated = [row for row in rows if row.state in (RegistrationState.REGISTERED, RegistrationState.WALK_IN) and row not in undone]
    to_call = [row for row in seated if not row.email]
    reason = why_not_finish(room, room.parts, done.counts, leave_unknown=True, now=now)
    shown = [] if reason else await looks(done.samples, now=now)
    return page(
        request, 'funnel/train/finish.html', status=status, room=room, counts=done.counts, letters=_named(done.letters, shown), bare=bare,
        why_not=_(reason.value) if reason else '', reopening=reopening, answers=await pulse(session_id), to_call=to_call,
        phone_words=shown_phone, undone=undone,
    )  # fmt: skip


def _named(letters: Mapping[str, int], shown: Sequence[Look]) -> list[tuple[str, list[Look]]]:
    """Each kind of letter in words, with how it reads in each language."""
    names = {
        'thank-you-taste': _('Thank you, and the Intro dates'),
        'thank-you-intro': _('Thank you, and the training dates'),
        'thank-you-training': _('Thank you, you are trained'),
        'missed': _('We missed you, and the next dates'),
        'correction': _('We put a mistake right'),
    }
    return [
        (n_('%(kind)s: %(n)s email', '%(kind)s: %(n)s emails', count, kind=names[kind]), [one for one in shown if one.kind == kind])
        for kind, count in sorted(letters.items())
    ]


@post('/train/sessions/{session_id:int}/finish', opt=EVERY)
async def finish(request: Request, session_id: FromPath[int]) -> Response:
    """One button: the session is closed and its letters go out.

    Those who had a spot and no mark were not here, or stay unknown. Nobody expected those who walked in, so they can only stay unknown.
    """
    await led_room(request, session_id)
    form = await forms.read(Finish, request)
    form.validate()
    rest = form.rest.data
    done = await finishing.finish(
        session_id, rest_not_here=rest == 'not_here', leave_unknown=bool(rest), by=request.user, now=clock.now()
    )
    sent = sum(done.letters.values())
    said = _('Finished. There is no email to send.')
    if sent:
        said = n_('Finished. %(n)s email is on its way.', 'Finished. %(n)s emails are on their way.', sent)
    return go(request, f'/train/sessions/{session_id}', say=said)


@post('/train/sessions/{session_id:int}/finish/undo', opt=EVERY)
async def reopen(request: Request, session_id: FromPath[int]) -> Response:
    """Open it again; letters that have not gone are taken back."""
    await led_room(request, session_id)
    form = await forms.read(Why, request)
    if not form.validate():
        return await _page(request, session_id, form, status=422)
    await finishing.reopen(session_id, why=form.why.data, by=request.user, now=clock.now())
    return go(request, f'/train/sessions/{session_id}', say=_('The session is open again.'))


ROUTES = [show, finish, reopen]
