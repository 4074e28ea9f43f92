"""Check-in: one row a person, one tap a mark. The script swaps the list; without it every tap loads the page again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.commands import adding, marking
from coaching.funnel.forms.room import WalkIn
from coaching.funnel.policy import may_lead
from coaching.funnel.queries import rooms
from coaching.funnel.queries.crowds import crowd, is_crowded, listed_name, one_of_a_crowd, taken_off
from coaching.funnel.queries.led import trainer_ids
from coaching.funnel.rules.sessions import phase
from coaching.funnel.values import Mark, Phase, Room, Session
from coaching.kit import access, clock, forms
from coaching.kit.pages import fragment_asked, go, page
from coaching.kit.tokens import digest, random_token
from coaching.kit.words import _, language, n_
from coaching.people.rules import shown_phone

EVERY = access.roles('trainer', 'coordinator')
LIST = 'room'


async def led_room(request: Request, session_id: int) -> Room:
    """The room of a session that this trainer may lead.

    :raises NotFoundException: for any other, so that nobody learns which there are
    """
    room = await rooms.room(session_id, language())
    if room is None:
        raise NotFoundException
    by_role = may_lead(request.user, offering_id=room.offering_id, trainer_ids=())
    if not by_role and not may_lead(request.user, offering_id=room.offering_id, trainer_ids=await trainer_ids(session_id)):
        raise NotFoundException
    return room


def part_asked(request: Request, room: Room) -> int:
    """The part that is being marked: the one that was asked for, else the last that has begun."""
    asked = number(request.query_params.get('part', ''))
    if asked in [part.number for part in room.parts]:
        return asked
    begun = [part.number for part in room.parts if part.starts_at <= clock.now()]
    return begun[-1] if begun else 1


@get('/train/sessions/{session_id:int}', opt=EVERY)
async def show(request: Request, session_id: FromPath[int]) -> Response:
    return await show_room(request, session_id)


async def show_room(
    request: Request,
    session_id: int,
    *,
    room: Room | None = None,
    say: str = '',
    form: WalkIn | None = None,
    status: int = 200,
    others: Sequence[Session] = (),
    tapped: int = 0,
    marked: str = '',
) -> Response:
    """The list of one session; only the list where the script asks for it, and of a crowd only the row that was tapped."""
    room = room or await led_room(request, session_id)
    part, now = part_asked(request, room), clock.now()
    find, number_of_page = request.query_params.get('q', ''), page_asked(request)
    is_private = request.query_params.get('screen') == '1'
    fragment = fragment_asked(request) == LIST
    one = await one_of_a_crowd(room, part, tapped) if fragment and tapped and is_crowded(room) else None
    facts = {
        'room': room, 'part': part, 'now': now, 'say_here': say, 'is_private': is_private, 'suffix': suffix(request, room, part),
        'crowd': one or await crowd(room, part, find=find, page=number_of_page), 'is_one': one is not None, 'is_crowded': is_crowded(room),
        'find': find, 'number_of_page': number_of_page,
        'address_of_page': lambda n: f'/train/sessions/{session_id}{suffix(request, room, part, page=n)}',
        'has_begun': any(one.number == part and one.starts_at <= now for one in room.parts), 'phase': phase(room, now=now), 'Phase': Phase,
        'phone_words': shown_phone, 'marked': marked or moment(request.query_params.get('marked', '')),
    }  # fmt: skip
    if fragment:
        return page(request, 'funnel/train/_room.html', **facts)
    off = number(request.query_params.get('off', ''))
    found = await taken_off(session_id, off) if off else None
    facts['off'] = off if found and found[1] else 0
    return page(request, 'funnel/train/room.html', status=status, form=form or WalkIn(), others=others, nonce=random_token(), **facts)


def suffix(request: Request, room: Room, part: int, *, page: int | None = None) -> str:
    """What the address keeps while somebody taps: the part, the private mode, and in a crowd who was looked for and the page."""
    asked = request.query_params
    kept: dict[str, object] = {'part': part} if len(room.parts) > 1 else {}
    kept |= {'screen': 1} if asked.get('screen') == '1' else {}
    if is_crowded(room):
        kept |= {'q': find} if (find := asked.get('q', '')) else {}
        kept |= {'page': number_of_page} if (number_of_page := page or page_asked(request)) > 1 else {}
    return f'?{urlencode(kept)}' if kept else ''


def page_asked(request: Request) -> int:
    """The page of a crowd, from 1; the largest session has a thousand."""
    return min(max(1, number(request.query_params.get('page', ''))), 1000)


def number(text: object) -> int:
    """A number of somebody's address or form; 0 where it is none that a row could have."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 19 else 0


