"""A trainer's own letter to the people of one date, looked at before it goes."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands.notes import write
from coaching.funnel.forms.room import Note
from coaching.funnel.pages.room import EVERY, led_room
from coaching.funnel.queries.addressees import addressees
from coaching.funnel.queries.notes import notes
from coaching.kit import clock, forms, markdown
from coaching.kit.pages import go, page
from coaching.kit.tokens import digest, random_token
from coaching.kit.words import n_
from coaching.people.rules import shown_phone


@get('/train/sessions/{session_id:int}/letters', opt=EVERY)
async def index(request: Request, session_id: FromPath[int]) -> Response:
    """Write one, and see those that went out."""
    return await _page(request, session_id, Note(data={'to_group': 'all'}), status=200)


async def _page(request: Request, session_id: int, form: Note, *, status: int) -> Response:
    room = await led_room(request, session_id)
    return page(request, 'funnel/train/letters.html', status=status, room=room, form=form, sent=await notes(session_id))


@post('/train/sessions/{session_id:int}/letters', opt=EVERY)
async def look(request: Request, session_id: FromPath[int]) -> Response:
    """How it will look, and to whom it goes."""
    room = await led_room(request, session_id)
    form = await forms.read(Note, request)
    if not form.validate():
        return await _page(request, session_id, form, status=422)
    people = await addressees(session_id, form.to_group.data)
    body = markdown.render(form.body.data)
    return page(
        request, 'funnel/train/letter.html', room=room, form=form, body=body, to_write=[one for one in people if one.can_be_written_to],
        to_call=[one for one in people if one.email is None], stopped=sum(one.has_stopped for one in people),
        phone_words=shown_phone, nonce=random_token(),
    )  # fmt: skip


@post('/train/sessions/{session_id:int}/letters/sent', opt=EVERY)
async def send(request: Request, session_id: FromPath[int]) -> Response:
    """Off it goes; an answer reaches the trainer."""
    await led_room(request, session_id)
    form = await forms.read(Note, request)
    if not form.validate():
        return await _page(request, session_id, form, status=422)
    count = await write(
        session_id, to_group=form.to_group.data, subject=form.subject.data, body=form.body.data,
        nonce=digest(form.nonce.data) if form.nonce.data else None, by=request.user, now=clock.now(),
    )  # fmt: skip
    said = n_('Your email goes to %(n)s person.', 'Your email goes to %(n)s people.', count)
    return go(request, f'/train/sessions/{session_id}', say=said)


ROUTES = [index, look, send]
