"""Letters about a date: it moved, it is off, something comes first, and a trainer's own words."""

from __future__ import annotations

import datetime

from coaching.funnel.letters import facts
from coaching.funnel.letters.spots import Writer, letter, matter
from coaching.funnel.queries import letters as queries
from coaching.funnel.queries.notes import note as read_note
from coaching.funnel.queries.sessions import session as read_session
from coaching.funnel.values import Kind, SessionState
from coaching.kit import dates
from coaching.kit.words import _, speaking
from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise

OFF = (SessionState.CANCELLED, SessionState.SKIPPED)


async def moved(promise: Promise, now: datetime.datetime) -> Letter | None:
    """The old time and the new one, and the calendar that moves with it."""
    m = await matter(promise)
    if m is None or not m.about.state.is_active or m.session.state is not SessionState.OPEN:
        return None
    before = facts.moment(promise.facts['before'])
    with speaking(m.reader.language):
        length = m.session.ends_at - m.session.starts_at
        more = {'old_when': dates.when(before, before + length, m.zone), 'where': facts.where(m.session)}
        calendar = facts.enclosed(m.session, m.about, m.reader)
        return letter(
            'session-moved', m, more, words=promise.facts.get('words', ''), button=facts.sign_up_path(m.about), calendar=calendar
        )


async def called_off(promise: Promise, now: datetime.datetime) -> Letter | None:
    """It is off; other dates, and out of the calendar."""
    m = await matter(promise)
    if m is None or m.session.state not in OFF:
        return None
    further = await queries.further_dates(m.session.kind, m.reader.language, now=now, except_for=m.session.session_id)
    with speaking(m.reader.language):
        calendar = facts.enclosed(m.session, m.about, m.reader, is_cancelled=True)
        rows = facts.rows(further, m.reader.zone, m.about.person_id)
        return letter('session-cancelled', m, words=promise.facts.get('words', ''), rows=rows, calendar=calendar)


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


WRITERS: dict[str, Writer] = {'session-moved': moved, 'session-cancelled': called_off, 'not-yet': not_yet, 'trainer-note': note}
