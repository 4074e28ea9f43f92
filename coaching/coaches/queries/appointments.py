"""Talks that are planned."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.coaches.values import NextTalk
from coaching.kit.database import fetch, fetchrow

PLANNED = """
select a.id, a.team_id, t.name as team, a.coach_id, p.name as coach, a.starts_at, a.minutes, a.zone, a.mode, a.where_words, a.uid,
       a.sequence
from appointment a join team t on t.id = a.team_id join person p on p.id = a.coach_id
"""


async def next_talks(team_ids: Collection[int], now: datetime.datetime) -> dict[int, NextTalk]:
    """The next planned talk of each of these teams; one that began less than a day ago and is not logged yet counts still."""
    rows = await fetch(
        f"""select distinct on (team_id) * from ({PLANNED} where a.team_id = any($1) and a.state = 'planned'
            and a.starts_at > $2::timestamptz - interval '1 day') planned order by team_id, starts_at, id""",
        list(team_ids), now,
    )  # fmt: skip
    return {row['team_id']: NextTalk(**row) for row in rows}


async def appointment(appointment_id: int) -> NextTalk | None:
    """A planned talk."""
    row = await fetchrow(f"{PLANNED} where a.id = $1 and a.state = 'planned'", appointment_id)
    return NextTalk(**row) if row else None


async def planned(team_id: int, coach_id: int) -> NextTalk | None:
    """What this coach and this team have planned."""
    row = await fetchrow(f"{PLANNED} where a.team_id = $1 and a.coach_id = $2 and a.state = 'planned'", team_id, coach_id)
    return NextTalk(**row) if row else None


async def agenda(coach_id: int, since: datetime.datetime, limit: int = 200) -> list[NextTalk]:
    """What a coach has planned, the soonest first, also what is past and was not logged."""
    rows = await fetch(
        f"{PLANNED} where a.coach_id = $1 and a.state = 'planned' and a.starts_at > $2 order by a.starts_at, a.id limit $3",
        coach_id, since, limit,
    )  # fmt: skip
    return [NextTalk(**row) for row in rows]
