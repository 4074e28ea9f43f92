"""Letters about a spot: saved, in line, offered, let go, moved, and the two reminders."""

from __future__ import annotations

import datetime
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from coaching.funnel.letters import facts
from coaching.funnel.queries import letters as queries
from coaching.funnel.queries.sessions import session as read_session
from coaching.funnel.values import RegistrationState, Session, SessionState
from coaching.kit import calendars, dates
from coaching.kit.links import address
from coaching.kit.words import _, speaking
from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise

SEATED = (RegistrationState.REGISTERED, RegistrationState.WALK_IN)


@dataclass(frozen=True, slots=True)
class Matter:
    """What every letter about a spot starts from."""

    reader: queries.Reader
    about: queries.About
    session: Session

    @property
    def zone(self) -> str:
        return self.reader.zone or self.session.zone


async def matter(promise: Promise) -> Matter | None:
    """Everything about the registration of a promise; None where there is nobody or nothing to write about any more."""
    about = await queries.about(promise.subject_id)
    if about is None or promise.person_id is None:
        return None
    reader = await queries.reader(promise.person_id, about.by_person_id)
    session = await read_session(about.session_id, reader.language) if reader else None
    return Matter(reader, about, session) if reader and session else None


def letter(
    kind: str, m: Matter, more: dict[str, str] | None = None, *, links: dict[str, str] | None = None, button: str = '', **others: Any
) -> Letter:
    """A letter to the person of a spot; spoken in their language by whoever calls."""
    return Letter(
        kind=kind, language=m.reader.language, to_name=m.reader.name, to_address=m.reader.email, message_id='',
        facts={**facts.session_facts(m.session, m.reader.zone), **(more or {})}, links=links or {},
        button=address(button) if button else '', **others,
    )  # fmt: skip


def is_on(m: Matter, *states: RegistrationState) -> bool:
    return m.about.state in states and m.session.state is SessionState.OPEN


def _kept(m: Matter) -> dict[str, str]:
    entry = facts.appointment(m.session, m.about)
    return {'sign_up': address(facts.sign_up_path(m.about)), 'google': calendars.google_link(entry)}


async def seat(promise: Promise, now: datetime.datetime) -> Letter | None:
    """A spot that stands: where, when, the calendar and the way to change it."""
    m = await matter(promise)
    if m is None or not is_on(m, *SEATED):
        return None
    with speaking(m.reader.language):
        more = {'where': facts.where(m.session)}
        if promise.kind == 'colleague-signed-up':
            more['colleague'] = m.reader.by_name or promise.facts.get('colleague', '') or _('Somebody you work with')
        calendar = facts.enclosed(m.session, m.about, m.reader)
        return letter(promise.kind, m, more, links=_kept(m), button=facts.join_path(m.about), calendar=calendar)


async def again(promise: Promise, now: datetime.datetime) -> Letter | None:
    """The first letter once more: what it says depends on how the spot stands now."""
    m = await matter(promise)
    if m is None:
        return None
    if m.about.state is RegistrationState.WAITING:
        return await in_line(promise, now)
    if m.about.state is RegistrationState.OFFERED:
        return await offered(promise, now)
    return await seat(promise, now)


async def in_line(promise: Promise, now: datetime.datetime) -> Letter | None:
    """How many are before them."""
    m = await matter(promise)
    if m is None or not is_on(m, RegistrationState.WAITING):
        return None
    with speaking(m.reader.language):
        return letter('place-in-line', m, {'place': str(m.about.place_in_line)}, button=facts.sign_up_path(m.about))


async def offered(promise: Promise, now: datetime.datetime) -> Letter | None:
    """A seat is held, until when."""
    m = await matter(promise)
    if m is None or not is_on(m, RegistrationState.OFFERED):
        return None
    until = m.about.offered_until
    assert until
    with speaking(m.reader.language):
        said = f'{dates.long_day(until, m.zone)}, {dates.time_of_day(until, m.zone)} {dates.zone_words(m.zone, until)}'
        path = facts.sign_up_path(m.about)
        return letter('seat-offered', m, {'until': said}, links={'sign_up': address(path)}, button=path)


async def passed_on(promise: Promise, now: datetime.datetime) -> Letter | None:
    """The offer ran out; other dates, and the way back into line."""
    m = await matter(promise)
    if m is None or m.about.state is not RegistrationState.CANCELLED_BY_PERSON or m.about.is_moved_on:
        return None
    further = await queries.further_dates(m.session.kind, m.reader.language, now=now, except_for=m.session.session_id)
    with speaking(m.reader.language):
        return letter(
            'seat-passed-on', m, rows=facts.rows(further, m.reader.zone, m.about.person_id), button=facts.sign_up_path(m.about)
        )


async def let_go(promise: Promise, now: datetime.datetime) -> Letter | None:
    """A spot was let go: out of the calendar, and the way back."""
    m = await matter(promise)
    if m is None or m.about.state.is_active:
        return None
    return _off_the_calendar('spot-cancelled', m)


async def moved(promise: Promise, now: datetime.datetime) -> Letter | None:
    """A spot stands on another date now: the old one out of the calendar, and the way to the new one."""
    m = await matter(promise)
    return _off_the_calendar('spot-moved', m) if m else None


def _off_the_calendar(kind: str, m: Matter) -> Letter:
    with speaking(m.reader.language):
        calendar = facts.enclosed(m.session, m.about, m.reader, is_cancelled=True)
        return letter(kind, m, button=facts.sign_up_path(m.about), calendar=calendar)


async def reminder(promise: Promise, now: datetime.datetime) -> Letter | None:
    """The day before and the hour before; nothing once the session has begun."""
    m = await matter(promise)
    if m is None or not is_on(m, RegistrationState.REGISTERED) or now >= m.session.starts_at:
        return None
    with speaking(m.reader.language):
        more = {'where': facts.where(m.session)}
        if promise.kind == 'reminder-day':
            more['relative'] = dates.relative_day(m.session.starts_at, m.zone, now)
        links = {'sign_up': address(facts.sign_up_path(m.about))}
        return letter(promise.kind, m, more, links=links, button=facts.join_path(m.about))


Writer = Callable[[Promise, datetime.datetime], Awaitable[Letter | None]]
WRITERS: dict[str, Writer] = {
    'spot-saved': seat,
    'seat-confirmed': seat,
    'colleague-signed-up': seat,
    'signed-up-already': again,
    'place-in-line': in_line,
    'seat-offered': offered,
    'seat-passed-on': passed_on,
    'spot-cancelled': let_go,
    'spot-moved': moved,
    'reminder-day': reminder,
    'reminder-hour': reminder,
}
