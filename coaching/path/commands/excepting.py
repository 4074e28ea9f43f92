"""A coach signs a step off although not every part of it is reached, and says why."""

from __future__ import annotations

import datetime

from coaching.kit.access import Actor
from coaching.kit.database import atomic
from coaching.path.commands.telling import mark
from coaching.path.commands.walking import confirm, locked, the_step
from coaching.path.queries import numbers, steps
from coaching.path.rules.steps import not_reached
from coaching.path.values import Marked


async def confirm_as_it_is(team_id: int, number: int, *, why: str, by: Actor, now: datetime.datetime) -> None:
    """Every part that is not reached may stay as it is, for this reason, and the step is signed off; all of it or nothing.

    :raises Refused: by a rule
    """
    async with atomic():
        walk = await locked(team_id)
        step, seen = the_step(await steps(walk, on=datetime.date.max), number), await numbers(walk.id, 'coach')
        for code in sorted(not_reached(step)):
            marked = step.coach_marks.get(code, Marked.PARTLY)
            await mark(team_id, code, marked, seen=seen.get(code, 0), is_excepted=True, why=why, by=by, now=now)
        await confirm(team_id, number, by=by, now=now)
