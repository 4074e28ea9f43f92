"""Organisations take part in a team; whoever joins it is told the way in."""

from __future__ import annotations

import datetime

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.outbox.commands import promise

JOIN = """
insert into team_organisation (team_id, organisation_id)
select $1, coalesce(merged_into_id, id) from organisation where id = $2 on conflict do nothing returning id
"""


async def begin_part(team_id: int, organisation_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """An organisation takes part from now on; False where it did, or is none."""
    async with atomic():
        is_new = await fetchval(JOIN, team_id, organisation_id)
        if is_new:
            await record('team_group_joined', by=by, subject=('team', team_id), now=now, organisation_id=organisation_id)
    return is_new is not None


async def end_part(team_id: int, organisation_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """It takes no part any more; False where it took none."""
    async with atomic():
        ended = await execute('delete from team_organisation where team_id = $1 and organisation_id = $2', team_id, organisation_id)
        if ended == 'DELETE 1':
            await record('team_group_left', by=by, subject=('team', team_id), now=now, organisation_id=organisation_id)
    return ended == 'DELETE 1'


async def welcome(team_id: int, person_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Promise the letter that tells somebody of a team where its pages are and how to come in."""
    await promise(
        'team-welcome', person_id=person_id, subject_kind='team', subject_id=team_id, facts={'by': by.name[:120]},
        key=f'team-welcome {team_id} {person_id} {now.date().isoformat()}', due_at=now,
        useful_until=now + datetime.timedelta(days=14), now=now,
    )  # fmt: skip
