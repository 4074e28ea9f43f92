"""Signing people up for a date: one person in two taps and a name, or a pasted list with a preview."""

from __future__ import annotations

from collections.abc import Collection

from litestar import Request, Response, get, post
from litestar.params import FromPath

from coaching.funnel.commands import adding
from coaching.funnel.commands.registering import Registered, register
from coaching.funnel.commands.writing import ALREADY, NOT_YET
from coaching.funnel.forms.room import Add, Paste
from coaching.funnel.pages.room import EVERY, led_room, number, once
from coaching.funnel.queries.rooms import roster
from coaching.funnel.rules import pasting
from coaching.funnel.values import RegistrationState, Room, Source
from coaching.kit import clock, forms
from coaching.kit.pages import go, page
from coaching.kit.refusal import Refused
from coaching.kit.tokens import random_token
from coaching.kit.words import _, n_
from coaching.people.queries import find, search
from coaching.people.queries import person as read_person
from coaching.people.rules import folded, shown_phone, tidy_email, tidy_phone

STANDS = (RegistrationState.REGISTERED, RegistrationState.WALK_IN, RegistrationState.OFFERED, RegistrationState.WAITING)


@get('/train/sessions/{session_id:int}/add', opt=EVERY)
async def new(request: Request, session_id: FromPath[int]) -> Response:
    """One person; typing a part of a name shows whom we know already."""
    room = await led_room(request, session_id)
    typed = request.query_params.get('q', '')[:100]
    known = (await search(typed, limit=8)).people if typed else ()
    form = Add(data={'name': '' if known else typed})
    return page(
        request, 'funnel/train/add.html', room=room, form=form, typed=typed, known=known, chosen=0, phone_words=shown_phone,
        nonce=random_token(),
    )  # fmt: skip


@post('/train/sessions/{session_id:int}/add', opt=EVERY)
async def create(request: Request, session_id: FromPath[int]) -> Response:
    """Save the spot; what stands in the way is said beside the form, with everything typed kept."""
    room = await led_room(request, session_id)
    form = await forms.read(Add, request)
    chosen = await _chosen(request, form)
    if form.validate():
        try:
            done = await _saved(request, session_id, form, chosen)
        except Refused as refused:
            if refused.reason in NOT_YET:
                form.waived_why.errors = [
                    _('What comes first is missing. Sign this person up for that, or say here why they may come without it')
                ]
            elif refused.reason in ALREADY:
                form.name.errors = [_('%(name)s is on the list of this date already.', name=form.name.data)]
            else:
                form.name.errors = [*form.name.errors, _(refused.reason.value)]
        else:
            said = _('%(name)s has a spot.', name=form.name.data)
            if done.state is RegistrationState.WAITING:
                said = _('%(name)s is number %(place)s in line.', name=form.name.data, place=done.place_in_line)
            return go(request, f'/train/sessions/{session_id}', say=said)
    return page(
        request, 'funnel/train/add.html', room=room, form=form, typed='', known=(), chosen=chosen, status=422, phone_words=shown_phone,
        nonce=random_token(),
    )  # fmt: skip


async def _chosen(request: Request, form: Add) -> int:
    """Whom the trainer tapped among those we know, as long as name and addresses are still theirs; 0 for somebody else."""
    person_id = number((await forms.sent(request)).get('person', [''])[0])
    person = await read_person(person_id) if person_id else None
    written = (folded(form.name.data or ''), tidy_email(form.email.data), tidy_phone(form.phone.data))
    return person_id if person and written == (folded(person.name), person.email, person.phone) else 0


async def _saved(request: Request, session_id: int, form: Add, chosen: int) -> Registered:
    """The spot of whom the trainer tapped, who may have no address to be found by; else of whom the form tells of."""
    why, group = form.waived_why.data or '', form.group.data or ''
    if chosen:
        return await register(
            session_id, chosen, group=group, source=Source.TRAINER, waived_why=why, by=request.user, now=clock.now()
        )  # fmt: skip
    return await adding.add(
        session_id, name=form.name.data, email=form.email.data or None, phone=form.phone.data or None,
        language=form.language.data, group=group, waived_why=why, once=once(request, form.nonce.data), by=request.user, now=clock.now(),
    )  # fmt: skip


@get('/train/sessions/{session_id:int}/paste', opt=EVERY)
async def paste(request: Request, session_id: FromPath[int]) -> Response:
    return page(request, 'funnel/train/paste.html', room=await led_room(request, session_id), form=Paste(), rows=None)


@post('/train/sessions/{session_id:int}/paste', opt=EVERY)
async def look(request: Request, session_id: FromPath[int]) -> Response:
    """What would happen to each line; nothing is saved yet."""
    room = await led_room(request, session_id)
    form = await forms.read(Paste, request)
    rows = pasting.read(form.people.data or '') if form.validate() else []
    if not form.mistakes and (reason := pasting.why_not_paste(rows)):
        form.people.errors = [_(reason.value)]
    if form.mistakes:
        return page(request, 'funnel/train/paste.html', room=room, form=form, rows=None, status=422)
    return await _preview(request, room, form, rows)


async def _preview(request: Request, room: Room, form: Paste, rows: list[pasting.PastedRow]) -> Response:
    on_the_list = {one.person_id for one in await roster(room) if one.state in STANDS}
    fates = [await _fate(row, on_the_list) for row in rows]
    good = sum(is_good for _words, is_good in fates)
    return page(
        request, 'funnel/train/paste.html', room=room, form=form, rows=list(zip(rows, fates, strict=True)), good=good,
        phone_words=shown_phone,
    )  # fmt: skip


async def _fate(row: pasting.PastedRow, on_the_list: Collection[int]) -> tuple[str, bool]:
    """What happens to one person of a pasted list, and whether that is a spot."""
    if row.fault:
        return _(row.fault.value), False
    known = await find(row.name, row.email, row.phone)
    if known in on_the_list:
        return _('is on the list already'), False
    return _('known, gets a spot') if known else _('new, gets a spot'), True


@post('/train/sessions/{session_id:int}/paste/people', opt=EVERY)
async def add_all(request: Request, session_id: FromPath[int]) -> Response:
    """Everybody whose line is whole; the others are told."""
    await led_room(request, session_id)
    form = await forms.read(Paste, request)
    form.validate()
    rows = [row for row in pasting.read(form.people.data or '') if row.fault is None]
    done = await adding.add_pasted(session_id, rows, language=form.language.data or 'en', by=request.user, now=clock.now())
    added = sum(one.registered is not None for one in done)
    left = len(done) - added
    said = n_('%(n)s person was added.', '%(n)s people were added.', added)
    if left:
        said += ' ' + n_('%(n)s could not be added, or was on the list.', '%(n)s could not be added, or were on the list.', left)
    return go(request, f'/train/sessions/{session_id}', say=said)


ROUTES = [new, create, paste, look, add_all]
