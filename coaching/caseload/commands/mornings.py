"""The letters of a morning: on Mondays the list, on other days what cannot wait; one a day to one person, however often this runs."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network
from coaching.caseload.queries.lists import cannot_wait_for, waits_for
from coaching.caseload.queries.mornings import Desk, desks
from coaching.caseload.rules.writing import is_monday, midnight_after, morning
from coaching.kit.database import fetch
from coaching.outbox.commands import promise

WEEKLY, DAILY = 'monday-list', 'waits-today'
PROMISED = "select person_id from promise where subject_kind = 'person' and kind = any($1) and key like $2"


async def write(*, now: datetime.datetime) -> int:
    """Promise a letter to everybody for whom something waits and who has none of this day yet; how many."""
    house = await network()
    day = morning(now, house.zone) if house else None
    if house is None or day is None:
        return 0
    told = {row['person_id'] for row in await fetch(PROMISED, [WEEKLY, DAILY], f'list:{day}:%')}
    count = 0
    for desk in await desks(now):
        if desk.person_id not in told and await _is_needed(desk, day, now, house.zone):
            await promise(
                WEEKLY if is_monday(day) else DAILY, person_id=desk.person_id, subject_kind='person', subject_id=desk.person_id,
                key=f'list:{day}:{desk.person_id}', due_at=now, useful_until=midnight_after(day, house.zone), now=now,
            )  # fmt: skip
            count += 1
    return count


async def _is_needed(desk: Desk, day: datetime.date, now: datetime.datetime, zone: str) -> bool:
    found = await (waits_for if is_monday(day) else cannot_wait_for)(desk, today=day, now=now, zone=zone)
    return not found.is_nothing
