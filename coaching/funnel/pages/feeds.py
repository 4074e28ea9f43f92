"""The dates of an offering as a calendar that programs subscribe to."""

from __future__ import annotations

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coaching.funnel.queries.offerings import offerings
from coaching.funnel.queries.sessions import coming
from coaching.funnel.values import Mode, Session, SessionState
from coaching.kit import access, calendars, clock
from coaching.kit.links import address
from coaching.kit.words import language


@get('/offerings/{slug:str}/calendar.ics', opt=access.ANYONE)
async def feed(slug: FromPath[str]) -> Response:
    """Every coming date with its own name in calendars; one that is off says so."""
    found = next((one for one in await offerings(language()) if one.slug == slug), None)
    if found is None:
        raise NotFoundException
    now = clock.now()
    dates = [_entry(session) for session in await coming(language(), now=now, offering_id=found.id, limit=60)]
    return Response(calendars.feed(found.title, dates), media_type='text/calendar')


def _entry(session: Session) -> calendars.Appointment:
    return calendars.Appointment(
        uid=f'{session.uid}@cafe-path',
        sequence=session.sequence,
        changed_at=session.starts_at,
        title=session.title,
        parts=[calendars.Part(part.starts_at, part.ends_at) for part in session.parts],
        zone=session.zone,
        url=address(f'/sessions/{session.session_id}'),
        text=session.summary,
        location='' if session.mode is Mode.ONLINE else session.location,
        is_cancelled=session.state in (SessionState.CANCELLED, SessionState.SKIPPED),
    )


ROUTES = [feed]
