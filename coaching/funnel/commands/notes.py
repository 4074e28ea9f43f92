"""A trainer's own letter to the people of one date: kept once, promised to each of them."""

from __future__ import annotations

import datetime

from coaching.funnel.queries.addressees import Addressee, addressees
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetchval
from coaching.kit.refusal import Reason, Refused
from coaching.outbox.commands import promise_each
from coaching.outbox.values import Wanted

USEFUL = datetime.timedelta(days=7)
KEEP = """
insert into session_letter (session_id, by_person_id, to_group, subject, body, people, sent_at, nonce)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (nonce) do nothing returning id
"""
WENT = 'select people from session_letter where nonce = $1'


class NoLetter(Reason):
    """Why a letter is not sent."""

    NOBODY = 'There is nobody in this group who can be written to. Choose another one.'


async def write(
    session_id: int, *, to_group: str, subject: str, body: str, nonce: bytes | None = None, by: Actor, now: datetime.datetime
) -> int:
    """Send it to everybody of the group who has an address; how many they are. The same nonce a second time sends nothing more.

    :raises Refused: where there is nobody
    """
    async with atomic():
        people = [one for one in await addressees(session_id, to_group) if one.can_be_written_to]
        if not people:
            raise Refused(NoLetter.NOBODY)
        letter_id = await fetchval(KEEP, session_id, by.person_id, to_group, subject, body, len(people), now, nonce)
        if letter_id is None:
            return await fetchval(WENT, nonce) or 0
        wanted = [(one.registration_id, _wanted(letter_id, one, now=now)) for one in people]
        await promise_each('registration', wanted, now=now)
        await record('letter_written', by=by, subject=('session', session_id), now=now, to_group=to_group, people=len(people))
        return len(people)


def _wanted(letter_id: int, one: Addressee, *, now: datetime.datetime) -> Wanted:
    key = f'trainer-note:{letter_id}:{one.registration_id}'
    return Wanted('trainer-note', key, now, one.person_id, now + USEFUL, {'letter_id': letter_id})
