"""What pages say of an offering's rule and length, and of how many are told of a change."""

from __future__ import annotations

import datetime

from babel.lists import format_list
from babel.units import format_unit

from coaching.funnel.commands.dating import Done
from coaching.funnel.rules.recurrence import Pattern, to_utc
from coaching.funnel.values import Kind, Offering
from coaching.kit import dates
from coaching.kit.words import _, later, n_, spoken

NTH = {
    1: later('the first'), 2: later('the second'), 3: later('the third'), 4: later('the fourth'), 5: later('the fifth'),
    -1: later('the last'),
}  # fmt: skip
KINDS = {
    Kind.TASTE: later('Taste'),
    Kind.INTRO: later('Intro'),
    Kind.TRAINING: later('Training'),
    Kind.OTHER: later('Something else'),
}
MONDAY = datetime.date(2024, 1, 1)


def weekday(number: int) -> str:
    """Its name; 0 is Monday."""
    return dates.day(MONDAY + datetime.timedelta(days=number), 'EEEE')


def rule(recurrence: str) -> str:
    """How often, as in 'every Friday'."""
    pattern = Pattern.read(recurrence)
    if pattern is None:
        return _('dates are added by hand')
    days = format_list([weekday(number) for number in pattern.weekdays], locale=spoken().locale)
    if pattern.nth is None:
        return _('every %(days)s', days=days) if pattern.interval == 1 else _('every %(n)s weeks: %(days)s', n=pattern.interval, days=days)
    day = _('%(nth)s %(day)s', nth=NTH[pattern.nth], day=days)
    if pattern.interval == 1:
        return _('%(day)s of each month', day=day)
    return _('every %(n)s months: %(day)s', n=pattern.interval, day=day)


def often(offering: Offering) -> str:
    """How often and when, as in 'every Friday, 12:00 pm Central Time'."""
    some_day = to_utc(MONDAY, offering.wall_time, offering.zone)
    clock = f'{dates.time_of_day(some_day, offering.zone)} {dates.zone_words(offering.zone, some_day)}'
    return _('%(rule)s, %(time)s', rule=rule(offering.recurrence), time=clock)


def length(minutes: int, parts: int = 1) -> str:
    """How long, as in '1 hour 30 minutes'; with the number of parts where there are several."""
    hours, rest = divmod(minutes, 60)
    locale = spoken().locale
    units = [format_unit(count, unit, locale=locale) for count, unit in ((hours, 'hour'), (rest, 'minute')) if count]
    said = ' '.join(units)
    return said if parts == 1 else n_('%(n)s part of %(length)s', '%(n)s parts of %(length)s', parts, length=said)


def told(people: int) -> str:
    """Who hears of it."""
    if not people:
        return _('Nobody has to be told.')
    return n_('%(n)s person is told by email.', '%(n)s people are told by email.', people)


def saved(done: Done) -> str:
    """What a change of an offering came to."""
    said = [_('Saved.')]
    if done.dates:
        said.append(n_('%(n)s coming date follows.', '%(n)s coming dates follow.', done.dates))
    if done.people:
        said.append(told(done.people))
    return ' '.join(said)
