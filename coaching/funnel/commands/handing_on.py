"""What is changed on an offering goes on to its coming dates, field by field, where a date has not been given another one."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from coaching.funnel.commands.dates import FIELDS, change_fields, set_trainers
from coaching.funnel.commands.dating import hold_dates
from coaching.funnel.commands.telling import tell
from coaching.funnel.commands.waiting import fill_seats
from coaching.funnel.queries.telling import stands
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetch

DATES = """
select s.*, array(select person_id from session_trainer where session_id = s.id) as trainer_ids
from session s where s.id = any($1) and s.starts_at > $2 and s.state <> 'closed' order by s.id
"""


async def hand_on(
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    trainers: tuple[frozenset[int], frozenset[int]],
    *,
    by: Actor,
    now: datetime.datetime,
) -> tuple[frozenset[int], frozenset[int]]:
    """Let coming dates follow, inside the transaction that changed the offering; which dates, and who is told of another place.

    `before` is the offering's row as it was, `trainers` who led before and who leads now.
    """
    followed = {name: changed[name] for name in FIELDS if name in changed}
    if not followed and trainers[0] == trainers[1]:
        return frozenset(), frozenset()
    rows = await fetch(DATES, await hold_dates(before['id'], now), now)
    stood = await stands([row['id'] for row in rows])
    touched: set[int] = set()
    for row in rows:
        names = await change_fields(row['id'], {name: value for name, value in followed.items() if row[name] == before[name]})
        if trainers[0] == frozenset(row['trainer_ids']) and await set_trainers(row['id'], sorted(trainers[1])):
            names.append('trainers')
        if names:
            await execute('update session set version = version + 1 where id = $1', row['id'])
            await record('session_changed', by=by, subject=('session', row['id']), now=now, fields=names)
            touched.add(row['id'])
    told = await tell({session_id: stood[session_id] for session_id in touched}, now=now)
    for session_id in sorted(touched):
        await fill_seats(session_id, now=now)
    return frozenset(touched), told
