"""A trainer invites somebody who is ready to the next stage, in one tap; the letter names the next dates."""

from __future__ import annotations

import datetime

from coaching.funnel.values import Kind
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetchrow, fetchval
from coaching.kit.refusal import Reason, Refused
from coaching.outbox.commands import cancel, promise

AGAIN = datetime.timedelta(days=14)
USEFUL = datetime.timedelta(days=14)
LAST = """
select made_at, key from promise where person_id = $1 and kind = 'invite-next' and facts->>'kind' = $2 and cancelled_at is null
order by id desc limit 1
"""
DATES = """
select exists (select from session s join offering o on o.id = s.offering_id where o.kind = $1 and s.state = 'open' and s.starts_at > $2)
"""


class NoInvitation(Reason):
    """Why somebody is not invited."""

    NO_ADDRESS = 'This person has no email address. Call instead.'
    INVITED = 'This person was invited in the last two weeks.'
    NO_DATES = 'There is no date to invite to yet. Set one first.'


async def invite(person_id: int, kind: Kind, *, by: Actor, now: datetime.datetime) -> None:
    """Promise the invitation.

    :raises Refused: without an address, without a date, or twice within two weeks
    """
    async with atomic():
        row = await fetchrow('select email from person where id = $1 and erased_at is null for no key update', person_id)
        if row is None or row['email'] is None:
            raise Refused(NoInvitation.NO_ADDRESS)
        if not await fetchval(DATES, str(kind), now):
            raise Refused(NoInvitation.NO_DATES)
        last = await fetchrow(LAST, person_id, str(kind))
        if last and now - last['made_at'] < AGAIN:
            raise Refused(NoInvitation.INVITED)
        await promise(
            'invite-next', person_id=person_id, subject_kind='person', subject_id=person_id,
            key=f'invite-next:{kind}:{person_id}:{now:%Y%m%d%H%M%S}', due_at=now, useful_until=now + USEFUL,
            facts={'kind': str(kind), 'by': by.person_id}, now=now,
        )  # fmt: skip
        offering_id = await fetchval('select id from offering where kind = $1 order by id limit 1', str(kind))
        await record('invited_to_next', by=by, subject=('person', person_id), now=now, offering_id=offering_id)


async def undo_invitation(person_id: int, kind: Kind, *, now: datetime.datetime) -> bool:
    """Take the last invitation back; False where it has gone out already."""
    async with atomic():
        last = await fetchrow(LAST, person_id, str(kind))
        return bool(last) and await cancel(key=last['key'], now=now)
