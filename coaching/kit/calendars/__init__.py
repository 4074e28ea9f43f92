"""Dates for people's own calendars: one date as a file or in a letter, a feed of many, a link for Google's.

A date keeps its UID for ever and counts its changes in SEQUENCE, so that a move moves the entry and a cancellation takes it away.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from icalendar import Calendar, Event, vCalAddress, vText

from coaching.kit.calendars.zones import clock_changes
from coaching.kit.dates import zone

PRODUCT = '-//Cafe Path//EN'
UNIVERSAL = frozenset({'UTC', 'Etc/UTC', 'Etc/UCT', 'UCT', 'Zulu', 'Etc/Zulu', 'Universal', 'Etc/Universal'})
GOOGLE = 'https://calendar.google.com/calendar/render'


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a date, aware and in UTC; most dates have one."""

    starts_at: datetime.datetime
    ends_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address."""

    name: str
    address: str

    def as_property(self) -> vCalAddress:
        """As calendars write it."""
        found = vCalAddress(f'mailto:{self.address}')
        found.params['cn'] = vText(_line(self.name) or self.address)
        return found


@dataclass(frozen=True, slots=True)
class Appointment:
    """One date as it shall stand in somebody's calendar.

    `uid` and `sequence` are the session's; `changed_at` is when it was last changed (UTC); `url` is the page that leads in, and
    stands as the location too where `location` is empty, because telephones show that one.
    """

    uid: str
    sequence: int
    changed_at: datetime.datetime
    title: str
    parts: Sequence[Part]
    zone: str
    url: str
    text: str = ''
    location: str = ''
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A calendar that travels in a letter, and what it asks the reader's calendar to do."""

    text: bytes
    method: str


def attachment(appointment: Appointment, organizer: Mailbox, attendee: Mailbox) -> Attachment:
    """A date for one person's letter: REQUEST or CANCEL.

    A date of several parts has a UID for each, and RFC 5546 allows several UIDs in a PUBLISH only; there a cancelled part says so
    by its STATUS.
    """
    method = 'PUBLISH' if len(appointment.parts) > 1 else 'CANCEL' if appointment.is_cancelled else 'REQUEST'
    calendar = _calendar(method)
    for event in _events(appointment):
        event.add('organizer', organizer.as_property())
        if method != 'PUBLISH':
            event.add('attendee', _invited(attendee))
        calendar.add_component(event)
    return Attachment(_written(calendar, [appointment]), method)


def one_file(appointment: Appointment) -> bytes:
    """A date as a file that somebody opens by hand."""
    return feed('', [appointment])


def feed(name: str, appointments: Iterable[Appointment]) -> bytes:
    """Dates that a calendar program subscribes to and asks for again every few hours."""
    calendar = _calendar('PUBLISH')
    if name:
        calendar.add('name', _line(name))
        calendar.add('x-wr-calname', _line(name))
        calendar.add('refresh-interval', datetime.timedelta(hours=6), parameters={'VALUE': 'DURATION'})
        calendar.add('x-published-ttl', 'PT6H')
    dates = list(appointments)
    for appointment in dates:
        for event in _events(appointment):
            calendar.add_component(event)
    return _written(calendar, dates)


def google_link(appointment: Appointment, part: int = 0) -> str:
    """A link that opens Google's calendar with this date filled in."""
    stretch = appointment.parts[part]
    asked = {
        'action': 'TEMPLATE',
        'text': _line(appointment.title),
        'dates': f'{_stamp(stretch.starts_at)}/{_stamp(stretch.ends_at)}',
        'ctz': appointment.zone,
        'details': _described(appointment),
        'location': _line(appointment.location) or appointment.url,
    }
    return f'{GOOGLE}?{urlencode(asked)}'


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add('prodid', PRODUCT)
    calendar.add('version', '2.0')
    calendar.add('calscale', 'GREGORIAN')
    calendar.add('method', method)
    return calendar


def _events(appointment: Appointment) -> list[Event]:
    return [_event(appointment, number, part) for number, part in enumerate(appointment.parts, start=1)]


def _event(appointment: Appointment, number: int, part: Part) -> Event:
    place, count = zone(appointment.zone), len(appointment.parts)
    event = Event()
    event.add('uid', _uid(appointment.uid, number))
    event.add('sequence', appointment.sequence)
    event.add('dtstamp', appointment.changed_at.astimezone(datetime.UTC))
    event.add('last-modified', appointment.changed_at.astimezone(datetime.UTC))
    event.add('dtstart', part.starts_at.astimezone(place))
    event.add('dtend', part.ends_at.astimezone(place))
    event.add('summary', _line(appointment.title) + (f' ({number}/{count})' if count > 1 else ''))
    event.add('location', _line(appointment.location) or appointment.url)
    event.add('url', appointment.url)
    event.add('description', _described(appointment))
    event.add('status', 'CANCELLED' if appointment.is_cancelled else 'CONFIRMED')
    event.add('transp', 'TRANSPARENT' if appointment.is_cancelled else 'OPAQUE')
    return event


def _described(appointment: Appointment) -> str:
    return '\n\n'.join(text for text in (_lines(appointment.text), appointment.url) if text)


def _uid(uid: str, number: int) -> str:
    """The first part keeps the session's own UID; a further one carries its number before the @."""
    name, at, host = uid.partition('@')
    return uid if number == 1 else f'{name}-part-{number}{at}{host}'


def _invited(attendee: Mailbox) -> vCalAddress:
    """Whoever saved a spot has said yes already, and is not asked again."""
    found = attendee.as_property()
    for name, value in (('role', 'REQ-PARTICIPANT'), ('partstat', 'ACCEPTED'), ('rsvp', 'FALSE')):
        found.params[name] = vText(value)
    return found


def _written(calendar: Calendar, appointments: Sequence[Appointment]) -> bytes:
    """The file, with the clock changes of the years that its dates touch."""
    years: dict[str, set[int]] = {}
    for appointment in appointments:
        for part in appointment.parts:
            years.setdefault(appointment.zone, set()).update((part.starts_at.year, part.ends_at.year))
    zones = [clock_changes(name, min(of), max(of)) for name, of in sorted(years.items()) if zone(name).key not in UNIVERSAL]
    calendar.subcomponents[:0] = zones
    return calendar.to_ical()


def _line(text: str) -> str:
    return ' '.join(''.join(letter if letter.isprintable() else ' ' for letter in text).split())


def _lines(text: str) -> str:
    return '\n'.join(_line(line) for line in text.splitlines())


def _stamp(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime('%Y%m%dT%H%M%SZ')
