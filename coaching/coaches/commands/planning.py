"""A coaching plan is written, each time as a version of its own, and agreed to by both sides."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from coaching.accounts.queries import network_day
from coaching.coaches.queries.planning import plan
from coaching.coaches.rules.planning import PLAN_PARTS, NoPlan, Side, why_not_agree, why_not_another_day, why_not_write_plan
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused

ADD = """
insert into coaching_plan (team_id, number, parts, review_on, made_by_id, made_at) values ($1, $2, $3, $4, $5, $6) returning id
"""


async def write(
    team_id: int, parts: Mapping[str, str], review_on: datetime.date | None, *, seen: int, by: Actor, now: datetime.datetime
) -> bool:
    """A new version of the plan, to which nobody has said yes yet; False where nothing differs. `seen` is the version that was changed.

    :raises Refused: by a rule, or somebody wrote a newer version meanwhile
    """
    async with atomic():
        await fetchval('select id from team where id = $1 for update', team_id)
        before, today = await plan(team_id), await network_day(now)
        if (before.number if before else 0) != seen:
            raise Refused(NoPlan.GONE)
        told = {name: parts.get(name, '').strip()[:2000] for name in PLAN_PARTS}
        if before and (dict(before.parts), before.review_on) == (told, review_on):
            return False
        if reason := why_not_write_plan(told, review_on, today=today):
            raise Refused(reason)
        await fetchval(ADD, team_id, seen + 1, told, review_on, by.person_id, now)
        await record('plan_written', by=by, subject=('team', team_id), now=now, number=seen + 1)
    return True


async def agree(
    team_id: int, number: int, side: Side, *, review_on: datetime.date | None = None, by: Actor, now: datetime.datetime
) -> None:
    """One side says yes to this version, or to the same with another day on which to look at it again.

    :raises Refused: by a rule
    """
    async with atomic():
        await fetchval('select id from team where id = $1 for update', team_id)
        standing = await plan(team_id)
        if standing and standing.number == number and review_on not in (None, standing.review_on):
            if reason := why_not_another_day(standing):
                raise Refused(reason)
            await write(team_id, standing.parts, review_on, seen=number, by=by, now=now)
            standing, number = await plan(team_id), number + 1
        if reason := why_not_agree(standing, number, side, by.person_id):
            raise Refused(reason)
        assert standing
        agreed = f'update coaching_plan set agreed_by_{side}_on = $2, agreed_by_{side}_id = $3 where id = $1'
        await execute(agreed, standing.id, await network_day(now), by.person_id)
        await record('plan_agreed', by=by, subject=('team', team_id), now=now, number=number, side=side)
