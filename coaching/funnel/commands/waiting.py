"""The waiting list runs itself: whoever frees a seat offers it to the next in line, in the same transaction."""

from __future__ import annotations

import datetime

from coaching.funnel.commands import writing
from coaching.funnel.commands.locking import Gone, lock_place
from coaching.funnel.queries.places import place as read_place
from coaching.funnel.queries.standing import REGISTRATION, as_registration
from coaching.funnel.rules import places as rules
from coaching.funnel.values import Place, Registration
from coaching.journal.commands import record
from coaching.kit.access import SYSTEM, Actor
from coaching.kit.database import atomic, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused

LINE = "select id, person_id from registration where session_id = $1 and state = 'waiting' order by id limit $2"
OFFER = "update registration set state = 'offered', offered_until = $2, version = version + 1 where id = $1 returning version"
SEAT = "update registration set state = 'registered', offered_until = null, version = version + 1 where id = $1 returning version"
PASS_ON = """
update registration set state = 'cancelled_by_person', cancelled_from = 'offered', cancelled_at = $2, offered_until = null,
       version = version + 1 where id = $1 returning version
"""
RUN_OUT = """
select distinct r.session_id from registration r join session s on s.id = r.session_id
where r.state = 'offered' and r.offered_until <= $1 order by r.session_id
"""
OFFERS_OF = "select id, person_id from registration where session_id = $1 and state = 'offered' and offered_until <= $2 order by id"
MANY = 100_000


async def fill_seats(session_id: int, *, now: datetime.datetime) -> list[int]:
    """Offer every free seat to those in line; the caller's transaction holds the session's row. Who was offered one.

    Where the limit was taken away everybody in line is offered a seat.
    """
    place = await read_place(session_id)
    if place is None or not place.waiting:
        return []
    free = rules.free_seats(place)
    line = await fetch(LINE, session_id, MANY if free is None else free)
    chosen = rules.whom_to_offer(place, line, now=now)
    until = rules.offer_until(place, now=now)
    for row in chosen:
        version = await fetchval(OFFER, row['id'], until)
        await record('offered', by=SYSTEM, subject=('registration', row['id']), now=now, until=until)
        await writing.promise_offer(row['id'], version, row['person_id'], until, now=now)
    return [row['id'] for row in chosen]


async def accept(registration_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Keep the seat that was offered.

    :raises Refused: where the offer ran out or there never was one
    """
    async with atomic():
        registration, place = await hold(registration_id)
        if reason := rules.why_not_accept(registration, place, now=now):
            raise Refused(reason)
        await _seat(registration, place, 'offer_accepted', by=by, now=now)


async def seat_out_of_turn(registration_id: int, *, why: str, by: Actor, now: datetime.datetime) -> None:
    """A trainer gives somebody in line a seat now, past the others, and says why.

    :raises Refused: without a reason, or for somebody who does not wait
    """
    async with atomic():
        registration, place = await hold(registration_id)
        if reason := rules.why_not_seat_out_of_turn(registration.state, place, why, now=now):
            raise Refused(reason)
        await _seat(registration, place, 'promoted', by=by, now=now, why=why.strip())


async def _seat(registration: Registration, place: Place, kind: str, *, by: Actor, now: datetime.datetime, why: str = '') -> None:
    version = await fetchval(SEAT, registration.id)
    await record(kind, by=by, subject=('registration', registration.id), now=now, why=why)
    await writing.promise_seat(registration.id, version, registration.person_id, place, now=now)


async def pass_on_run_out_offers(*, now: datetime.datetime) -> int:
    """The tick: offers that nobody took go to the next in line; how many ran out."""
    passed = 0
    for row in await fetch(RUN_OUT, now):
        async with atomic():
            place = await lock_place(row['session_id'])
            for offer in await fetch(OFFERS_OF, place.session_id, now):
                version = await fetchval(PASS_ON, offer['id'], now)
                await record('offer_ran_out', by=SYSTEM, subject=('registration', offer['id']), now=now)
                await writing.promise_passed_on(offer['id'], version, offer['person_id'], place, now=now)
                passed += 1
            await fill_seats(place.session_id, now=now)
    return passed


async def hold(registration_id: int) -> tuple[Registration, Place]:
    """Lock a registration's session, then read the registration as it is under that lock.

    :raises Refused: where there is none
    """
    row = await fetchrow('select session_id from registration where id = $1', registration_id)
    if row is None:
        raise Refused(Gone.NO_REGISTRATION)
    place = await lock_place(row['session_id'])
    found = await fetchrow(REGISTRATION, registration_id)
    assert found
    return as_registration(found), place
