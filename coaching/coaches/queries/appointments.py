"""Talks that are planned."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.coaches.values import AnyTalk, NextTalk
from coaching.kit.database import fetch, fetchrow, fetchval

ANY = """
select a.id, a.team_id, t.name as team, a.coach_id, p.name as coach, a.starts_at, a.minutes, a.zone, a.mode, a.where_words, a.uid,
       a.sequence{more}
from appointment a join team t on t.id = a.team_id join person p on p.id = a.coach_id
"""

PLANNED = ANY.replace('{more}', '')
WITH_STATE = ANY.replace('{more}', ', a.state, a.changed_at')


async def next_talks(team_ids: Collection[int], now: datetime.datetime) -> dict[int, NextTalk]:
    """The next planned talk of each of these teams; one that began less than a day ago and is not logged yet counts still."""
    rows = await fetch(
        f"""select distinct on (team_id) * from ({PLANNED} where a.team_id = any($1) and a.state = 'planned'
            and a.starts_at > $2::timestamptz - interval '1 day') planned order by team_id, starts_at, id""",
        list(team_ids), now,
    )  # fmt: skip
    return {row['team_id']: NextTalk(**row) for row in rows}


async def next_talk(team_id: int, now: datetime.datetime) -> NextTalk | None:
    """The same of one team; asked about one alone the database need not think anew each time."""
    row = await fetchrow(
        f"""{PLANNED} where a.team_id = $1 and a.state = 'planned' and a.starts_at > $2::timestamptz - interval '1 day'
            order by a.starts_at, a.id limit 1""",
        team_id, now,
    )  # fmt: skip
    return NextTalk(**row) if row else None


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


async def any_appointment(appointment_id: int) -> AnyTalk | None:
    """A talk, planned or not."""
    row = await fetchrow(f'{WITH_STATE} where a.id = $1', appointment_id)
    return AnyTalk(**row) if row else None


async def calendar_of(coach_id: int, since: datetime.datetime, limit: int = 300) -> list[AnyTalk]:
    """A coach's talks for a calendar program, also those that were taken off, so that they go there too."""
    sql = f'{WITH_STATE} where a.coach_id = $1 and a.starts_at > $2 order by a.starts_at, a.id limit $3'
    rows = await fetch(sql, coach_id, since, limit)
    return [AnyTalk(**row) for row in rows]


async def feed_nonce(person_id: int) -> bytes | None:
    """What the secret address of somebody's calendar is made of; None where there is none."""
    return await fetchval('select feed_nonce from coach where person_id = $1', person_id)
