"""Who stands beside the demo network's teams, since when, and what they did together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from coaching.accounts.queries import actor_for, network_day
from coaching.coaches.commands.assigning import assign, end
from coaching.coaches.values import Beside
from coaching.demo import teams
from coaching.demo.cast import Walkers
from coaching.kit.access import Actor

DAY = datetime.timedelta(days=1)


async def accompany(walkers: Walkers, coaches: Mapping[str, Actor], coordinator: Actor, *, now: datetime.datetime) -> int:
    """A team with its coach, walked to where it is; its id."""
    team_id = await teams.gather(walkers, coordinator, now=now)
    began = now - walkers.weeks * teams.WEEK
    since = await network_day(began)
    coach = coaches[walkers.coach]
    assert coach.person_id
    assigned = await assign(team_id, coach.person_id, on=since, by=coordinator, now=began)
    if walkers.apprentice:
        learns = coaches[walkers.apprentice].person_id
        assert learns
        await assign(team_id, learns, Beside.APPRENTICE, on=since + 30 * DAY, by=coordinator, now=began + 30 * DAY)
    actor = await actor_for(coach.account_id or 0, now)
    assert actor
    await teams.walk(team_id, walkers, actor, now=now)
    if walkers.alone:
        gone = now - walkers.alone * DAY
        await end(assigned, on=await network_day(gone), why='left', by=coordinator, now=gone)
    return team_id
