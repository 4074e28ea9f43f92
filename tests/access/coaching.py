"""What stands beside a team in the small network: a coach who is covered, a talk to come, a call for help, a next step, a feed."""

from __future__ import annotations

import datetime

from coaching.coaches.commands import assigning, covering, helping, planning, talks
from coaching.kit.access import Actor
from coaching.kit.database import fetchval
from coaching.kit.tokens import link_token
from coaching.people.commands import find_or_add
from coaching.teams.commands import next_steps
from tests.access.world import Side

DAY = datetime.timedelta(days=1)


async def stand_beside(side: Side, place: str, ellen: Actor, now: datetime.datetime) -> None:
    """Bea coaches the team, Cy stands in for her, and the team asks and plans."""
    team_id, today = int(side.ids['team_id']), now.date()
    bea, cy = [
        (await find_or_add(f'{name} {place}', f'{name.lower()}@{place.lower()}.example', source='trainer', by=ellen, now=now))[0]
        for name in ('Bea', 'Cy')
    ]  # fmt: skip
    side.ids['coach_id'] = bea
    side.ids['assignment_id'] = await assigning.assign(team_id, bea, on=today - 9 * DAY, by=ellen, now=now)
    side.ids['cover_id'] = await covering.cover(bea, cy, today + DAY, today + 9 * DAY, by=ellen, now=now)
    side.ids['call_id'] = await helping.ask(team_id, 'Nobody can host on Thursday.', by=ellen, now=now)
    side.ids['step_id'] = await next_steps.add(team_id, 'Ask the library for a room.', by=ellen, now=now)
    await planning.write(team_id, {'hope': 'That parents lead.'}, today + 90 * DAY, seen=0, by=ellen, now=now)
    nonce = await talks.new_feed(bea, by=ellen, now=now)
    side.tokens['/talks/'] = link_token('talks', bea, nonce)


async def talk_to_come(side: Side, coach: Actor, now: datetime.datetime) -> None:
    """This coach and the team talk in three days."""
    planned = {'zone': 'America/Chicago', 'by': coach, 'now': now}
    side.ids['appointment_id'] = await talks.plan(int(side.ids['team_id']), coach.person_id or 0, now + 3 * DAY, **planned)
    assert await fetchval('select count(*) from appointment where id = $1', side.ids['appointment_id'])
