"""Who is concerned when a date changes, what each of them knows of it, and how it stands."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from coaching.funnel.queries.rooms import as_part
from coaching.funnel.rules.telling import TELLINGS, Concerned, Known
from coaching.funnel.values import Part
from coaching.kit.database import fetch
from coaching.outbox.queries import still_to_go
from coaching.people.rules import shown_phone

STANDS = """
select s.id, s.state, s.mode, s.location,
       (select jsonb_agg(jsonb_build_array(number, starts_at, ends_at) order by number) from session_part where session_id = s.id) as parts
from session s where s.id = any($1)
"""
CONCERNED = """
select r.id, r.session_id, r.person_id, p.name, p.email, p.phone from registration r join person p on p.id = r.person_id
where r.session_id = any($1) and r.state in ('registered', 'offered', 'waiting') order by r.id
"""


async def stands(session_ids: Collection[int]) -> dict[int, Known]:
    """These dates as they stand, by id."""
    rows = await fetch(STANDS, list(session_ids))
    return {
        row['id']: Known(row['state'] == 'open', tuple(as_part(part) for part in row['parts']), place_of(row['mode'], row['location']))
        for row in rows
    }


def place_of(mode: str, location: str) -> str:
    """Where a date is, for comparing; an online one has no place, whatever stands in its field."""
    return mode if mode == 'online' else f'{mode} {location}'


async def concerned(session_ids: Collection[int]) -> dict[int, list[Concerned]]:
    """Everybody with a spot or a place in line at these dates, in the order of their sign-ups."""
    rows = await fetch(CONCERNED, list(session_ids))
    untold = await still_to_go('registration', [row['id'] for row in rows], TELLINGS)
    found: dict[int, list[Concerned]] = {session_id: [] for session_id in session_ids}
    for row in rows:
        facts = untold.get(row['id'], {})
        found[row['session_id']].append(
            Concerned(
                row['id'], row['person_id'], row['name'], row['email'], shown_phone(row['phone']),
                as_known(facts['known']) if facts else None, facts.get('words', ''),
            )  # fmt: skip
        )
    return found


def as_known(fact: Mapping[str, Any]) -> Known:
    """What stands in a promise's facts."""
    return Known(fact['is_on'], tuple(as_part(part) for part in fact['parts']), fact['where'])


def as_fact(known: Known) -> dict[str, Any]:
    """What a promise keeps until its letter has gone."""
    return {'is_on': known.is_on, 'parts': [_plain(part) for part in known.parts], 'where': known.where}


def _plain(part: Part) -> list[int | str]:
    return [part.number, part.starts_at.astimezone(datetime.UTC).isoformat(), part.ends_at.astimezone(datetime.UTC).isoformat()]
