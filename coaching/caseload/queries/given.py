"""How much coaching teams were given: days, talks and minutes, and no word of what was said."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from coaching.coaches.queries.appointments import next_talks
from coaching.coaches.queries.assignments import watched
from coaching.coaches.queries.contacts import counted, last_talks


@dataclass(frozen=True, slots=True)
class Given:
    """Talks that took place and their minutes since a day; the last talk there was, and the next one that is planned."""

    coaches: str
    talks: int
    minutes: int
    last_on: datetime.date | None
    next_at: datetime.datetime | None
    next_zone: str


async def given(team_ids: Collection[int], *, since: datetime.date, on: datetime.date, now: datetime.datetime) -> dict[int, Given]:
    """Of each of these teams, in four questions."""
    talks, last = await counted(team_ids, since), await last_talks(team_ids)
    planned, watch = await next_talks(team_ids, now), await watched(team_ids, on)
    found = {}
    for team_id in team_ids:
        count, minutes = talks.get(team_id, (0, 0))
        late, coming, who = last.get(team_id), planned.get(team_id), watch.get(team_id)
        coach = ' → '.join(filter(None, (who.lead, who.cover))) if who else ''
        found[team_id] = Given(
            coach, count, minutes, late.happened_on if late else None, coming.starts_at if coming else None, coming.zone if coming else '',
        )  # fmt: skip
    return found
