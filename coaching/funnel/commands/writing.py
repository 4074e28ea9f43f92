"""What is promised to be written when a spot is saved, opens, or is let go; the words are written when the letter is sent."""

from __future__ import annotations

import datetime

from coaching.funnel.commands.reminding import first_reminders, remind, withdraw
from coaching.funnel.rules.places import NoPlace
from coaching.funnel.rules.reminders import answer
from coaching.funnel.values import Place, Registration, RegistrationState, Source
from coaching.kit.database import fetchrow
from coaching.outbox.commands import promise, promise_new
from coaching.outbox.values import Wanted

ALREADY = frozenset({NoPlace.ALREADY_SAVED, NoPlace.ALREADY_OFFERED, NoPlace.ALREADY_IN_LINE})
NOT_YET = frozenset({NoPlace.NOT_YET_TASTED, NoPlace.NOT_YET_INTRODUCED, NoPlace.NOT_YET_TRAINED})
ANSWERS = ('spot-saved', 'colleague-signed-up', 'place-in-line', 'seat-offered', 'seat-confirmed', 'signed-up-already')
QUIET = datetime.timedelta(minutes=5)
LAST_ANSWER = """
select made_at, sent_at from promise where subject_kind = 'registration' and subject_id = $1 and kind = any($2)
and cancelled_at is null and failed_at is null order by id desc limit 1
"""


async def _promise(kind: str, registration_id: int, person_id: int, place: Place, *, key: str, now: datetime.datetime) -> None:
    await promise(
        kind, person_id=person_id, subject_kind='registration', subject_id=registration_id, key=key,
        due_at=now, useful_until=place.ends_at, now=now,
    )  # fmt: skip


async def promise_first(
    registration_id: int,
    person_id: int,
    place: Place,
    state: RegistrationState,
    source: Source,
    *,
    zone: str,
    now: datetime.datetime,
) -> None:
    """The letter that answers a new sign-up, and the reminders of a seat; `zone` is the person's own, '' where it is not known."""
    kind = answer(state, source)
    first = Wanted(str(kind), f'{kind}:{registration_id}', now, person_id, place.ends_at)
    more = first_reminders(registration_id, person_id, place, state, zone, now=now)
    await promise_new(('registration', registration_id), [first, *more], now=now)


async def promise_once_more(registration: Registration, place: Place, *, now: datetime.datetime) -> None:
    """The same for a seat that was let go and is taken back: its reminders come back with it."""
    kind = answer(RegistrationState.REGISTERED, registration.source)
    key = f'{kind}:{registration.id}:{now:%Y%m%d%H%M%S}'
    await _promise(kind, registration.id, registration.person_id, place, key=key, now=now)
    await remind(registration.id, now=now)


async def promise_again(registration_id: int, person_id: int, place: Place, *, now: datetime.datetime) -> None:
    """Repeat the first letter for somebody who signs up a second time; not while the first is still to go, or has just gone."""
    last = await fetchrow(LAST_ANSWER, registration_id, list(ANSWERS))
    if last and (last['sent_at'] is None or now - last['sent_at'] < QUIET):
        return
    key = f'signed-up-already:{registration_id}:{now:%Y%m%d%H}'
    await _promise('signed-up-already', registration_id, person_id, place, key=key, now=now)


async def promise_not_yet(person_id: int, place: Place, *, now: datetime.datetime) -> None:
    """Say kindly what comes first, and when the next one is; once a day for the same session."""
    assert place.prerequisite
    await promise(
        'not-yet', person_id=person_id, subject_kind='session', subject_id=place.session_id,
        key=f'not-yet:{place.session_id}:{person_id}:{now:%Y%m%d}', due_at=now, useful_until=place.starts_at,
        facts={'needed': str(place.prerequisite)}, now=now,
    )  # fmt: skip


async def promise_offer(registration_id: int, version: int, person_id: int, until: datetime.datetime, *, now: datetime.datetime) -> None:
    """A seat is held until then. `version` is the registration's since the offer, so that each offer has its letter."""
    await promise(
        'seat-offered', person_id=person_id, subject_kind='registration', subject_id=registration_id,
        key=f'seat-offered:{registration_id}:{version}', due_at=now, useful_until=until, now=now,
    )  # fmt: skip


async def promise_seat(registration_id: int, version: int, person_id: int, place: Place, *, now: datetime.datetime) -> None:
    """The seat is taken now: the letter with the calendar, and the reminders."""
    await _promise('seat-confirmed', registration_id, person_id, place, key=f'seat-confirmed:{registration_id}:{version}', now=now)
    await remind(registration_id, now=now)


async def promise_in_line(registration_id: int, version: int, person_id: int, place: Place, *, now: datetime.datetime) -> None:
    """Somebody is in line again whose spot was let go by mistake."""
    await _promise('place-in-line', registration_id, person_id, place, key=f'place-in-line:{registration_id}:{version}', now=now)


async def promise_passed_on(registration_id: int, version: int, person_id: int, place: Place, *, now: datetime.datetime) -> None:
    """The offer ran out; these are the next dates."""
    await _promise('seat-passed-on', registration_id, person_id, place, key=f'seat-passed-on:{registration_id}:{version}', now=now)


async def promise_let_go(registration: Registration, place: Place, *, now: datetime.datetime) -> None:
    """A spot was let go; the letter takes it out of the calendar and holds the way back."""
    key = f'spot-cancelled:{registration.id}:{registration.version}'
    await _promise('spot-cancelled', registration.id, registration.person_id, place, key=key, now=now)


async def promise_moved(registration: Registration, place: Place, *, now: datetime.datetime) -> None:
    """A seat moved to another date; a letter of its own takes the old one out of the calendar."""
    await _promise('spot-moved', registration.id, registration.person_id, place, key=f'spot-moved:{registration.id}', now=now)


__all__ = ['ALREADY', 'NOT_YET', 'withdraw']
