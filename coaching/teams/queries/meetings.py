"""Meetings that were, and dates of those to come."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection

import asyncpg

from coaching.kit.database import fetch, fetchrow
from coaching.teams.values import Answer, AskedFacts, DateFacts, MeetingFacts, PollFacts

MEETING = """
select m.id, m.team_id, m.held_on, m.title, m.decided, coalesce(b.name, '') as made_by, m.version,
       (select coalesce(jsonb_agg(jsonb_build_array(p.id, p.name) order by p.folded_name), '[]') from meeting_person w
        join person p on p.id = w.person_id and p.erased_at is null and p.merged_into_id is null where w.meeting_id = m.id) as people
from meeting m left join person b on b.id = m.made_by_id
"""
POLL = """
select p.id, p.team_id, p.title, p.zone, p.place_words, coalesce(b.name, '') as made_by, p.made_at, p.chosen_id, p.uid, p.sequence,
       p.cancelled_at from meeting_poll p left join person b on b.id = p.made_by_id
"""
ASKED = 'select id, poll_id, person_id, nonce from meeting_asked'
DATES = """
select d.id, d.poll_id, d.number, d.starts_at, d.minutes, (
    select coalesce(jsonb_object_agg(a.person_id, a.answer), '{}') from meeting_answer a where a.date_id = d.id
) as answers from meeting_date d where d.poll_id = any($1) order by d.starts_at, d.number
"""


async def meeting(meeting_id: int) -> MeetingFacts | None:
    row = await fetchrow(f'{MEETING} where m.id = $1', meeting_id)
    return MeetingFacts(**{**row, 'people': tuple((one, name) for one, name in row['people'])}) if row else None


async def meetings(team_id: int, *, limit: int = 50) -> list[MeetingFacts]:
    """What a team's meetings were, the last first."""
    rows = await fetch(f'{MEETING} where m.team_id = $1 order by m.held_on desc, m.id desc limit {limit:d}', team_id)
    return [MeetingFacts(**{**row, 'people': tuple((one, name) for one, name in row['people'])}) for row in rows]


async def poll(poll_id: int) -> PollFacts | None:
    found = await _polls(await fetch(f'{POLL} where p.id = $1', poll_id))
    return found[0] if found else None


async def polls_to_come(team_id: int, now: datetime.datetime) -> list[PollFacts]:
    """Dates that are asked about, then those that are chosen, the soonest first; without what is over or called off."""
    rows = await fetch(
        f"""{POLL} where p.team_id = $1 and p.cancelled_at is null and exists (
            select from meeting_date d where d.poll_id = p.id and (p.chosen_id is null or d.id = p.chosen_id)
                and d.starts_at + d.minutes * interval '1 minute' > $2) order by p.chosen_id is not null, p.id limit 20""",
        team_id,
        now,
    )
    found = await _polls(rows)
    return sorted(found, key=lambda one: (one.chosen is not None, one.chosen.starts_at if one.chosen else one.dates[0].starts_at))


async def _polls(rows: Collection[asyncpg.Record]) -> list[PollFacts]:
    dates: dict[int, list[DateFacts]] = defaultdict(list)
    for row in await fetch(DATES, [row['id'] for row in rows]) if rows else ():
        answers = {int(person_id): Answer(said) for person_id, said in row['answers'].items()}
        dates[row['poll_id']].append(DateFacts(row['id'], row['number'], row['starts_at'], row['minutes'], answers))
    return [PollFacts(**row, dates=tuple(dates[row['id']])) for row in rows]


async def asked_of(poll_id: int, person_id: int) -> AskedFacts | None:
    row = await fetchrow(f'{ASKED} where poll_id = $1 and person_id = $2', poll_id, person_id)
    return AskedFacts(**row) if row else None


async def asked(asked_id: int) -> AskedFacts | None:
    row = await fetchrow(f'{ASKED} where id = $1', asked_id)
    return AskedFacts(**row) if row else None
