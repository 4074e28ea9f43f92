"""Letters about a date: it moved, it is off, something comes first, and a trainer's own words."""

from __future__ import annotations

import dataclasses
import datetime

from coaching.funnel.letters import facts
from coaching.funnel.letters.spots import SEATED, Writer, letter, matter
from coaching.funnel.queries import letters as queries
from coaching.funnel.queries.notes import note as read_note
from coaching.funnel.queries.sessions import session as read_session
from coaching.funnel.queries.telling import as_known
from coaching.funnel.rules.sessions import OFF
from coaching.funnel.values import Kind, Mode, Session, SessionState
from coaching.kit.words import _, speaking
from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise


async def changed(promise: Promise, now: datetime.datetime) -> Letter | None:
    """The date is on, and something of it is new: its time (with the old one), its place, or that it is on at all.

    Only who has a seat has the date in a calendar.
    """
    m = await matter(promise)
    if m is None or not m.about.state.is_active or m.session.state is not SessionState.OPEN:
        return None
    with speaking(m.reader.language):
        more = {'where': place(m.session)}
        if promise.kind == 'session-moved':
            more['old_when'] = facts.spoken_parts(as_known(promise.facts['known']).parts, m.zone)
        calendar = facts.enclosed(m.session, m.about, m.reader) if m.about.state in SEATED else None
        return letter(promise.kind, m, more, words=promise.facts.get('words', ''), button=facts.sign_up_path(m.about), calendar=calendar)


def place(session: Session) -> str:
    """Where it is, in a letter whose button is not the way in."""
    if session.mode is Mode.ONLINE:
        return _('Online')
    if session.mode is Mode.HYBRID and session.location:
        return _('%(place)s, or online', place=session.location)
    return session.location or _('We will tell you the place.')


async def called_off(promise: Promise, now: datetime.datetime) -> Letter | None:
    """It is off; other dates, and out of the calendar. When it would have been is told as this person knew it."""
    m = await matter(promise)
    if m is None or not m.about.state.is_active or m.session.state not in OFF:
        return None
    further = await queries.further_dates(m.session.kind, m.reader.language, now=now, except_for=m.session.session_id)
    known = as_known(promise.facts['known']).parts
    then = dataclasses.replace(m.session, starts_at=known[0].starts_at, ends_at=known[-1].ends_at, parts=known)
    with speaking(m.reader.language):
        calendar = facts.enclosed(m.session, m.about, m.reader, is_cancelled=True) if m.about.state in SEATED else None
        rows = facts.rows(further, m.reader.zone, m.about.person_id)
        as_known_before = dataclasses.replace(m, session=then)
        return letter('session-cancelled', as_known_before, words=promise.facts.get('words', ''), rows=rows, calendar=calendar)


async def not_yet(promise: Promise, now: datetime.datetime) -> Letter | None:
    """Something comes first; these are its dates."""
    reader = await queries.reader(promise.person_id) if promise.person_id else None
    session = await read_session(promise.subject_id, reader.language) if reader else None
    if reader is None or session is None or promise.person_id is None:
        return None
    needed = promise.facts['needed']
    further = await queries.further_dates(needed, reader.language, now=now)
    with speaking(reader.language):
        first = {Kind.TASTE: _('a Taste'), Kind.INTRO: _('the Intro')}[Kind(needed)]
        return Letter(
            kind='not-yet', language=reader.language, to_name=reader.name, to_address=reader.email, message_id='',
            facts={**facts.session_facts(session, reader.zone), 'needed': first},
            rows=facts.rows(further, reader.zone, promise.person_id),
        )  # fmt: skip


async def note(promise: Promise, now: datetime.datetime) -> Letter | None:
    """A trainer's own letter; an answer to it reaches the trainer."""
    m = await matter(promise)
    written = await read_note(promise.facts['letter_id']) if m else None
    if m is None or written is None:
        return None
    with speaking(m.reader.language):
        return letter(
            'trainer-note', m, {'subject': written.subject, 'trainer': written.trainer}, words=written.body,
            button=facts.sign_up_path(m.about), sender=written.trainer, reply_to=written.reply_to,
        )  # fmt: skip


WRITERS: dict[str, Writer] = {
    'session-moved': changed,
    'session-changed': changed,
    'session-back': changed,
    'session-cancelled': called_off,
    'not-yet': not_yet,
    'trainer-note': note,
}
