"""One date: how it stands, its details, what may be done with it, and what happened to it."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.commands import dates as commands
from coaching.funnel.commands.dating import NoOffering
from coaching.funnel.forms.comparing import differences
from coaching.funnel.forms.dates import DateDetails, Placed
from coaching.funnel.pages import phrases, saying
from coaching.funnel.pages.offerings.filling import sentence
from coaching.funnel.pages.room import EVERY, led_room
from coaching.funnel.policy import may_set_up
from coaching.funnel.queries.dates import Standing, standing, trainers
from coaching.funnel.queries.foreseeing import people_at
from coaching.funnel.queries.telling import place_of
from coaching.funnel.rules import sessions as rules
from coaching.funnel.values import Room, SessionState
from coaching.journal.queries import history
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.words import _, n_

DATE = '/train/sessions/{session_id:int}/date'


async def led_date(request: Request, session_id: int) -> tuple[Room, Standing]:
    """A date that this trainer may lead, with what its own pages need.

    :raises NotFoundException: any other, also a draft
    """
    room = await led_room(request, session_id)
    if room.state is SessionState.DRAFT:
        raise NotFoundException
    return room, await standing(session_id, now=clock.now())


def known(room: Room, stands: Standing) -> dict[str, Any]:
    """What the fields show of a date."""
    return {
        'mode': str(room.mode), 'location': room.location, 'join_url': room.join_url, 'join_by_phone': room.join_by_phone,
        'capacity': room.capacity, 'languages': list(room.languages), 'trainers': list(stands.trainer_ids), 'version': room.version,
    }  # fmt: skip


async def as_it_stands(room: Room, stands: Standing) -> Placed:
    form = DateDetails(data=known(room, stands))
    form.offer_trainers(await trainers(stands.trainer_ids))
    return form


@get(DATE, opt=EVERY)
async def show(request: Request, session_id: FromPath[int]) -> Response:
    room, stands = await led_date(request, session_id)
    return await _page(request, room, await as_it_stands(room, stands))


async def _page(request: Request, room: Room, form: Placed, *, status: int = 200, **more: Any) -> Response:
    now = clock.now()
    phase, entries = rules.phase(room, now=now), await history(('session', room.session_id))
    called_off = next((one for one in entries if one.kind in ('session_cancelled', 'session_skipped')), None)
    return page(
        request, 'funnel/dates/show.html', status=status, room=room, form=form, phase=phase, seats=saying.seats(room, phase),
        where=saying.where(room), may_cancel=rules.why_not_cancel(room, now=now) is None,
        may_move=rules.why_not_skip(room, now=now) is None, may_come_back=rules.why_not_bring_back(room, now=now) is None,
        is_finished=room.state is SessionState.CLOSED, may_set_up=may_set_up(request.user),
        is_off=room.state in rules.OFF, called_off=called_off, entries=entries, **{'differences': (), **more},
    )  # fmt: skip


@post(DATE, opt=EVERY)
async def save(request: Request, session_id: FromPath[int]) -> Response:
    """Change the details; another place is asked about first where people are concerned.

    :raises Refused: a date that is finished or off
    """
    room, stands = await led_date(request, session_id)
    if reason := rules.why_not_edit(room):
        raise Refused(reason)
    sent = await forms.sent(request)
    form = DateDetails(sent)
    form.offer_trainers(await trainers(stands.trainer_ids))
    if not form.validate():
        return await _page(request, room, form, status=422)
    if form['version'].data != room.version:
        return await _conflict(request, room, stands, form)
    fields = form.placed()
    if sent.get('step') != ['sure'] and place_of(fields['mode'], fields['location']) != place_of(room.mode, room.location):
        people = await people_at([session_id])
        if room.state is SessionState.OPEN and (people.written_to or people.to_call):
            return page(request, 'funnel/dates/elsewhere.html', room=room, form=form, people=people, where=saying.where(room))
    try:
        done = await commands.change(
            session_id, fields, form['trainers'].data, version=form['version'].data, by=request.user, now=clock.now()
        )
    except Refused as refused:
        if refused.reason is not NoOffering.CHANGED_MEANWHILE:
            form.form_errors.append(sentence(refused))
            return await _page(request, room, form, status=409)
        return await _conflict(request, *await led_date(request, session_id), form)
    return go(request, f'/train/sessions/{session_id}/date', say=_saved(room, fields['capacity'], done.people))


def _saved(room: Room, capacity: int | None, people: int) -> str:
    """Fewer spots than people take nobody's spot away, and the page says so."""
    said = [_('Saved.')]
    if people:
        said.append(phrases.told(people))
    if capacity is not None and capacity < room.taken and capacity != room.capacity:
        said.append(n_('%(n)s person keeps the spot.', 'All %(n)s people keep their spots.', room.taken))
    return ' '.join(said)


async def _conflict(request: Request, room: Room, stands: Standing, form: Placed) -> Response:
    """Somebody else was faster: both versions, and everything that was typed, which the next click saves."""
    form.form_errors.append(sentence(Refused(NoOffering.CHANGED_MEANWHILE)))
    form['version'].raw_data, form['version'].data = None, room.version
    return await _page(request, room, form, status=409, differences=differences(form, await as_it_stands(room, stands)))


ROUTES = [show, save]
