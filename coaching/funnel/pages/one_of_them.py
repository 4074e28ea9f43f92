"""One person at one session: every mark with its part, what was waived, the fee, and what happened."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.accounts.queries import account_of
from coaching.funnel.commands import credits, finishing, spots, waiting, walk_ins
from coaching.funnel.forms.room import Correction, TakeOff, Why
from coaching.funnel.pages.room import EVERY, led_room
from coaching.funnel.queries.crowds import taken_off
from coaching.funnel.queries.rooms import make_up_dates, roster
from coaching.funnel.values import FeeMark, Mark, RegistrationState, Room, RosterRow
from coaching.journal.queries import history
from coaching.kit import clock, dates, forms
from coaching.kit.pages import go, page
from coaching.kit.words import _
from coaching.outbox.queries import letters_about
from coaching.people.forms import Correction as Details
from coaching.people.pages.holding import corrected, correction_of
from coaching.people.queries import person as read_person
from coaching.people.rules import LETTERS, shown_phone
from coaching.people.values import Person


async def _make_ups(room: Room) -> list[tuple[int | str, str]]:
    if len(room.parts) < 2:
        return []
    return [('', _('No'))] + [(number, dates.long_day(at, zone)) for number, at, zone in await make_up_dates(room, now=clock.now())]


async def row_of(request: Request, session_id: int, registration_id: int) -> tuple[Room, RosterRow]:
    room = await led_room(request, session_id)
    rows = await roster(room, [registration_id])
    if not rows:
        raise NotFoundException
    return room, rows[0]


@get('/train/sessions/{session_id:int}/people/{registration_id:int}', opt=EVERY)
async def show(request: Request, session_id: FromPath[int], registration_id: FromPath[int]) -> Response:
    return await _page(request, session_id, registration_id, Correction(), Why(), status=200)


async def _correctable(row: RosterRow) -> Person | None:
    """Whose name and addresses a trainer may put right: everybody's who does not sign in, and so cannot do it there."""
    return None if await account_of(row.person_id) else await read_person(row.person_id)


async def _page(
    request: Request, session_id: int, registration_id: int, form: Correction, why: Why, *, details: Details | None = None,
    off: TakeOff | None = None, status: int,
) -> Response:  # fmt: skip
    room, row = await row_of(request, session_id, registration_id)
    if details is None and (person := await _correctable(row)):
        details = correction_of(person)
    if details:
        details.language.label.text = _('Language for emails')
    form.made_up_in.choices = await _make_ups(room)
    form.part.optional = len(room.parts) < 2
    letters = (await letters_about('registration', [registration_id])).get(registration_id, [])
    return page(
        request, 'funnel/train/person.html', status=status, room=room, row=row, form=form, why=why, details=details, fees=list(FeeMark),
        letters=letters, entries=await history(('registration', registration_id)), letter_names=LETTERS, phone_words=shown_phone,
        is_over=clock.now() >= room.ends_at, off=off or TakeOff(),
    )  # fmt: skip


@post('/train/sessions/{session_id:int}/people/{registration_id:int}/mark', opt=EVERY)
async def correct(request: Request, session_id: FromPath[int], registration_id: FromPath[int]) -> Response:
    """Put a mark right; after the session was finished only with a reason, and the letters follow."""
    room, row = await row_of(request, session_id, registration_id)
    form = await forms.read(Correction, request)
    form.made_up_in.choices = await _make_ups(room)
    form.part.optional = len(room.parts) < 2
    if room.closed_at and not form.why.data:
        form.why.optional = False
    if not form.validate():
        return await _page(request, session_id, registration_id, form, Why(), status=422)
    wished = None if form.mark.data == 'none' else Mark(form.mark.data)
    await finishing.correct(
        registration_id, wished, part=form.part.data or 1, made_up_in=form.made_up_in.data, why=form.why.data or '', by=request.user,
        now=clock.now(),
    )  # fmt: skip
    return go(request, f'/train/sessions/{session_id}', say=_('%(name)s: the mark is set right.', name=row.name))


