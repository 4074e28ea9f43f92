"""What becomes of the rows about persons here, in the journal and in the outbox, which stand below and know no keeper."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.journal.catalogue.letters import EVERY_LETTER
from coaching.journal.queries import history
from coaching.kit.words import LANGUAGES, later
from coaching.outbox import commands as outbox
from coaching.outbox.queries import letters_to, stops
from coaching.people import queries
from coaching.people.rules import shown_phone
from coaching.people.values import Keeper, Reference

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
    """The person's own record, and which letters were or will be sent."""
    person = await queries.person(person_id)
    if person is None:
        return {}
    return {
        later('Name'): person.name,
        later('Email address'): person.email,
        later('Phone number'): shown_phone(person.phone),
        later('Language'): LANGUAGES[person.language].name if person.language in LANGUAGES else person.language,
        later('Time zone'): person.zone,
        later('How you heard of us'): person.how_heard,
        later('Added on'): person.made_at,
        later('Last seen on'): person.seen_at,
        later('Emails'): [
            {
                later('Kind'): EVERY_LETTER[letter.kind],
                later('Due on'): None if letter.sent_at or letter.cancelled_at or letter.failed_at else letter.due_at,
                later('Sent on'): letter.sent_at,
                later('Taken back on'): letter.cancelled_at,
                later('Came back on'): letter.failed_at,
            }
            for letter in await letters_to(person_id)
        ],
        later('Emails stopped'): [
            {later('Kind'): EVERY_LETTER['all' if kind == outbox.EVERY_KIND else kind], later('Since'): stopped_at}
            for kind, stopped_at in (await stops(person_id)).items()
        ],
        later('What was done with this record'): [
            {later('On'): entry.happened_at, later('What'): entry.said(person.zone or 'UTC'), later('Why'): entry.why}
            for entry in await history(('person', person_id))
        ],
    }


async def erase(person_id: int, now: datetime.datetime) -> None:
    """Nothing more is written to the person, and no word of a letter stays."""
    await outbox.forget(person_id, now=now)


KEEPER = Keeper(references=REFERENCES, export=export, erase=erase)
