"""Builders for the funnel's tests: an offering, a date of it, and people who come."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.funnel.commands.marking import mark
from coaching.funnel.commands.registering import Registered, sign_up
from coaching.funnel.values import Mark
from coaching.kit.access import PUBLIC, Actor, Grant, How
from coaching.kit.database import execute, fetch, fetchval
from coaching.people.commands import find_or_add

NOON = datetime.datetime(2026, 11, 20, 18, 0, tzinfo=datetime.UTC)
MONDAY = datetime.datetime(2026, 11, 16, 15, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


async def an_offering(
    kind: str = 'taste', *, slug: str = '', parts: int = 1, min_parts: int = 1, min_minutes: int = 0, **columns: Any
) -> int:
    """An offering with words in two languages; `columns` overwrite."""
    minutes = {'taste': 60, 'intro': 180}.get(kind, 480)
    facts = {
        'slug': slug or kind, 'kind': kind, 'rule': 'FREQ=WEEKLY;BYDAY=FR', 'wall_time': datetime.time(12), 'zone': 'America/Chicago',
        'minutes': minutes, 'parts': parts, 'min_parts': min_parts, 'min_minutes': min_minutes, 'made_at': MONDAY,
        'prerequisite': {'intro': 'taste', 'training': 'intro'}.get(kind, ''), 'languages': ['en', 'es'], **columns,
    }  # fmt: skip
    names, places = ', '.join(facts), ', '.join(f'${number}' for number in range(1, len(facts) + 1))
    offering_id: int = await fetchval(f'insert into offering ({names}) values ({places}) returning id', *facts.values())
    for language, title in (('en', f'{kind.title()} of Cafés'), ('es', f'{kind.title()} de Cafés')):
        await execute(
            'insert into offering_words (offering_id, language, title, summary) values ($1, $2, $3, $4)',
            offering_id, language, title, 'Small tables, real talk.',
        )  # fmt: skip
    return offering_id


async def a_session(
    kind: str = 'taste',
    *,
    offering_id: int | None = None,
    starts_at: datetime.datetime = NOON,
    capacity: int | None = 12,
    parts: int = 1,
    join_url: str = 'https://meet.example/room',
    state: str = 'open',
    **offering: Any,
) -> int:
    """One date with its parts, a week apart."""
    if offering_id is None:
        found = await fetchval('select id from offering where slug = $1', offering.get('slug') or kind)
        offering_id = found or await an_offering(kind, parts=parts, **offering)
    minutes = await fetchval('select minutes from offering where id = $1', offering_id)
    length = datetime.timedelta(minutes=minutes)
    ends_at = starts_at + datetime.timedelta(weeks=parts - 1) + length
    session_id: int = await fetchval(
        """insert into session (offering_id, starts_at, ends_at, zone, mode, join_url, capacity, languages, uid, made_at, state)
        values ($1, $2, $3, 'America/Chicago', 'online', $4, $5, '{en,es}', gen_random_uuid()::text, $6, $7) returning id""",
        offering_id, starts_at, ends_at, join_url, capacity, MONDAY, state,
    )  # fmt: skip
    for number in range(parts):
        begins = starts_at + datetime.timedelta(weeks=number)
        await execute(
            'insert into session_part (session_id, number, starts_at, ends_at) values ($1, $2, $3, $4)',
            session_id, number + 1, begins, begins + length,
        )  # fmt: skip
    return session_id


async def signs_up(name: str, session_id: int, *, now: datetime.datetime = MONDAY, email: str = '', language: str = 'en') -> Registered:
    """Somebody saves a spot by the public form."""
    address = email or f'{name.split()[0].lower()}@example.org'
    return await sign_up(session_id, name=name, email=address, language=language, by=PUBLIC, now=now)


async def a_trainer(name: str = 'Dana Whitaker') -> Actor:
    """A trainer of the whole network; no account is needed to act."""
    person_id, _ = await find_or_add(name, f'{name.split()[0].lower()}@trainers.example', source='account', by=PUBLIC, now=MONDAY)
    return Actor(how=How.ACCOUNT, person_id=person_id, account_id=0, name=name, grants=(Grant('trainer', 'network', None),))


async def came(registration_id: int, trainer: Actor, *, part: int = 1, at: datetime.datetime = NOON + HOUR) -> None:
    """The trainer taps Here."""
    await mark(registration_id, Mark.HERE, part=part, by=trainer, now=at)


async def states(session_id: int) -> dict[str, str]:
    """Who stands how at one session, by name."""
    rows = await fetch(
        'select p.name, r.state from registration r join person p on p.id = r.person_id where r.session_id = $1 order by r.id', session_id
    )
    return {row['name']: row['state'] for row in rows}


async def letters(subject_kind: str, subject_id: int) -> list[str]:
    """The kinds promised about something and not taken back, in their order."""
    rows = await fetch(
        'select kind from promise where subject_kind = $1 and subject_id = $2 and cancelled_at is null order by id',
        subject_kind, subject_id,
    )  # fmt: skip
    return [row['kind'] for row in rows]
