"""What becomes of the rows about persons here, in the journal and in the outbox, which stand below and know no keeper."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.journal import queries as journal
from coaching.kit.words import later
from coaching.people import queries
from coaching.people.values import Happening, Keeper, Reference

JOURNALLED = ('person',)

REFERENCES = (
    Reference('person', 'merged_into_id'),
    Reference('merging', 'kept_id', on_merge='stay'),
    Reference('merging', 'merged_id', on_merge='stay'),
    Reference('merging', 'by_person_id', on_merge='stay'),
    Reference('distinct_pair', 'lower_id', on_erase='delete', on_merge='stay'),
    Reference('distinct_pair', 'higher_id', on_erase='delete', on_merge='stay'),
    Reference('distinct_pair', 'by_person_id', on_merge='stay'),
    Reference('erasure', 'person_id', on_merge='stay'),
    Reference('entry', 'by_person_id', on_merge='stay'),
    Reference('promise', 'person_id'),
    Reference('letter_stop', 'person_id', on_erase='delete', rivals=('kind',)),
)


async def export(person_id: int) -> dict[str, Any]:
    """The person's own record."""
    person = await queries.person(person_id)
    if person is None:
        return {}
    return {
        later('Name'): person.name,
        later('E-mail address'): person.email,
        later('Phone number'): person.phone,
        later('Language'): person.language,
        later('Time zone'): person.zone,
        later('How they heard of us'): person.how_heard,
        later('Added on'): person.made_at,
        later('Last seen on'): person.seen_at,
    }


async def story(person_id: int) -> list[Happening]:
    """What the journal tells of the record itself."""
    zone = 'UTC'
    return [
        Happening(entry.happened_at, f'{entry.said(zone)} ({entry.who()})') for entry in await journal.history(('person', person_id))
    ]


async def erase(person_id: int, now: datetime.datetime) -> None:
    """Letters stop."""


KEEPER = Keeper(references=REFERENCES, export=export, erase=erase)
