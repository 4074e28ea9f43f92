"""What a person does with a spot: let it go, take it back, move it to another date, say what would help."""

from __future__ import annotations

import datetime

from coaching.funnel.commands import writing
from coaching.funnel.commands.answering import carry_answers
from coaching.funnel.commands.locking import lock_places
from coaching.funnel.commands.registering import Registered
from coaching.funnel.commands.waiting import fill_seats, hold
from coaching.funnel.queries.standing import place_in_line, standing
from coaching.funnel.rules import places as rules
from coaching.funnel.values import Place, Registration, RegistrationState, Source
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.tokens import random_nonce

CANCEL = """
update registration set state = $2, cancelled_from = state, cancelled_at = $3, offered_until = null, version = version + 1 where id = $1
"""
RESTORE = """
update registration set state = $2, cancelled_from = '', cancelled_at = null, version = version + 1 where id = $1
"""
MOVED = 'update registration set moved_to_id = $2, access_needs = null, intro_question = null where id = $1'
AGAIN = """
insert into registration (session_id, person_id, state, source, registered_at, by_person_id, group_words, organisation_id,
                          group_answer_id, nonce, access_needs, intro_question, fee_mark, waived_at, version)
select $2, person_id, $3, $4, $5, $6, group_words, organisation_id, group_answer_id, $7, access_needs, intro_question, fee_mark, waived_at,
       (select coalesce(max(version), 0) + 1 from registration where session_id = $2 and person_id = r.person_id)
from registration r where id = $1 returning id
"""


async def cancel(registration_id: int, *, by_us: bool = False, tell: bool = True, by: Actor, now: datetime.datetime, why: str = '') -> None:
    """Let a spot go; the next in line is offered it at once.

    :raises Refused: where it was let go before, or the session is over
    """
    async with atomic():
        registration, place = await hold(registration_id)
        if reason := rules.why_not_cancel(registration, place, now=now):
            raise Refused(reason)
        await _let_go(registration, by_us=by_us, by=by, now=now, why=why)
        if tell:
            await writing.promise_let_go(registration, place, now=now)
        await fill_seats(place.session_id, now=now)


async def _let_go(registration: Registration, *, by_us: bool, by: Actor, now: datetime.datetime, why: str = '') -> None:
    state = RegistrationState.CANCELLED_BY_US if by_us else RegistrationState.CANCELLED_BY_PERSON
    await execute(CANCEL, registration.id, state, now)
    await record('cancelled', by=by, subject=('registration', registration.id), now=now, session_id=registration.session_id, why=why)
    await writing.withdraw(registration.id, now=now)


async def undo_cancellation(registration_id: int, *, by: Actor, now: datetime.datetime) -> RegistrationState:
    """Take a spot back: the seat where one is free, else a place at the end of the line.

    :raises Refused: where it still stands, was ended by us, or the session has begun
    """
    async with atomic():
        registration, place = await hold(registration_id)
        already = await standing(registration.person_id, place.session_id)
        if reason := rules.why_not_restore(registration, place, already=already.state, now=now):
            raise Refused(reason)
        state = rules.seat_for(place)
        if state is RegistrationState.REGISTERED:
            await execute(RESTORE, registration.id, state)
            await record('cancellation_undone', by=by, subject=('registration', registration.id), now=now, session_id=place.session_id)
            await writing.promise_once_more(registration, place, now=now)
        else:
            await _at_the_end_of_the_line(registration, place, already.zone, by=by, now=now)
        return state


async def _at_the_end_of_the_line(registration: Registration, place: Place, zone: str, *, by: Actor, now: datetime.datetime) -> None:
    """A row's id is its place in line, so that whoever comes back stands behind those who stayed."""
    new = await _copy(registration, place, RegistrationState.WAITING, registration.source, by=by, now=now)
    await execute(MOVED, registration.id, new)
    await record(
        'put_in_line', by=by, subject=('registration', new), now=now,
        session_id=place.session_id, person_id=registration.person_id, source=str(registration.source),
    )  # fmt: skip
    await writing.promise_first(new, registration.person_id, place, RegistrationState.WAITING, registration.source, zone=zone, now=now)


async def move(registration_id: int, session_id: int, *, by: Actor, now: datetime.datetime) -> Registered:
    """Move a spot to another date of the same offering; the old seat goes to the next in line there.

    :raises Refused: with the reason of `rules.places`
    """
    async with atomic():
        row = await fetchrow('select session_id from registration where id = $1', registration_id)
        both = await lock_places(*({row['session_id'], session_id} if row else {session_id}))
        registration, here = await hold(registration_id)
        there = both[session_id]
        found = await standing(registration.person_id, session_id)
        if reason := rules.why_not_move(
            registration, here, there, done=found.done, already=found.state, waived=registration.waived, now=now
        ):
            raise Refused(reason)
        state = rules.seat_for(there)
        new = await _copy(registration, there, state, Source.MOVED, by=by, now=now)
        await execute(CANCEL, registration.id, RegistrationState.CANCELLED_BY_PERSON, now)
        await execute(MOVED, registration.id, new)
        await record('moved_date', by=by, subject=('registration', new), now=now, before_id=registration.id, after_id=new)
        await writing.withdraw(registration.id, now=now)
        if registration.state is RegistrationState.REGISTERED:
            await writing.promise_moved(registration, here, now=now)
        await writing.promise_first(new, registration.person_id, there, state, Source.MOVED, zone=found.zone, now=now)
        await fill_seats(here.session_id, now=now)
        line = await place_in_line(session_id, new) if state is RegistrationState.WAITING else None
        return Registered(registration.person_id, new, state, line)


async def _copy(
    registration: Registration, place: Place, state: RegistrationState, source: Source, *, by: Actor, now: datetime.datetime
) -> int:
    new: int = await fetchval(AGAIN, registration.id, place.session_id, state, source, now, by.person_id, random_nonce())
    await carry_answers(registration.id, new)
    return new


async def say_what_helps(
    registration_id: int, *, access_needs: str | None, intro_question: str | None, by: Actor, now: datetime.datetime
) -> None:
    """Keep what would help somebody to take part, and the question for the Intro, until 14 days after; empty words delete them."""
    async with atomic():
        await execute(
            'update registration set access_needs = $2, intro_question = $3, version = version + 1 where id = $1',
            registration_id, (access_needs or '').strip() or None, (intro_question or '').strip() or None,
        )  # fmt: skip
        await record('needs_given', by=by, subject=('registration', registration_id), now=now)


async def open_door(registration_id: int, *, now: datetime.datetime) -> None:
    """Remember the first time somebody opened the join link; it is a hint for the trainer, never attendance."""
    await execute('update registration set opened_join_at = coalesce(opened_join_at, $2) where id = $1', registration_id, now)
