"""Letters after a session: thank you and the next stage, we missed you, a correction, and a trainer's invitation."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.funnel.letters import facts
from coaching.funnel.letters.spots import Matter, Writer, matter
from coaching.funnel.queries import letters as queries
from coaching.funnel.queries.sessions import session as read_session
from coaching.funnel.queries.spots import spots_of
from coaching.funnel.values import Kind, Outcome
from coaching.kit import dates
from coaching.kit.links import address
from coaching.kit.tokens import link_token
from coaching.kit.words import _, speaking
from coaching.outbox.letters import Letter, Row
from coaching.outbox.values import Promise

NEXT = {Kind.TASTE: Kind.INTRO, Kind.INTRO: Kind.TRAINING}


def _named(m: Matter) -> dict[str, str]:
    said = facts.session_facts(m.session, m.reader.zone)
    return {'session': said['session'], 'day': said['day']}


def _letter(kind: str, m: Matter, more: dict[str, str] | None = None, **others: Any) -> Letter:
    return Letter(
        kind=kind, language=m.reader.language, to_name=m.reader.name, to_address=m.reader.email, message_id='',
        facts={**_named(m), **(more or {})}, **others,
    )  # fmt: skip


async def thank_you(promise: Promise, now: datetime.datetime) -> Letter | None:
    """They came: the next stage's dates, one tap each, and two questions."""
    m = await matter(promise)
    if m is None:
        return None
    onwards = NEXT.get(m.session.kind)
    further = await queries.further_dates(onwards, m.reader.language, now=now) if onwards else []
    with speaking(m.reader.language):
        pulse = address(f'/sign-ups/{link_token("registration", m.about.registration_id, m.about.nonce)}/pulse')
        if onwards is None:
            return _letter(promise.kind, m, button=pulse)
        return _letter(promise.kind, m, links={'pulse': pulse}, rows=facts.rows(further, m.reader.zone, m.about.person_id))


async def missed(promise: Promise, now: datetime.datetime) -> Letter | None:
    """They did not come: the next dates, and no scolding."""
    m = await matter(promise)
    if m is None:
        return None
    further = await queries.further_dates(m.session.kind, m.reader.language, now=now, except_for=m.session.session_id)
    with speaking(m.reader.language):
        links = {'sign_up': address(facts.sign_up_path(m.about))}
        return _letter('missed', m, links=links, rows=facts.rows(further, m.reader.zone, m.about.person_id))


async def correction(promise: Promise, now: datetime.datetime) -> Letter | None:
    """We said what was not true; this is what our list says now."""
    m = await matter(promise)
    if m is None:
        return None
    came = promise.facts.get('outcome') == Outcome.CAME
    onwards = NEXT.get(m.session.kind) if came else m.session.kind
    further = await queries.further_dates(onwards, m.reader.language, now=now) if onwards else []
    with speaking(m.reader.language):
        said = _('You came') if came else _('You were not there')
        links = {'sign_up': address(facts.sign_up_path(m.about))}
        return _letter('correction', m, {'mark': said}, links=links, rows=facts.rows(further, m.reader.zone, m.about.person_id))


async def invitation(promise: Promise, now: datetime.datetime) -> Letter | None:
    """A trainer invites somebody who is ready to the next stage."""
    reader = await queries.reader(promise.person_id, promise.facts.get('by')) if promise.person_id else None
    if reader is None or promise.person_id is None:
        return None
    kind = Kind(promise.facts['kind'])
    further = await queries.further_dates(kind, reader.language, now=now)
    if not further:
        return None
    session = await read_session(further[0].session_id, reader.language)
    assert session
    with speaking(reader.language):
        return Letter(
            kind='invite-next', language=reader.language, to_name=reader.name, to_address=reader.email, message_id='',
            facts={'session': session.title, 'trainer': reader.by_name or _('Your trainer')},
            rows=facts.rows(further, reader.zone, promise.person_id),
        )  # fmt: skip


async def links(promise: Promise, now: datetime.datetime) -> Letter | None:
    """One's own links again, one for each date."""
    reader = await queries.reader(promise.person_id) if promise.person_id else None
    if reader is None:
        return None
    with speaking(reader.language):
        rows = []
        for spot in await spots_of(promise.person_id, now=now):
            session = await read_session(spot.registration.session_id, reader.language)
            assert session
            token = link_token('registration', spot.registration.id, spot.nonce)
            when = dates.when(session.starts_at, session.ends_at, reader.zone or session.zone)
            rows.append(Row(f'{session.title}: {when}', address(f'/sign-ups/{token}')))
        if not rows:
            return None
        return Letter(
            kind='my-links', language=reader.language, to_name=reader.name, to_address=reader.email, message_id='', rows=tuple(rows)
        )


WRITERS: dict[str, Writer] = {
    'my-links': links,
    'thank-you-taste': thank_you,
    'thank-you-intro': thank_you,
    'thank-you-training': thank_you,
    'missed': missed,
    'correction': correction,
    'invite-next': invitation,
}
