"""What somebody attended elsewhere or before, and a plain mark for the fee: records of their own, never attendance."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day
from coaching.funnel.commands.locking import Gone
from coaching.funnel.commands.progress import follow
from coaching.funnel.values import FeeMark
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchrow, fetchval
from coaching.kit.refusal import Reason, Refused

ADD = """
insert into prior_credit (person_id, stage, attended_on, source, by_person_id, batch_id, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (person_id, stage, attended_on) do nothing returning id
"""


class NoCredit(Reason):
    """Why something cannot be credited."""

    IN_THE_FUTURE = 'This day is still to come. Write the day when it was.'
    SOURCE_IS_MISSING = 'Say where it was, or who told you. It stays beside this.'


async def add(
    person_id: int, stage: str, attended_on: datetime.date, source: str, *, batch_id: int | None = None, by: Actor, now: datetime.datetime
) -> int | None:
    """Count something as attended; None where it is counted already.

    :raises Refused: for a day to come, or without a source
    """
    if attended_on > await network_day(now):
        raise Refused(NoCredit.IN_THE_FUTURE)
    if not source.strip():
        raise Refused(NoCredit.SOURCE_IS_MISSING)
    async with atomic():
        new: int | None = await fetchval(ADD, person_id, stage, attended_on, source.strip(), by.person_id, batch_id, now)
        if new:
            await record('credit_recorded', by=by, subject=('person', person_id), now=now, stage=stage, attended_on=attended_on)
            await follow([person_id])
        return new


async def remove(credit_id: int, *, why: str = '', by: Actor, now: datetime.datetime) -> None:
    """Count it no longer."""
    async with atomic():
        row = await fetchrow('delete from prior_credit where id = $1 returning person_id, stage, attended_on', credit_id)
        if row is None:
            return
        about = ('person', row['person_id'])
        await record('credit_removed', by=by, subject=about, now=now, why=why, stage=row['stage'], attended_on=row['attended_on'])
        await follow([row['person_id']])


async def mark_fee(registration_id: int, fee: FeeMark, *, by: Actor, now: datetime.datetime) -> None:
    """A plain word beside the name; money is handled elsewhere."""
    async with atomic():
        found = await fetchval('select id from registration where id = $1 for no key update', registration_id)
        if found is None:
            raise Refused(Gone.NO_REGISTRATION)
        await execute('update registration set fee_mark = $2, version = version + 1 where id = $1', registration_id, fee)
        await record('fee_marked', by=by, subject=('registration', registration_id), now=now, mark=str(fee) or 'none')


async def waive(registration_id: int, *, why: str, by: Actor, now: datetime.datetime) -> None:
    """Let somebody stay who has not done what comes first; who and why stand in the journal."""
    async with atomic():
        told = await execute('update registration set waived_at = $2 where id = $1 and waived_at is null', registration_id, now)
        if told == 'UPDATE 1':
            await record('waived', by=by, subject=('registration', registration_id), now=now, why=why)
