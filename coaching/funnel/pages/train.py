"""The trainer's first page: today's session, or what comes next and what waits to be finished; and every session."""

from __future__ import annotations

import datetime

from litestar import Request, Response, get

from coaching.funnel.pages import saying
from coaching.funnel.pages.room import show_room
from coaching.funnel.policy import led_offerings
from coaching.funnel.queries import led
from coaching.funnel.rules.sessions import phase
from coaching.funnel.values import Session, SessionState
from coaching.kit import access, clock, dates
from coaching.kit.pages import page
from coaching.kit.words import language

EVERY = access.roles('trainer', 'coordinator')
STILL = datetime.timedelta(hours=3)


@get('/train', opt=EVERY)
async def today(request: Request) -> Response:
    """Straight into today's room where there is one; else what comes next."""
    now, mine = clock.now(), led_offerings(request.user)
    person_id = request.user.person_id or 0
    coming = await led.coming(mine, person_id, language(), now=now - STILL)
    ours = request.user.zone or 'America/Chicago'
    todays = [one for one in coming if one.state is SessionState.OPEN and _is_today(one, now, ours)]
    if todays:
        return await show_room(request, todays[0].session_id, others=todays[1:])
    waiting = await led.unfinished(mine, person_id, language(), now=now)
    ended = [one for one in coming if one.state is SessionState.CLOSED and _is_today(one, now, ours)]
    cards = [saying.card(one, phase(one, now=now), one.zone) for one in coming if one.state is SessionState.OPEN and one.ends_at > now][:4]
    return page(request, 'funnel/train/today.html', cards=cards, ended=ended, was_today=bool(ended), waiting=waiting, now=now)


def _is_today(session: Session, now: datetime.datetime, zone: str) -> bool:
    """A part of it is today by the trainer's own clock, or it is going on."""
    day = dates.local(now, zone).date()
    return session.starts_at <= now < session.ends_at or any(dates.local(part.starts_at, zone).date() == day for part in session.parts)


@get('/train/sessions', opt=EVERY)
async def index(request: Request) -> Response:
    """Everything that is coming, then what is over; older by the page."""
    now, mine = clock.now(), led_offerings(request.user)
    person_id = request.user.person_id or 0
    before = saying.moment_asked(request) or now
    past = await led.past(mine, person_id, language(), before=before)
    coming = await led.coming(mine, person_id, language(), now=now, limit=60) if before == now else []
    cards = [saying.card(one, phase(one, now=now), one.zone) for one in coming]
    older = f'/train/sessions?before={past[-1].ends_at.timestamp():.0f}' if len(past) == 25 else ''
    return page(request, 'funnel/train/index.html', cards=cards, past=past, older=older, now=now)


ROUTES = [today, index]
