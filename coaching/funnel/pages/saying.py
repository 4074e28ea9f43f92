"""What several pages say of a session: when it is in somebody's zone, what it costs, and how many spots there are."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from litestar import Request

from coaching.funnel.pages import phrases
from coaching.funnel.rules.places import free_seats
from coaching.funnel.rules.sessions import MOST_TOLD
from coaching.funnel.values import Kind, Mode, Offered, Phase, Session
from coaching.kit import dates
from coaching.kit.words import _, later, n_

ZONES = (
    'America/New_York', 'America/Chicago', 'America/Denver', 'America/Phoenix', 'America/Los_Angeles', 'America/Anchorage',
    'Pacific/Honolulu',
)  # fmt: skip
MODES = {Mode.ONLINE: later('online'), Mode.IN_PERSON: later('in person'), Mode.HYBRID: later('online or in person')}


@dataclass(frozen=True, slots=True)
class Card:
    """A session as a card shows it; `label` is the button's, empty where nothing can be done."""

    session: Session
    phase: Phase
    lines: tuple[str, ...]
    note: str
    label: str


def zone_asked(request: Request, otherwise: str) -> str:
    """The zone a visitor chose (`?tz=`), else the session's or the network's."""
    asked = request.query_params.get('tz', '')
    return asked if asked in dates.zone_names() else otherwise


def moment_asked(request: Request) -> datetime.datetime | None:
    """Before when a list of what is over begins (`?before=`, in seconds), as the link to older ones says it."""
    text = request.query_params.get('before', '')
    if not text.isascii() or not text.isdigit() or len(text) > 11:
        return None
    return datetime.datetime.fromtimestamp(min(int(text), 4_000_000_000), datetime.UTC)


def card(session: Session, phase: Phase, zone: str) -> Card:
    """One date in words; how many spots are left is told plainly and without hurry."""
    when = dates.span(session.starts_at, session.ends_at, zone) if len(session.parts) < 2 else several(session, zone)
    lines: tuple[str, ...] = (' · '.join((when, where(session), session.fee or _('free'))),)
    if session.prerequisite:
        lines += (before(session.prerequisite),)
    labels = {Phase.OPEN: _('Save my spot'), Phase.FULL: _('Join waiting list')}
    return Card(session, phase, lines, seats(session, phase), labels.get(phase, ''))


def when(session: Session, zone: str) -> str:
    """The whole day and time, or the days of its parts."""
    return dates.when(session.starts_at, session.ends_at, zone) if len(session.parts) < 2 else several(session, zone)


def several(session: Session, zone: str) -> str:
    first = dates.span(session.parts[0].starts_at, session.parts[0].ends_at, zone)
    days = dates.days([part.starts_at for part in session.parts], zone)
    return _('%(count)s days: %(days)s, %(time)s', count=len(session.parts), days=days, time=first)


def where(session: Session) -> str:
    if session.mode is Mode.ONLINE:
        return _('online')
    if session.mode is Mode.HYBRID:
        return _('online or at %(place)s', place=session.location or _('a place we will tell you'))
    return session.location or _('in person')


def before(kind: Kind) -> str:
    return _('Come to a Taste first') if kind is Kind.TASTE else _('Come to an Intro first')


def seats(session: Session, phase: Phase) -> str:
    """Spots left, or who waits, or why there is none."""
    match phase:
        case Phase.OPEN:
            free = free_seats(session)
            return _('Spots are open') if free is None else n_('%(n)s spot left', '%(n)s spots left', free)
        case Phase.FULL:
            return _('Full.') + ' ' + in_line(session)
        case Phase.SKIPPED:
            return _('No session on this day')
        case Phase.CANCELLED:
            return _('Cancelled')
        case Phase.RUNNING:
            return _('Going on now')
    return _('This session is over')


def in_line(session: Session) -> str:
    """How many wait for a spot: whoever joins them comes next. Somebody whom a spot is held for waits no more."""
    return n_('%(n)s person waiting', '%(n)s people waiting', session.waiting) if session.waiting else _('Nobody waits yet')


def stages(offered: Collection[Offered]) -> list[tuple[str, str]]:
    """The three stages as every visitor reads them, each with what the coordinator has set up for it."""
    words = (
        (Kind.TASTE, _('A Taste of Cafés'), _('Start here.')),
        (Kind.INTRO, _('Intro to Cafés'), _('Ask what you want to know.')),
        (Kind.TRAINING, _('Training'), _('Learn to plan and lead cafés with your team.')),
    )
    return [(name, ' '.join((*_set_up(kind, offered), purpose))) for kind, name, purpose in words]


def _set_up(kind: Kind, offered: Collection[Offered]) -> list[str]:
    """How long, where and how often, in one sentence; none where nothing of this kind is offered, or too much for a sentence."""
    of_kind = [one for one in offered if one.kind is kind]
    told = dict.fromkeys(_facts(one) for one in of_kind)
    return [f'{"; ".join(told)}.'] if told and len(of_kind) <= MOST_TOLD else []


def _facts(one: Offered) -> str:
    often = [phrases.rule(one.recurrence)] if one.recurrence else []
    return ', '.join([phrases.length(one.minutes, one.parts), str(MODES[one.mode]), *often])