@post('/train/sessions/{session_id:int}/marks', opt=EVERY)
async def mark(request: Request, session_id: FromPath[int]) -> Response:
    """One tap: the form says which mark is wished, so that two trainers who tap the same name agree."""
    room = await led_room(request, session_id)
    sent = await forms.sent(request)
    wished = sent.get('mark', [''])[0]
    registration_id = number(sent.get('registration', [''])[0])
    name = await listed_name(session_id, registration_id)
    if wished not in ('here', 'none') or name is None:
        raise NotFoundException
    part = part_asked(request, room)
    await marking.mark(registration_id, Mark.HERE if wished == 'here' else None, part=part, by=request.user, now=clock.now())
    said = _('%(name)s is here', name=name) if wished == 'here' else _('%(name)s: the mark is taken back', name=name)
    return await _answer(request, room, said, tapped=registration_id)


async def _answer(request: Request, room: Room, said: str, *, tapped: int = 0, marked: str = '') -> Response:
    if fragment_asked(request) == LIST:
        return await show_room(request, room.session_id, room=room, say=said, tapped=tapped, marked=marked)
    query = suffix(request, room, part_asked(request, room))
    query += ('&' if query else '?') + urlencode({'marked': marked}) if marked else ''
    return go(request, f'/train/sessions/{room.session_id}{query}', say=said)


def moment(text: str) -> str:
    """A moment with its zone as an address or a form has it; '' where it is none."""
    try:
        return text if datetime.datetime.fromisoformat(text).tzinfo else ''
    except ValueError:
        return ''


@post('/train/sessions/{session_id:int}/marks/opened', opt=EVERY)
async def mark_opened(request: Request, session_id: FromPath[int]) -> Response:
    """Everybody who opened the join link, in one tap."""
    room, now = await led_room(request, session_id), clock.now()
    marked = await marking.mark_all_who_opened(session_id, part=part_asked(request, room), by=request.user, now=now)
    said = n_('%(n)s person is marked here', '%(n)s people are marked here', len(marked))
    return await _answer(request, room, said, marked=now.isoformat() if marked else '')


@post('/train/sessions/{session_id:int}/marks/opened/undo', opt=EVERY)
async def unmark_opened(request: Request, session_id: FromPath[int]) -> Response:
    """The same people are without a mark again."""
    room = await led_room(request, session_id)
    at = moment((await forms.sent(request)).get('at', [''])[0])
    if not at:
        raise NotFoundException
    taken_back = await marking.take_back(
        session_id, datetime.datetime.fromisoformat(at), part=part_asked(request, room), by=request.user, now=clock.now()
    )
    return await _answer(request, room, n_('%(n)s mark is taken back', '%(n)s marks are taken back', len(taken_back)))


def once(request: Request, nonce: str | None) -> bytes:
    """What a form has in common with itself sent again; one without a nonce is not from a page of ours, and is its trainer's one."""
    return digest(nonce or str(request.user.person_id))


@post('/train/sessions/{session_id:int}/walk-ins', opt=EVERY)
async def walk_in(request: Request, session_id: FromPath[int]) -> Response:
    """A name, and they are on the list and here."""
    room = await led_room(request, session_id)
    form = await forms.read(WalkIn, request)
    if not form.validate():
        return await show_room(request, session_id, room=room, form=form, status=422)
    await adding.walk_in(
        session_id, name=form.name.data, email=form.email.data or None, part=part_asked(request, room), language=language(),
        once=once(request, form.nonce.data), by=request.user, now=clock.now(),
    )  # fmt: skip
    query = suffix(request, room, part_asked(request, room))
    return go(request, f'/train/sessions/{session_id}{query}', say=_('%(name)s is here', name=form.name.data))


ROUTES = [show, mark, mark_opened, unmark_opened, walk_in]
