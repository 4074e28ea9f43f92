"""A meeting is written down and put right."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from coaching.accounts.queries import network_day
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.teams.commands import next_steps
from coaching.teams.queries.meetings import meeting
from coaching.teams.queries.next_steps import owners
from coaching.teams.rules.meetings import why_not_change, why_not_record

RECORD = 'insert into meeting (team_id, held_on, title, decided, made_by_id, recorded_at) values ($1, $2, $3, $4, $5, $6) returning id'
CHANGE = 'update meeting set held_on = $2, title = $3, decided = $4, version = version + 1 where id = $1'
THERE = 'insert into meeting_person (meeting_id, person_id) select $1, unnest($2::bigint[]) on conflict do nothing'
NOT_THERE = 'delete from meeting_person where meeting_id = $1 and person_id = any($2) and not person_id = any($3)'
Step = tuple[str, int | None, datetime.date | None]


async def write_down(
    team_id: int,
    held_on: datetime.date,
    *,
    title: str = '',
    decided: str = '',
    people: Collection[int] = (),
    steps: Sequence[Step] = (),
    by: Actor,
    now: datetime.datetime,
) -> int:
    """A meeting that was held, who was there, what was decided, and what will be done: what, whose, by when. Its id.

    :raises Refused: it is still to come, it says nothing, or a step is no step
    """
    async with atomic():
        if reason := why_not_record(held_on, await network_day(now), decided=decided, people=len(people)):
            raise Refused(reason)
        row = (team_id, held_on, title.strip()[:120], decided.strip(), by.person_id, now)
        meeting_id: int = await fetchval(RECORD, *row)
        await execute(THERE, meeting_id, await _known(team_id, people))
        await record('meeting_recorded', by=by, subject=('team', team_id), now=now, meeting_id=meeting_id)
        await _add(team_id, meeting_id, steps, by, now)
    return meeting_id


async def change(
    meeting_id: int,
    *,
    version: int,
    held_on: datetime.date,
    title: str,
    decided: str,
    people: Collection[int],
    steps: Sequence[Step] = (),
    by: Actor,
    now: datetime.datetime,
) -> None:
    """Say it differently; who was there and is of the team no more stays.

    :raises Refused: gone, or changed meanwhile; and as for a new one
    """
    async with atomic():
        await fetchval('select id from meeting where id = $1 for update', meeting_id)
        found = await meeting(meeting_id)
        reason = why_not_change(found, version=version)
        if reason := reason or why_not_record(held_on, await network_day(now), decided=decided, people=len(people)):
            raise Refused(reason)
        assert found is not None
        offered = [one.person_id for one in await owners(found.team_id)]
        await execute(CHANGE, meeting_id, held_on, title.strip()[:120], decided.strip())
        await execute(NOT_THERE, meeting_id, offered, list(people))
        await execute(THERE, meeting_id, await _known(found.team_id, people))
        await record('meeting_changed', by=by, subject=('team', found.team_id), now=now, meeting_id=meeting_id)
        await _add(found.team_id, meeting_id, steps, by, now)


async def _known(team_id: int, people: Collection[int]) -> list[int]:
    return [one.person_id for one in await owners(team_id) if one.person_id in people]


async def _add(team_id: int, meeting_id: int, steps: Sequence[Step], by: Actor, now: datetime.datetime) -> None:
    for what, owner_id, due_on in steps:
        await next_steps.add(team_id, what, owner_id=owner_id, due_on=due_on, meeting_id=meeting_id, by=by, now=now)
