"""What most letters of the funnel have in common: the session in words, its links, and its calendar."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import parseaddr

from coaching.funnel.queries.letters import About, Reader
from coaching.funnel.values import Mode, Part, Session
from coaching.kit import calendars, dates
from coaching.kit.links import address
from coaching.kit.settings import settings
from coaching.kit.tokens import link_token
from coaching.kit.words import _
from coaching.outbox.letters import Row


def sign_up_path(about: About) -> str:
    return f'/sign-ups/{link_token("registration", about.registration_id, about.nonce)}'


def join_path(about: About) -> str:
    return f'/join/{link_token("join", about.registration_id, about.nonce)}'


def person_path(person_id: int) -> str:
    return f'/my/{link_token("person", person_id, b"")}'


def session_facts(session: Session, zone: str) -> dict[str, str]:
    """The session's name, and when it is in the reader's zone, or in its own where theirs is not known."""
    place = zone or session.zone
    return {
        'session': session.title,
        'day': dates.short_day(session.starts_at, place),
        'time': dates.time_of_day(session.starts_at, place),
        'when': spoken_parts(session.parts or (Part(1, session.starts_at, session.ends_at),), place),
    }


def spoken_parts(parts: Iterable[Part], zone: str) -> str:
    """When it is, with the zone's name; several parts one after the other."""
    return '; '.join(dates.when(part.starts_at, part.ends_at, zone) for part in parts)


def where(session: Session) -> str:
    """Where it is, in words that never hold the way in itself: that stays behind the join page."""
    if session.mode is Mode.ONLINE:
        return _('Online. The button opens the room.')
    if session.mode is Mode.HYBRID and session.location:
        return _('%(place)s, or online with the button.', place=session.location)
    return session.location or _('We will tell you the place.')


def rows(further: Iterable[Session], zone: str, person_id: int) -> tuple[Row, ...]:
    """Dates that one tap behind the reader's own link saves."""
    token = link_token('person', person_id, b'')
    return tuple(
        Row(
            f'{session.title}: {dates.when(session.starts_at, session.ends_at, zone or session.zone)}',
            address(f'/my/{token}/next/{session.session_id}'),
        )
        for session in further
    )


def appointment(session: Session, about: About, *, is_cancelled: bool = False) -> calendars.Appointment:
    """The session as it stands in this person's calendar; the entry leads to the join page, which knows where the room is today.

    Both counts only grow, the session's when it moves and the registration's when the spot is let go or taken back; a new
    registration counts on from the last one at the same session. So the newest letter always wins (RFC 5546, 2.1.4).
    """
    return calendars.Appointment(
        uid=f'{session.uid}@cafe-path',
        sequence=session.sequence + about.version - 1,
        changed_at=about.changed_at,
        title=session.title,
        parts=[calendars.Part(part.starts_at, part.ends_at) for part in session.parts]
        or [calendars.Part(session.starts_at, session.ends_at)],
        zone=session.zone,
        url=address(join_path(about)),
        text=session.summary,
        location='' if session.mode is Mode.ONLINE else session.location,
        is_cancelled=is_cancelled,
    )


def enclosed(session: Session, about: About, reader: Reader, *, is_cancelled: bool = False) -> calendars.Attachment:
    name, house = parseaddr(settings().mail_from)
    organizer, attendee = calendars.Mailbox(name, house), calendars.Mailbox(reader.name, reader.email)
    return calendars.attachment(appointment(session, about, is_cancelled=is_cancelled), organizer, attendee)
