"""The trainer puts people on the list: before the day, from a pasted list, or as they walk in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coaching.funnel.commands.locking import lock_place
from coaching.funnel.commands.marking import mark
from coaching.funnel.commands.registering import Registered, register
from coaching.funnel.queries.rooms import parts
from coaching.funnel.queries.standing import place_in_line, standing
from coaching.funnel.rules.attendance import why_not_walk_in
from coaching.funnel.rules.pasting import PastedRow
from coaching.funnel.values import Mark, RegistrationState, Source
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchrow, fetchval
from coaching.kit.refusal import Reason, Refused
from coaching.kit.tokens import digest, random_nonce
from coaching.people.commands import find_or_add
from coaching.people.rules import folded, tidy_email, tidy_name, tidy_phone

WALK_IN = """
insert into registration (session_id, person_id, state, source, registered_at, by_person_id, group_words, nonce, added_once)
values ($1, $2, 'walk_in', 'walk_in', $3, $4, $5, $6, $7) returning id
"""
ADDED = 'select id, person_id, state from registration where added_once = $1'
ONCE = 'update registration set added_once = $2 where id = $1'


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one pasted line."""

    number: int
    registered: Registered | None
    why_not: Reason | None = None


async def add(
    session_id: int,
    *,
    name: str,
    email: str | None = None,
    phone: str | None = None,
    language: str = 'en',
    group: str = '',
    waived_why: str = '',
    source: Source = Source.TRAINER,
    once: bytes | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Registered:
    """Save a spot for a known or a new person; whoever has no address is the same person where `once` is the same (see `_added`).

    :raises Refused: with the reason of `rules.places`; what comes first can be waived with a reason
    """
    async with atomic():
        key = None if tidy_email(email) or tidy_phone(phone) else _key(session_id, name, once)
        if found := await _added(session_id, key):
            return found
        person_source = 'paste' if source is Source.PASTE else 'trainer'
        person_id, _ = await find_or_add(name=name, email=email, phone=phone, language=language, source=person_source, by=by, now=now)
        done = await register(session_id, person_id, group=group, source=source, waived_why=waived_why, by=by, now=now)
        if key:
            await execute(ONCE, done.registration_id, key)
        return done


def _key(session_id: int, name: str, once: bytes | None) -> bytes | None:
    return digest(b'%d %s ' % (session_id, folded(tidy_name(name)).encode()) + once) if once else None


async def _added(session_id: int, key: bytes | None) -> Registered | None:
    """Who was added with this key, seen under the session's lock; whoever was taken off the list since can be added with it again.

    A person without an address is found by nothing, so that a form sent again would add another one.
    """
    if key is None:
        return None
    await lock_place(session_id)
    row = await fetchrow(ADDED, key)
    if row is None:
        return None
    state = RegistrationState(row['state'])
    if not state.is_active:
        await execute(ONCE, row['id'], None)
        return None
    line = await place_in_line(session_id, row['id']) if state is RegistrationState.WAITING else None
    return Registered(row['person_id'], row['id'], state, line)


async def add_pasted(session_id: int, rows: Sequence[PastedRow], *, language: str, by: Actor, now: datetime.datetime) -> list[Added]:
    """Save a spot for everybody of a pasted list, in its order; who cannot have one is told apart and hinders nobody."""
    done: list[Added] = []
    async with atomic():
        for row in rows:
            try:
                registered = await add(
                    session_id, name=row.name, email=row.email, phone=row.phone, language=language, group=row.group,
                    source=Source.PASTE, by=by, now=now,
                )  # fmt: skip
                done.append(Added(row.number, registered))
            except Refused as refused:
                done.append(Added(row.number, None, refused.reason))
    return done


async def walk_in(
    session_id: int,
    *,
    name: str,
    email: str | None = None,
    phone: str | None = None,
    language: str = 'en',
    group: str = '',
    part: int = 1,
    why: str = '',
    once: bytes | None = None,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """Add somebody who came without signing up, and mark them here; whoever is on the list already is only marked. The registration.

    Whoever has no address is the same person where `once` is the same.

    :raises Refused: before the session begins
    """
    async with atomic():
        key = None if tidy_email(email) or tidy_phone(phone) else _key(session_id, name, once)
        if (before := await _added(session_id, key)) and before.registration_id:
            return before.registration_id
        person_id, _ = await find_or_add(name=name, email=email, phone=phone, language=language, source='trainer', by=by, now=now)
        place = await lock_place(session_id)
        found = await standing(person_id, session_id)
        if found.registration_id:
            await mark(found.registration_id, Mark.HERE, part=part, why=why, by=by, now=now)
            return found.registration_id
        if reason := why_not_walk_in(place, await parts(session_id), found.state, why=why, now=now):
            raise Refused(reason)
        new: int = await fetchval(WALK_IN, session_id, person_id, now, by.person_id, group, random_nonce(), key)
        facts: dict[str, Any] = {'session_id': session_id, 'person_id': person_id, 'source': str(Source.WALK_IN)}
        await record('registered', by=by, subject=('registration', new), now=now, **facts)
        await mark(new, Mark.HERE, part=part, how='walk_in', why=why, by=by, now=now)
        return new


