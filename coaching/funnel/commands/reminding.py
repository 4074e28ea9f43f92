"""Reminders follow from seats: whatever changes a seat or its time makes the promises equal to the rule again."""

from __future__ import annotations

import datetime

from coaching.funnel.rules.reminders import Seat, reminders
from coaching.funnel.values import Place, RegistrationState, SessionState
from coaching.kit.database import fetch
from coaching.outbox.commands import cancel_about, reconcile_many
from coaching.outbox.values import Wanted

KINDS = ('reminder-day', 'reminder-hour')
SEATS = """
select r.id, r.person_id, r.state, s.state as session, s.starts_at, s.zone, p.zone as their_zone
from registration r join session s on s.id = r.session_id join person p on p.id = r.person_id where {whom} order by r.id
"""


def first_reminders(
    registration_id: int, person_id: int, place: Place, state: RegistrationState, their_zone: str, *, now: datetime.datetime
) -> list[Wanted]:
    """The reminders of a registration that is made now, of which nothing is promised yet."""
    seat = Seat(
        registration_id=registration_id, state=state, session=place.state, starts_at=place.starts_at, zone=place.zone, known_since=now,
        their_zone=their_zone,
    )  # fmt: skip
    return _promised(seat, person_id, now=now)


def _promised(seat: Seat, person_id: int, *, now: datetime.datetime) -> list[Wanted]:
    return [Wanted(str(one.kind), one.key, one.due_at, person_id, one.useful_until) for one in reminders(seat, now=now)]


async def remind(registration_id: int, *, now: datetime.datetime) -> None:
    """Promise the reminders of a seat that was given now."""
    await reconcile_many('registration', await _wanted('r.id = $1', registration_id, now=now), kinds=KINDS, now=now)


async def remind_anew(session_id: int, *, now: datetime.datetime) -> None:
    """Make everybody's reminders at one session equal to the rule, after its time has changed or it has been called off."""
    await reconcile_many('registration', await _wanted('r.session_id = $1', session_id, now=now), kinds=KINDS, now=now)


async def withdraw(registration_id: int, *, now: datetime.datetime) -> None:
    """Whoever has no spot any more is reminded of nothing, and not told of a seat that is gone."""
    await cancel_about('registration', registration_id, kinds=(*KINDS, 'seat-offered', 'place-in-line'), now=now)


async def _wanted(whom: str, given: int, *, now: datetime.datetime) -> dict[int, list[Wanted]]:
    found = {}
    for row in await fetch(SEATS.format(whom=whom), given):
        seat = Seat(
            registration_id=row['id'],
            state=RegistrationState(row['state']),
            session=SessionState(row['session']),
            starts_at=row['starts_at'],
            zone=row['zone'],
            known_since=now,
            their_zone=row['their_zone'],
        )
        found[row['id']] = _promised(seat, row['person_id'], now=now)
    return found
