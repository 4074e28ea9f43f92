"""The facts that the funnel's rules are asked about: Friday's Taste at noon in Chicago, and people around it."""

from __future__ import annotations

import datetime

from coaching.funnel.rules.attendance import Seen
from coaching.funnel.values import Kind, Mark, Offering, Part, Place, Registration, RegistrationState, SessionState, Source

CHICAGO = 'America/Chicago'
NOW = datetime.datetime(2026, 11, 18, 15, 0, tzinfo=datetime.UTC)
FRIDAY_NOON = datetime.datetime(2026, 11, 20, 18, 0, tzinfo=datetime.UTC)
ONE_O_CLOCK = FRIDAY_NOON + datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)

PARTS = (Part(1, FRIDAY_NOON, ONE_O_CLOCK),)
TWO_PARTS = (*PARTS, Part(2, FRIDAY_NOON + 7 * DAY, ONE_O_CLOCK + 7 * DAY))


def at(text: str) -> datetime.datetime:
    """A moment in UTC, as in '2026-11-20 18:00'."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def a_place(**facts: object) -> Place:
    """This Friday's Taste, with seats for everybody."""
    usual = {
        'session_id': 1, 'offering_id': 1, 'kind': Kind.TASTE, 'state': SessionState.OPEN,
        'starts_at': FRIDAY_NOON, 'ends_at': ONE_O_CLOCK, 'zone': CHICAGO,
    }  # fmt: skip
    return Place(**(usual | facts))


def a_registration(state: RegistrationState = RegistrationState.REGISTERED, **facts: object) -> Registration:
    """Ana's, at this Friday's Taste."""
    usual = {'id': 1, 'session_id': 1, 'person_id': 1, 'state': state, 'source': Source.SELF, 'registered_at': NOW}
    return Registration(**(usual | facts))


def seen(*marks: Mark | None, state: RegistrationState = RegistrationState.REGISTERED, **facts: object) -> Seen:
    """What the trainer saw of one person at Friday's Taste; the marks part by part."""
    found = {number: mark for number, mark in enumerate(marks, start=1) if mark}
    usual = {
        'state': state, 'marks': found, 'session': SessionState.OPEN, 'starts_at': FRIDAY_NOON, 'ends_at': ONE_O_CLOCK,
        'parts': max(1, len(marks)),
    }  # fmt: skip
    return Seen(**(usual | facts))


def an_offering(**facts: object) -> Offering:
    """The weekly Taste: Fridays at noon in Chicago, one hour."""
    usual = {
        'id': 1, 'slug': 'taste', 'kind': Kind.TASTE, 'title': 'A Taste of Cafés', 'recurrence': 'FREQ=WEEKLY;BYDAY=FR',
        'starts_on': None, 'wall_time': datetime.time(12), 'zone': CHICAGO, 'minutes': 60,
    }  # fmt: skip
    return Offering(**(usual | facts))
