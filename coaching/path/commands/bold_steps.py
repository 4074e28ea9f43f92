"""The next bold step: what the team does, who, and by when; one at a time."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.path.commands.walking import locked
from coaching.path.policy import stood
from coaching.path.queries import bold_step
from coaching.path.rules.marking import NoBoldStep, why_not_set
from coaching.path.values import BoldStepFacts, JourneyFacts

SET = 'insert into bold_step (journey_id, what, who, due_on, made_at, by_person_id) values ($1, $2, $3, $4, $5, $6) returning id'
CHANGE = 'update bold_step set what = $2, who = $3, due_on = $4, version = version + 1 where id = $1'
TAKE_UP = """
update bold_step set ended_on = null, is_done = null, version = version + 1
where id = $1 and journey_id = $2 and ended_on = $3 and id = (select max(id) from bold_step where journey_id = $2) returning id
"""
END = 'update bold_step set ended_on = $2, is_done = $3, version = version + 1 where id = $1'


async def set_bold_step(
    team_id: int, what: str, *, who: str = '', due_on: datetime.date | None = None, by: Actor, now: datetime.datetime
) -> int:
    """What the team does next; where something else is open already, that comes first.

    :raises Refused: not of the team, no words, a day that is over, or one is open
    """
    async with atomic():
        walk = await locked(team_id)
        if reason := why_not_set(stood(by, team_id), what=what, due_on=due_on, today=await network_day(now)):
            raise Refused(reason)
        stands = await bold_step(walk.id)
        if stands and (stands.what, stands.who, stands.due_on) == (what.strip()[:300], who.strip()[:200], due_on):
            return stands.id
        if stands:
            raise Refused(NoBoldStep.CHANGED_MEANWHILE)
        bold_id: int = await fetchval(SET, walk.id, what.strip()[:300], who.strip()[:200], due_on, now, by.person_id)
        await record('bold_step_set', by=by, subject=('team', team_id), now=now)
    return bold_id


async def change_bold_step(
    team_id: int,
    bold_id: int,
    what: str,
    *,
    version: int,
    who: str = '',
    due_on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> None:
    """Say it in other words, or with another day; `version` is the one that whoever changes it has seen.

    :raises Refused: not of the team, no words, a day that is over, or it is another by now
    """
    async with atomic():
        walk = await locked(team_id)
        stands = await _open(walk, bold_id)
        new_day = due_on if due_on != stands.due_on else None  # a day that was set before may be over by now
        if reason := why_not_set(stood(by, team_id), what=what, due_on=new_day, today=await network_day(now)):
            raise Refused(reason)
        if stands.version != version:
            raise Refused(NoBoldStep.CHANGED_MEANWHILE)
        await execute(CHANGE, bold_id, what.strip()[:300], who.strip()[:200], due_on)
        await record('bold_step_changed', by=by, subject=('team', team_id), now=now)


async def end_bold_step(team_id: int, bold_id: int, *, is_done: bool, by: Actor, now: datetime.datetime) -> None:
    """'We did it', or it is let go.

    :raises Refused: not of the team, or it is another by now
    """
    async with atomic():
        walk = await locked(team_id)
        if not stood(by, team_id).is_member:
            raise Refused(NoBoldStep.NOT_A_MEMBER)
        await _open(walk, bold_id)
        await execute(END, bold_id, await network_day(now), is_done)
        await record('bold_step_ended', by=by, subject=('team', team_id), now=now, is_done=is_done)


async def take_up_again(team_id: int, bold_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """It was ended by mistake today, and nothing else is set since.

    :raises Refused: not of the team, or there is another by now
    """
    async with atomic():
        walk = await locked(team_id)
        if not stood(by, team_id).is_member:
            raise Refused(NoBoldStep.NOT_A_MEMBER)
        if await bold_step(walk.id) or not await fetchval(TAKE_UP, bold_id, walk.id, await network_day(now)):
            raise Refused(NoBoldStep.CHANGED_MEANWHILE)
        await record('bold_step_changed', by=by, subject=('team', team_id), now=now)


async def _open(walk: JourneyFacts, bold_id: int) -> BoldStepFacts:
    stands = await bold_step(walk.id)
    if stands is None:
        raise Refused(NoBoldStep.NONE)
    if stands.id != bold_id:
        raise Refused(NoBoldStep.CHANGED_MEANWHILE)
    return stands
