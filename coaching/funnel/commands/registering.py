"""Saving a spot: the one way by which a registration comes to be."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from coaching.funnel.commands import writing
from coaching.funnel.commands.locking import Gone, lock_place
from coaching.funnel.queries.standing import place_in_line, standing
from coaching.funnel.rules.places import seat_for, why_not_register
from coaching.funnel.values import Place, RegistrationState, Source
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetchval
from coaching.kit.refusal import Reason, Refused
from coaching.kit.tokens import random_nonce
from coaching.people.commands import find_or_add, hold_standing

PERSON_SOURCE = {Source.SELF: 'self', Source.COLLEAGUE: 'colleague', Source.PASTE: 'paste', Source.NEXT: 'self', Source.MOVED: 'self'}
PUBLIC_DOOR = (Source.SELF, Source.COLLEAGUE)
INSERT = """
insert into registration (session_id, person_id, state, source, registered_at, by_person_id, group_words, nonce, waived_at,
                          version)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9,
        (select coalesce(max(version), 0) + 1 from registration where session_id = $1 and person_id = $2)) returning id
"""


@dataclass(frozen=True, slots=True)
class Registered:
    """What a sign-up came to; `why_not` where it came to no new registration, `registration_id` then is one that stood before."""

    person_id: int
    registration_id: int | None
    state: RegistrationState | None
    place_in_line: int | None = None
    why_not: Reason | None = None


async def sign_up(
    session_id: int,
    *,
    name: str,
    email: str,
    language: str,
    group: str = '',
    source: Source = Source.SELF,
    by: Actor,
    now: datetime.datetime,
) -> Registered:
    """The public's way: whoever asks gets the same answer, and the letter says what came of it.

    :raises Refused: only for what everybody may know: the date is over, or off, or many spots there go to this address
    """
    async with atomic():
        person_source = PERSON_SOURCE[source]
        person_id, _ = await find_or_add(name=name, email=email, language=language, source=person_source, by=by, now=now)
        place = await lock_place(session_id)
        done = await _register(place, person_id, group=group, source=source, by=by, now=now)
        if done.why_not in writing.ALREADY:
            await writing.promise_again(done.registration_id or 0, person_id, place, now=now)
        elif done.why_not in writing.NOT_YET:
            await writing.promise_not_yet(person_id, place, now=now)
        elif done.why_not:
            raise Refused(done.why_not)
        return done


async def register(
    session_id: int, person_id: int, *, group: str = '', source: Source, waived_why: str = '', by: Actor, now: datetime.datetime
) -> Registered:
    """Register a person that is known: by the trainer, or through a link of one's own, where the reason may be said at once.

    :raises Refused: with the reason of `rules.places`, or where the person was erased in this moment
    """
    async with atomic():
        stands_for = await hold_standing(person_id)
        if stands_for is None:
            raise Refused(Gone.NO_REGISTRATION)
        place = await lock_place(session_id)
        done = await _register(place, stands_for, group=group, source=source, waived_why=waived_why, by=by, now=now)
        if done.why_not:
            raise Refused(done.why_not)
        return done


async def _register(
    place: Place, person_id: int, *, group: str, source: Source, waived_why: str = '', by: Actor, now: datetime.datetime
) -> Registered:
    """Under the session's lock: ask the rules, write the row, its entry and its letters."""
    found = await standing(person_id, place.session_id)
    waived = bool(waived_why.strip())
    at_address = found.at_address if source in PUBLIC_DOOR else 0
    if reason := why_not_register(place, done=found.done, already=found.state, waived=waived, at_address=at_address, now=now):
        return Registered(person_id, found.registration_id, found.state, why_not=reason)
    state = seat_for(place)
    new = await fetchval(
        INSERT, place.session_id, person_id, state, source, now, by.person_id, group, random_nonce(), now if waived else None
    )
    kind = 'registered' if state is RegistrationState.REGISTERED else 'put_in_line'
    facts: dict[str, Any] = {'session_id': place.session_id, 'person_id': person_id, 'source': str(source)}
    await record(kind, by=by, subject=('registration', new), now=now, **facts)
    if waived:
        await record('waived', by=by, subject=('registration', new), now=now, why=waived_why.strip())
    line = await place_in_line(place.session_id, new) if state is RegistrationState.WAITING else None
    await writing.promise_first(new, person_id, place, state, source, zone=found.zone, now=now)
    return Registered(person_id, new, state, line)

