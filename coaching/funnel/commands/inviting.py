"""A trainer invites those who are ready to the next stage, in one tap; the letter names the next dates."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from coaching.funnel.queries.letters import further_dates
from coaching.funnel.queries.ready import among
from coaching.funnel.rules.inviting import TAKE_BACK, USEFUL, NoInvitation, is_lately, why_not_invite
from coaching.funnel.values import Kind
from coaching.journal.commands import record, record_each
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetch
from coaching.kit.refusal import Refused
from coaching.outbox.commands import cancel, promise

HOLD = 'select id from person where id = any($1) order by id for no key update'
OPEN = """
select key, person_id from promise where person_id = any($1) and kind = 'invite-next' and facts ->> 'kind' = $2
and sent_at is null and cancelled_at is null and failed_at is null order by id
"""


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited now, who was invited lately and when, and why the others are not."""

    now: tuple[int, ...]
    before: dict[int, datetime.datetime]
    why_not: dict[int, NoInvitation]


async def invite(person_ids: Collection[int], kind: Kind, *, by: Actor, now: datetime.datetime) -> Invited:
    """Promise an invitation to each of these who is ready; whoever was invited in the last two weeks is not invited again.

    :raises Refused: where there is no date to invite to
    """
    async with atomic():
        await fetch(HOLD, list(person_ids))
        dates = await further_dates(kind, by.language, now=now, limit=1)
        if not dates:
            raise Refused(NoInvitation.NO_DATES)
        found = await among(kind, person_ids, now=now)
        reasons = {
            number: reason
            for number in person_ids
            if (reason := why_not_invite(found[number].email if number in found else None, is_ready=number in found))
        }
        lately = {number: one.invited_at for number, one in found.items() if one.invited_at and is_lately(one.invited_at, now=now)}
        chosen = [number for number in person_ids if number not in reasons and number not in lately]
        for person_id in chosen:
            await promise(
                'invite-next', person_id=person_id, subject_kind='person', subject_id=person_id,
                key=f'invite-next:{kind}:{person_id}:{now:%Y%m%d%H%M%S%f}', due_at=now + TAKE_BACK, useful_until=now + USEFUL,
                facts={'kind': str(kind), 'by': by.person_id}, now=now,
            )  # fmt: skip
        facts = {'offering_id': dates[0].offering_id}
        await record_each('invited_to_next', 'person', [(person_id, facts) for person_id in chosen], by=by, now=now)
        return Invited(tuple(chosen), lately, reasons)


async def take_back(person_ids: Collection[int], kind: Kind, *, by: Actor, now: datetime.datetime) -> int:
    """Take back the invitations of these persons that have not left; how many."""
    async with atomic():
        await fetch(HOLD, list(person_ids))
        taken = 0
        for row in await fetch(OPEN, list(person_ids), str(kind)):
            if await cancel(key=row['key'], now=now):
                await record('invitation_taken_back', by=by, subject=('person', row['person_id']), now=now)
                taken += 1
        return taken
