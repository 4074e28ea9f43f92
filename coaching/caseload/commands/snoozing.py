"""A coach is not reminded of a team before a day; each coach for themselves, and of two wishes of one coach the later one stands."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day
from coaching.caseload.rules.snoozing import why_not_snooze
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, fetchval
from coaching.kit.refusal import Refused

PAUSE = """
insert into snooze (team_id, person_id, until_on, made_at) values ($1, $2, $3, $4)
on conflict (team_id, person_id) do update set until_on = excluded.until_on, made_at = excluded.made_at
returning id
"""
WAKE = 'delete from snooze where team_id = $1 and person_id = $2 returning id'


async def pause(team_id: int, until_on: datetime.date, *, by: Actor, now: datetime.datetime) -> None:
    """Remind this coach of the team on that day, and not before; a call for help breaks through.

    :raises Refused: the day is not to come, or too far away
    """
    async with atomic():
        if reason := why_not_snooze(until_on, await network_day(now)):
            raise Refused(reason)
        await fetchval(PAUSE, team_id, by.person_id, until_on, now)
        await record('reminder_set', by=by, subject=('team', team_id), now=now)


async def wake(team_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Show the team again now; where nothing is set, nothing happens."""
    async with atomic():
        if await fetchval(WAKE, team_id, by.person_id):
            await record('reminder_ended', by=by, subject=('team', team_id), now=now)
