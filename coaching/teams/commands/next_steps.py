"""Next steps are written, changed, done, let go and taken up again; a domain above may say out of which talk one came."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.teams.queries.next_steps import next_step, owners
from coaching.teams.rules.next_steps import why_not_change, why_not_end, why_not_reopen, why_not_write
from coaching.teams.values import DroppedWhy, NextState, NextStepFacts

ADD = """
insert into next_step (team_id, what, owner_id, owner_words, due_on, meeting_id, contact_id, made_by_id, made_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id
"""
SAID = """
select id from next_step where team_id = $1 and what = $2 and owner_id is not distinct from $3 and owner_words = $4
  and due_on is not distinct from $5 and meeting_id is not distinct from $6 and contact_id is not distinct from $7
  and made_by_id = $8 and state = 'open' and made_at > $9
order by id limit 1
"""
SENT_AGAIN = datetime.timedelta(minutes=1)
CHANGE = 'update next_step set what = $2, owner_id = $3, owner_words = $4, due_on = $5, version = version + 1 where id = $1'
END = """
update next_step set state = $2, dropped_why = $3, ended_on = $4, ended_by_id = $5, version = version + 1 where id = $1
"""


async def add(
    team_id: int,
    what: str,
    *,
    owner_id: int | None = None,
    owner_words: str = '',
    due_on: datetime.date | None = None,
    meeting_id: int | None = None,
    contact_id: int | None = None,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """One thing more that a team will do; its id. Without an owner it is the whole team's, or whoever the words name.

    A form that somebody sends twice says it once.

    :raises Refused: nothing is said, or the owner is neither of the team nor beside it
    """
    async with atomic():
        await _why_not_write(team_id, what, owner_id)
        words = '' if owner_id else owner_words.strip()[:120]
        await fetchval('select id from team where id = $1 for no key update', team_id)
        told = (team_id, what.strip()[:300], owner_id, words, due_on, meeting_id, contact_id, by.person_id)
        said: int | None = await fetchval(SAID, *told, now - SENT_AGAIN)
        if said is not None:
            return said
        step_id: int = await fetchval(ADD, *told, now)
        await record('next_step_added', by=by, subject=('team', team_id), now=now, step_id=step_id)
    return step_id


async def change(
    step_id: int,
    *,
    version: int | None = None,
    what: str,
    owner_id: int | None = None,
    owner_words: str = '',
    due_on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> bool:
    """Say it differently, give it to somebody else, or move its day; False where it stood so.

    :raises Refused: gone, ended or changed meanwhile, nothing is said, or the owner is neither of the team nor beside it
    """
    async with atomic():
        step = await _locked(step_id)
        if reason := why_not_change(step, version=version):
            raise Refused(reason)
        assert step is not None
        words, said = '' if owner_id else owner_words.strip()[:120], what.strip()[:300]
        stood = (step.what, step.owner_id, '' if step.owner_id else step.owner, step.due_on)
        if stood == (said, owner_id, words, due_on):
            return False
        await _why_not_write(step.team_id, what, owner_id if owner_id != step.owner_id else None)
        await execute(CHANGE, step_id, said, owner_id, words, due_on)
        await record('next_step_changed', by=by, subject=('team', step.team_id), now=now, step_id=step_id)
    return True


async def end(
    step_id: int,
    then: NextState,
    *,
    why: DroppedWhy | None = None,
    on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> None:
    """It is done, or let go with a reason; from this day, or today.

    :raises Refused: gone, ended already, or let go without a reason
    """
    async with atomic():
        step = await _locked(step_id)
        if reason := why_not_end(step, then, why=why):
            raise Refused(reason)
        assert step is not None
        because = why if then is NextState.DROPPED else None
        await execute(END, step_id, then, because, on or await network_day(now), by.person_id)
        await record('next_step_ended', by=by, subject=('team', step.team_id), now=now, step_id=step_id, how=then)


async def reopen(step_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """It is to be done after all.

    :raises Refused: gone, or open
    """
    async with atomic():
        step = await _locked(step_id)
        if reason := why_not_reopen(step):
            raise Refused(reason)
        assert step is not None
        await execute(END, step_id, NextState.OPEN, None, None, None)
        await record('next_step_reopened', by=by, subject=('team', step.team_id), now=now, step_id=step_id)


async def _why_not_write(team_id: int, what: str, owner_id: int | None) -> None:
    allowed = [one.person_id for one in await owners(team_id)] if owner_id is not None else []
    if reason := why_not_write(what, owner_id=owner_id, owners=allowed):
        raise Refused(reason)


async def _locked(step_id: int) -> NextStepFacts | None:
    await fetchval('select id from next_step where id = $1 for update', step_id)
    return await next_step(step_id)
