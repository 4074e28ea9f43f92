"""Paper: the list of one date, and tables for the room."""

from __future__ import annotations

from litestar import Request, Response, get
from litestar.params import FromPath

from coaching.funnel.pages.room import EVERY, led_room
from coaching.funnel.queries.answers import answers_at
from coaching.funnel.queries.rooms import roster
from coaching.funnel.rules.tables import Guest, seat
from coaching.funnel.values import Mark, RegistrationState
from coaching.kit import clock, dates
from coaching.kit.pages import page
from coaching.kit.words import language
from coaching.people.rules import shown_phone


@get('/train/sessions/{session_id:int}/roster', opt=EVERY)
async def paper(request: Request, session_id: FromPath[int]) -> Response:
    """Everybody with a spot, a box to tick, and lines for those who walk in."""
    room = await led_room(request, session_id)
    rows = [row for row in await roster(room) if row.state in (RegistrationState.REGISTERED, RegistrationState.WALK_IN)]
    printed = dates.long_day(now := clock.now(), room.zone)
    answers = await answers_at(session_id, language())
    return page(
        request, 'funnel/train/roster.html', room=room, rows=rows, answers=answers, printed=printed, is_over=room.ends_at <= now,
        phone_words=shown_phone,
    )  # fmt: skip


@get('/train/sessions/{session_id:int}/tables', opt=EVERY)
async def tables(request: Request, session_id: FromPath[int]) -> Response:
    """Tables of at most five in pairs, not two of one agency; once people are marked, of those who are here. Names only."""
    room = await led_room(request, session_id)
    rows = [row for row in await roster(room) if row.state in (RegistrationState.REGISTERED, RegistrationState.WALK_IN)]
    here = [row for row in rows if Mark.HERE in row.marks.values()]
    groups: dict[str, int] = {}
    guests = [
        Guest(row.registration_id, row.name, groups.setdefault(row.group.casefold(), len(groups)) if row.group else None)
        for row in here or rows
    ]
    asked = request.query_params.get('seed', '')
    seed = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else session_id
    printed = dates.long_day(now := clock.now(), room.zone)
    return page(
        request, 'funnel/train/tables.html', room=room, tables=seat(guests, seed=seed), seed=seed, printed=printed,
        is_over=room.ends_at <= now,
    )  # fmt: skip


ROUTES = [paper, tables]
