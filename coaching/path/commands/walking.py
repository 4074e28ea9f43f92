"""A journey begins; its steps are claimed by the team and answered by a coach, one dated fact after another."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from coaching.accounts.queries import network_day
from coaching.coaches.queries.assignments import closed_on
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Reason, Refused
from coaching.path.commands.answering import tell_the_team
from coaching.path.definition import path
from coaching.path.policy import stood
from coaching.path.queries import journey, steps
from coaching.path.rules.steps import (
    why_not_claim,
    why_not_confirm,
    why_not_reopen,
    why_not_return,
    why_not_set_aside,
    why_not_take_up,
    why_not_withdraw,
)
from coaching.path.values import Did, JourneyFacts, StepFacts, Stood

BEGIN = """
insert into journey (team_id, path_key, path_version, began_on, made_at) values ($1, $2, $3, $4, $5)
on conflict (team_id) where ended_at is null do nothing returning id
"""
FACT = """
insert into step_fact (journey_id, step, number, did, happened_on, recorded_at, by_person_id)
select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6 from step_fact where journey_id = $1 and step = $2 returning id
"""

WhyNot = Callable[[StepFacts, tuple[StepFacts, ...], Stood], Reason | None]


class NoWalk(Reason):
    """Why nothing can happen on a way."""

    NO_JOURNEY = 'This team does not walk by a path yet.'
    NO_STEP = 'This path has no such step.'
    CLOSED = 'This team has closed. A coordinator can open it again.'
    FUTURE = 'Choose a day that is not still to come.'
    BEFORE = 'On that day your team had not begun yet. Look at the year once more.'


async def begin(
    team_id: int, key: str, version: int, *, on: datetime.date | None = None, by: Actor, now: datetime.datetime
) -> int:
    """The team walks by this version of a path from today on, or since a day, at the first step; its walk where it has one.

    :raises KeyError: there is no such path
    """
    path(key, version)
    async with atomic():
        walk_id: int | None = await fetchval(BEGIN, team_id, key, version, on or await network_day(now), now)
        if walk_id is None:
            walk_id = await fetchval('select id from journey where team_id = $1 and ended_at is null', team_id)
            assert walk_id is not None
            return walk_id
        await record('journey_began', by=by, subject=('team', team_id), now=now, path=key, version=version)
    return walk_id


async def claim(team_id: int, number: int, *, on: datetime.date | None = None, by: Actor, now: datetime.datetime) -> None:
    """The team says that a step is done.

    :raises Refused: by a rule
    """
    await _do(team_id, number, Did.CLAIMED, lambda step, _before, who: why_not_claim(step, by=who), on=on, by=by, now=now)


async def withdraw(team_id: int, number: int, *, by: Actor, now: datetime.datetime) -> None:
    """The team takes its word back while nobody has answered.

    :raises Refused: by a rule
    """
    await _do(team_id, number, Did.WITHDRAWN, lambda step, _before, who: why_not_withdraw(step, by=who), by=by, now=now)


async def confirm(team_id: int, number: int, *, on: datetime.date | None = None, by: Actor, now: datetime.datetime) -> None:
    """A coach signs off what the team said.

    :raises Refused: by a rule
    """
    await _do(team_id, number, Did.CONFIRMED, lambda step, before, who: why_not_confirm(step, before, by=who), on=on, by=by, now=now)


async def give_back(team_id: int, number: int, *, why: str, by: Actor, now: datetime.datetime) -> None:
    """A coach says 'not yet', and why.

    :raises Refused: by a rule
    """
    await _do(team_id, number, Did.RETURNED, lambda step, _before, who: why_not_return(step, why=why, by=who), why=why, by=by, now=now)


async def reopen(team_id: int, number: int, *, why: str, by: Actor, now: datetime.datetime) -> None:
    """A coach takes a sign-off back, and says why.

    :raises Refused: by a rule
    """
    await _do(team_id, number, Did.REOPENED, lambda step, _before, who: why_not_reopen(step, why=why, by=who), why=why, by=by, now=now)


async def set_aside(team_id: int, number: int, *, why: str, by: Actor, now: datetime.datetime) -> None:
    """A coach says that a step is not for this team, and why.

    :raises Refused: by a rule
    """
    await _do(team_id, number, Did.SET_ASIDE, lambda step, _before, who: why_not_set_aside(step, why=why, by=who), why=why, by=by, now=now)


async def take_up(team_id: int, number: int, *, by: Actor, now: datetime.datetime) -> None:
    """A step that was set aside is the team's again.

    :raises Refused: by a rule
    """
    await _do(team_id, number, Did.TAKEN_UP, lambda step, _before, who: why_not_take_up(step, by=who), by=by, now=now)


async def _do(
    team_id: int,
    number: int,
    did: Did,
    why_not: WhyNot,
    *,
    why: str = '',
    on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> None:
    async with atomic():
        walk = await locked(team_id)
        if await closed_on([team_id]):
            raise Refused(NoWalk.CLOSED)
        today = await network_day(now)
        if on is not None and on > today:
            raise Refused(NoWalk.FUTURE)
        if on is not None and on < walk.began_on:
            raise Refused(NoWalk.BEFORE)
        every = await steps(walk, on=datetime.date.max)
        step = the_step(every, number)
        if reason := why_not(step, every[: number - 1], stood(by, team_id)):
            raise Refused(reason)
        fact_id = await write_down(walk, number, did, why=why, on=on or today, by=by, now=now)
        await tell_the_team(walk, fact_id, did, now=now)


async def write_down(
    walk: JourneyFacts, number: int, did: Did, *, why: str = '', on: datetime.date, by: Actor, now: datetime.datetime
) -> int:
    """One fact more, after the last, and its id; the database refuses one that cannot follow."""
    fact_id: int = await fetchval(FACT, walk.id, number, did, on, now, by.person_id)
    if why.strip():
        await execute('insert into step_why (fact_id, words) values ($1, $2)', fact_id, why.strip()[:1000])
    await record(f'step_{did}', by=by, subject=('team', walk.team_id), now=now, step=number)
    return fact_id


async def locked(team_id: int) -> JourneyFacts:
    """The team's walk, held until the transaction ends: what is decided on it is decided one after the other.

    :raises Refused: the team walks by no path
    """
    await fetchval('select id from journey where team_id = $1 and ended_at is null for no key update', team_id)
    found = await journey(team_id)
    if found is None:
        raise Refused(NoWalk.NO_JOURNEY)
    return found


def the_step(every: tuple[StepFacts, ...], number: int) -> StepFacts:
    """The step of this number.

    :raises Refused: there is none
    """
    if not 1 <= number <= len(every):
        raise Refused(NoWalk.NO_STEP)
    return every[number - 1]
