"""A letter to all people of a cohort: kept once, promised to each of them."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.caseload.queries.cohort_letters import KIND, Addressee, addressees
from coaching.caseload.rules.writing import why_not_write
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetchval
from coaching.kit.refusal import Refused
from coaching.outbox.commands import promise_each
from coaching.outbox.values import Wanted

USEFUL = datetime.timedelta(days=7)
KEEP = """
insert into cohort_letter (cohort_id, by_person_id, subject, body, people, sent_at, nonce) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (nonce) do nothing returning id
"""
WENT = 'select people from cohort_letter where nonce = $1'


async def write(
    cohort_id: int, *, subject: str, body: str, nonce: bytes, team_ids: Collection[int] | None = None, by: Actor, now: datetime.datetime
) -> int:
    """Send it to all of the cohort, or of these teams of it, who can be written to; how many. The same nonce twice sends nothing more.

    :raises Refused: where there is nobody
    """
    async with atomic():
        people = [one for one in await addressees(cohort_id, team_ids) if one.can_be_written_to]
        if reason := why_not_write(len(people)):
            raise Refused(reason)
        letter_id = await fetchval(KEEP, cohort_id, by.person_id, subject, body, len(people), now, nonce)
        if letter_id is None:
            return await fetchval(WENT, nonce)
        await promise_each('cohort', [(cohort_id, _wanted(letter_id, one, now=now)) for one in people], now=now)
        await record('cohort_written_to', by=by, subject=('cohort', cohort_id), now=now, people=len(people))
        return len(people)


def _wanted(letter_id: int, one: Addressee, *, now: datetime.datetime) -> Wanted:
    return Wanted(KIND, f'{KIND}:{letter_id}:{one.person_id}', now, one.person_id, now + USEFUL, {'letter_id': letter_id})
