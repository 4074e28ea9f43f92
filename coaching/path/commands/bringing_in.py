"""What a list says of a team's way comes in as a few words with a day, and out again; nobody's sign-off ever comes from a list."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchval
from coaching.kit.referring import pointed_at
from coaching.path.commands.walking import locked, the_step, write_down
from coaching.path.queries import steps
from coaching.path.values import Did

ADD = """
insert into evidence (journey_id, step, happened_on, words, recorded_at, by_person_id) values ($1, $2, $3, $4, $5, $6) returning id
"""
ENTERED = "select id from step_fact where journey_id = $1 and step = $2 and number = 1 and did = 'entered' and recorded_at = $3"
ALONE = """
delete from step_fact f where f.id = any($1) and not exists (
    select from step_fact l where l.journey_id = f.journey_id and l.step = f.step and l.number > f.number
) and not exists (select from evidence e where e.journey_id = f.journey_id and e.step = f.step)
  and not exists (select from purpose_mark m where m.journey_id = f.journey_id and split_part(m.code, '.', 1) = f.step::text)
"""


async def tell(
    team_id: int, number: int, words: str, *, on: datetime.date, by: Actor, now: datetime.datetime
) -> dict[str, int]:
    """Write down what was said of a step elsewhere; with the first thing that is told of a step the step begins. The ids of both.

    :raises Refused: the team walks by no path, or there is no such step
    """
    async with atomic():
        walk = await locked(team_id)
        step, made = the_step(await steps(walk, on=datetime.date.max), number), {}
        if not step.history:
            await write_down(walk, number, Did.ENTERED, on=on, by=by, now=now)
            made['fact'] = await fetchval(ENTERED, walk.id, number, now)
        made['evidence'] = await fetchval(ADD, walk.id, number, on, words[:1000], now, by.person_id)
        await record('evidence_added', by=by, subject=('team', team_id), now=now, step=number)
    return made


async def untold(evidence_ids: Collection[int], fact_ids: Collection[int]) -> None:
    """Take away what was told so, where nobody has built on it; a step that began with it alone has not begun."""
    used = await pointed_at('evidence', evidence_ids, besides={})
    await execute('delete from evidence where id = any($1) and removed_at is null', [one for one in evidence_ids if one not in used])
    await execute(ALONE, [one for one in fact_ids if one not in await pointed_at('step_fact', fact_ids, besides={})])


async def walked(journey_ids: Collection[int], *, besides: Mapping[str, Collection[int]]) -> set[int]:
    """Those walks on which something happened besides these rows, or that were moved."""
    rows = await fetch('select id from journey where id = any($1) and ended_at is not null', list(journey_ids))
    told = 'select journey_id as id from evidence where journey_id = any($1) and removed_at is not null'
    removed = await fetch(told, list(journey_ids))
    return {row['id'] for row in (*rows, *removed)} | await pointed_at('journey', journey_ids, besides=besides)


async def unwalk(journey_ids: Collection[int]) -> None:
    """Remove walks on which nothing happened but what a list said."""
    for table in ('evidence', 'step_fact'):
        await execute(f'delete from {table} where journey_id = any($1)', list(journey_ids))
    await execute('delete from journey where id = any($1)', list(journey_ids))
