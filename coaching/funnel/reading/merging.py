"""Lines of a report put together to people: who was there, and for how long."""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from coaching.funnel.reading.values import Join, Meeting, ReportRow, Sighting
from coaching.kit.words import fold

LONGEST_MEETING = 24 * 60

Span = tuple[datetime.datetime, datetime.datetime]


def people(meeting: Meeting) -> tuple[ReportRow, ...]:
    """Each person once, in the order of the report: the same e-mail is the same person, else the same folded name."""
    return tuple(_person(seen, meeting) for seen in _by_person(meeting.sightings))


def _by_person(sightings: Sequence[Sighting]) -> Iterable[list[Sighting]]:
    """A line without e-mail belongs to the one person of that name who has one; where two have the name, it stands alone."""
    addresses: dict[str, set[str]] = defaultdict(set)
    for sighting in sightings:
        if sighting.email and sighting.name:
            addresses[fold(sighting.name)].add(sighting.email)
    groups: dict[tuple[str, str], list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        name = fold(sighting.name)
        namesakes = addresses.get(name, set())
        email = sighting.email or (next(iter(namesakes)) if len(namesakes) == 1 else '')
        groups[email, '' if email else name].append(sighting)
    return groups.values()


def _person(seen: Sequence[Sighting], meeting: Meeting) -> ReportRow:
    names = list(dict.fromkeys(sighting.name for sighting in seen if sighting.name))
    email = next((sighting.email for sighting in seen if sighting.email), None)
    name = names[0] if names else ''
    return ReportRow(
        name,
        email,
        minutes=_minutes(seen, meeting.seconds),
        joins=tuple(sorted(((one.joined_at, one.left_at) for one in seen if one.joined_at), key=_when)),
        original_name=next((sighting.original_name for sighting in seen if sighting.original_name), None),
        other_names=tuple(other for other in names[1:] if fold(other) != fold(name)),
        is_host=any(sighting.is_host for sighting in seen) or (email is not None and email == meeting.host_email),
    )


def _when(join: Join) -> Span:
    """Joins in order; one without an end stands by its beginning."""
    joined, left = join
    return joined, left or joined


def _minutes(seen: Sequence[Sighting], length: int | None) -> int:
    """Whole minutes, a begun one counted as the tools do.

    One line is taken as printed. Of several, times on the clock count once however many devices were in the room; where only lengths are
    printed they are added, but to no more than the meeting's own length.
    """
    only = seen[0].seconds if len(seen) == 1 else None
    if only is None:
        spans = [_span(one) for one in seen]
        only = _together(filter(None, spans))
        lengths = [one.seconds or 0 for one, span in zip(seen, spans, strict=True) if span is None]
        if any(lengths):
            only = min(only + sum(lengths), length) if length else only + sum(lengths)
    return min(math.ceil(only / 60), LONGEST_MEETING)


def _span(one: Sighting) -> Span | None:
    """From when to when this line says, where it says so in a way that can be true."""
    if one.whole or one.joined_at is None or one.left_at is None:
        return None
    is_possible = datetime.timedelta() <= one.left_at - one.joined_at <= datetime.timedelta(minutes=LONGEST_MEETING)
    return (one.joined_at, one.left_at) if is_possible else None


def _together(spans: Iterable[Span]) -> int:
    """The seconds that these spans cover, where several cover the same time only once."""
    total = datetime.timedelta()
    reached = None
    for joined, left in sorted(spans):
        start = joined if reached is None or joined > reached else reached
        if left > start:
            total += left - start
            reached = left
    return int(total.total_seconds())