@post('/train/sessions/{session_id:int}/people/{registration_id:int}/waiver', opt=EVERY)
async def waive(request: Request, session_id: FromPath[int], registration_id: FromPath[int]) -> Response:
    """Let somebody stay without what comes first, with a reason."""
    _room, row = await row_of(request, session_id, registration_id)
    form = await forms.read(Why, request)
    if not form.validate():
        return await _page(request, session_id, registration_id, Correction(), form, status=422)
    await credits.waive(registration_id, why=form.why.data, by=request.user, now=clock.now())
    return go(request, f'/train/sessions/{session_id}/people/{registration_id}', say=_('%(name)s may stay.', name=row.name))


@post('/train/sessions/{session_id:int}/people/{registration_id:int}/seat', opt=EVERY)
async def seat(request: Request, session_id: FromPath[int], registration_id: FromPath[int]) -> Response:
    """Give somebody in line a seat now, with a reason."""
    _room, row = await row_of(request, session_id, registration_id)
    form = await forms.read(Why, request)
    if not form.validate():
        return await _page(request, session_id, registration_id, Correction(), form, status=422)
    await waiting.seat_out_of_turn(registration_id, why=form.why.data, by=request.user, now=clock.now())
    return go(request, f'/train/sessions/{session_id}/people/{registration_id}', say=_('%(name)s has a spot.', name=row.name))


@post('/train/sessions/{session_id:int}/people/{registration_id:int}/fee', opt=EVERY)
async def fee(request: Request, session_id: FromPath[int], registration_id: FromPath[int]) -> Response:
    """A plain word beside the name."""
    await row_of(request, session_id, registration_id)
    sent = await forms.sent(request)
    wished = sent.get('fee', [''])[0]
    if wished not in list(FeeMark):
        raise NotFoundException
    await credits.mark_fee(registration_id, FeeMark(wished), by=request.user, now=clock.now())
    return go(request, f'/train/sessions/{session_id}/people/{registration_id}', say=_('Saved'))


@post('/train/sessions/{session_id:int}/people/{registration_id:int}/cancellation', opt=EVERY)
async def cancel(request: Request, session_id: FromPath[int], registration_id: FromPath[int]) -> Response:
    """Take somebody off the list; they are told, and the seat goes on. Whoever walked in by mistake is not told, and can be put back."""
    room, row = await row_of(request, session_id, registration_id)
    if row.state is RegistrationState.WALK_IN:
        return await _not_a_walk_in(request, room, row)
    await spots.cancel(registration_id, by_us=True, by=request.user, now=clock.now())
    return go(request, f'/train/sessions/{session_id}', say=_('%(name)s is off the list.', name=row.name))


async def _not_a_walk_in(request: Request, room: Room, row: RosterRow) -> Response:
    form = await forms.read(TakeOff, request)
    form.reason.optional = room.closed_at is None
    if not form.validate():
        return await _page(request, room.session_id, row.registration_id, Correction(), Why(), off=form, status=422)
    await walk_ins.take_off(row.registration_id, why=form.reason.data or '', by=request.user, now=clock.now())
    back = f'/train/sessions/{room.session_id}?off={row.registration_id}'
    return go(request, back, say=_('%(name)s is off the list.', name=row.name))


@post('/train/sessions/{session_id:int}/people/{registration_id:int}/cancellation/undo', opt=EVERY)
async def put_back(request: Request, session_id: FromPath[int], registration_id: FromPath[int]) -> Response:
    """Taking off was the mistake."""
    await led_room(request, session_id)
    found = await taken_off(session_id, registration_id)
    if found is None:
        raise NotFoundException
    await walk_ins.put_back(registration_id, why=_('Taken off by mistake'), by=request.user, now=clock.now())
    return go(request, f'/train/sessions/{session_id}', say=_('%(name)s is on the list again.', name=found[0]))


@post('/train/sessions/{session_id:int}/people/{registration_id:int}/details', opt=EVERY)
async def set_right(request: Request, session_id: FromPath[int], registration_id: FromPath[int]) -> Response:
    """Put the name, the address, the number or the language right."""
    _room, row = await row_of(request, session_id, registration_id)
    person = await _correctable(row)
    said = _('Saved') if person else _('%(name)s signs in here, and sets that right alone.', name=row.name)
    if person:
        form, status = await corrected(request, person, by=request.user)
        if status != 303:
            return await _page(request, session_id, registration_id, Correction(), Why(), details=form, status=status)
    return go(request, f'/train/sessions/{session_id}/people/{registration_id}', say=said)


ROUTES = [show, correct, waive, seat, fee, cancel, put_back, set_right]
