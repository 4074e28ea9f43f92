"""Correct what a person's record says."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import asyncpg

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetchrow
from coaching.kit.refusal import Refused
from coaching.people.commands.telling import send_links, tell_old_address
from coaching.people.queries.finding import PERSON
from coaching.people.rules import NoCorrection, folded, tidy_email, tidy_name, tidy_phone, why_not_correct
from coaching.people.values import Person

TIDY: dict[str, Callable[[Any], Any]] = {
    'name': tidy_name,
    'email': tidy_email,
    'phone': tidy_phone,
    'language': str.strip,
    'zone': str.strip,
    'how_heard': lambda text: text.strip()[:200],
    'place_id': lambda number: number,
}
UPDATE = """
update person set name = $2, folded_name = $3, email = $4, phone = $5, language = $6, zone = $7, how_heard = $8, place_id = $9,
    email_refused_at = case when email is distinct from $4 then null else email_refused_at end, version = version + 1
where id = $1
"""


async def correct(
    person_id: int, *, version: int | None = None, by: Actor, now: datetime.datetime, **fields: Any
) -> tuple[str, ...]:
    """Change these fields (name, email, phone, language, zone, how_heard, place_id) and no other; the names of those that changed.

    What belongs to the person stays: a new e-mail address is another address, not another person. `version` is that of the record which
    the writer saw, None where one field is set whatever it was. Where the e-mail address is another, the old one is told, and one's own
    links go to the new one.

    :raises Refused: deleted or changed meanwhile, or the record would be the twin of another
    """
    if unknown := fields.keys() - TIDY.keys():
        raise ValueError(f'no such fields: {sorted(unknown)}')
    async with atomic():
        person = Person(**await fetchrow(f'{PERSON} for update', person_id))
        if reason := why_not_correct(person, person.version if version is None else version):
            raise Refused(reason)
        tidy = {field: TIDY[field](value) for field, value in fields.items()}
        changed = sorted(field for field, value in tidy.items() if value != getattr(person, field))
        if not changed:
            return ()
        new = {field: tidy.get(field, getattr(person, field)) for field in TIDY}
        try:
            async with atomic():
                await fetchrow(UPDATE, person_id, new.pop('name'), folded(tidy.get('name', person.name)), *new.values())
        except asyncpg.UniqueViolationError as error:
            raise Refused(NoCorrection.SAME_AS_ANOTHER) from error
        await record('corrected', by=by, subject=('person', person_id), now=now, fields=changed)
        if 'email' in changed and person.email and person.email_refused_at is None:
            await tell_old_address('address-changed', person_id, person.email, language=person.language, now=now)
        if 'email' in changed and tidy['email']:
            await send_links(person_id, tidy['email'], now=now)
    return tuple(changed)
