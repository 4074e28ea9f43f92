"""Talks of before come in many at once, and they and assignments that came by a list go again where nobody has touched them since."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

from coaching.coaches.commands.grants import settle
from coaching.coaches.values import PastTalk
from coaching.journal.commands import record, record_each
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch
from coaching.kit.referring import pointed_at

ADD = """
insert into contact (author_id, draft_key, happened_on, how, mode, minutes, travel_minutes, going_well, in_the_way, visibility, recorded_at)
select n.*, $11 from unnest($1::bigint[], $2::text[], $3::date[], $4::text[], $5::text[], $6::smallint[], $7::smallint[], $8::text[],
    $9::text[], $10::text[]) as n
on conflict (author_id, draft_key) do nothing returning id, author_id, draft_key
"""
WITH_TEAMS = """
insert into contact_team (contact_id, team_id, happened_on, how) select n.id, n.team_id, c.happened_on, c.how
from unnest($1::bigint[], $2::bigint[]) as n (id, team_id) join contact c on c.id = n.id
"""
NOTE = """
insert into contact_addendum (contact_id, by_id, words, written_at) select n.id, n.by_id, n.words, $4
from unnest($1::bigint[], $2::bigint[], $3::text[]) as n (id, by_id, words)
"""
# A talk is as it came while nobody changed it, took it back or added a line, and nothing else points at it.
AS_THEY_CAME = """
select c.id from contact c where c.id = any($1) and c.version = 1 and c.removed_at is null and not exists (
    select from contact_addendum a where a.contact_id = c.id and a.written_at > c.recorded_at
) and not exists (select from next_step s where s.contact_id = c.id) order by c.id for update
"""
ITS_OWN = ('contact_team', 'contact_coach', 'contact_addendum')
GOES_ON = """
select a.id, a.team_id, a.person_id, a.role from assignment a join unnest($1::bigint[], $2::date[]) as c (id, ended_on) on c.id = a.id
where a.ended_on is not distinct from c.ended_on order by a.id for update of a
"""
NO_COACH = """
delete from coach c where c.person_id = any($1) and c.version = 1 and c.may_be_called_at is null and c.feed_nonce is null
    and not exists (select from assignment a where a.person_id = c.person_id)
"""


async def log_many(talks: Sequence[PastTalk], *, by: Actor, now: datetime.datetime) -> list[int | None]:
    """Write down talks that were before; their ids in the same order, None where a coach had that one already."""
    columns = [[getattr(one, name) for one in talks] for name in PastTalk.COLUMNS]
    async with atomic():
        added = {(row['author_id'], row['draft_key']): row['id'] for row in await fetch(ADD, *columns, now)}
        new = [(added.get((one.author_id, one.draft_key)), one) for one in talks]
        fresh = [(number, one) for number, one in new if number]
        await execute(WITH_TEAMS, [number for number, _ in fresh], [one.team_id for _, one in fresh])
        noted = [(number, one) for number, one in fresh if one.note]
        await execute(NOTE, [number for number, _ in noted], [one.author_id for _, one in noted], [one.note for _, one in noted], now)
        happened = [(one.team_id, {'contact_id': number, 'how': one.how}) for number, one in fresh]
        await record_each('talk_logged', 'team', happened, by=by, now=now)
    return [number for number, _ in new]


async def unlog(contact_ids: Collection[int], *, by: Actor, now: datetime.datetime) -> set[int]:
    """Remove those of these talks that are just as they came; which they were."""
    async with atomic():
        alone = {row['id'] for row in await fetch(AS_THEY_CAME, list(contact_ids))}
        besides: dict[str, list[int]] = {}
        for table in ITS_OWN:
            rows = await fetch(f'select id from {table} where contact_id = any($1)', list(alone))
            besides[table] = [row['id'] for row in rows]
        gone = sorted(alone - await pointed_at('contact', alone, besides=besides))
        rows = await fetch('select contact_id, team_id from contact_team where contact_id = any($1)', gone)
        for table in ITS_OWN:
            await execute(f'delete from {table} where contact_id = any($1)', gone)
        await execute('delete from contact where id = any($1)', gone)
        happened = [(row['team_id'], {'contact_id': row['contact_id']}) for row in rows]
        await record_each('talk_taken_back', 'team', happened, by=by, now=now)
    return set(gone)


async def as_they_came(assignments: Mapping[int, datetime.date | None]) -> set[int]:
    """Those of these assignments that end when they did as they came."""
    return {row['id'] for row in await fetch(GOES_ON, list(assignments), list(assignments.values()))}


async def unassign(assignments: Mapping[int, datetime.date | None], *, by: Actor, now: datetime.datetime) -> set[int]:
    """Remove those of these assignments that end when they did as they came (the day, or None); what they opened closes."""
    async with atomic():
        rows = await fetch(GOES_ON, list(assignments), list(assignments.values()))
        used = await pointed_at('assignment', [row['id'] for row in rows], besides={})
        gone = [row for row in rows if row['id'] not in used]
        await execute('delete from assignment where id = any($1)', [row['id'] for row in gone])
        for row in gone:
            await settle(row['team_id'], [row['person_id']], by=by, now=now)
            await record('coach_ended', by=by, subject=('team', row['team_id']), now=now, person_id=row['person_id'], role=row['role'])
    return {row['id'] for row in gone}


async def no_coaches(person_ids: Collection[int]) -> None:
    """Of these persons those who stand beside no team any more, and never said what they can take on, are no coaches."""
    await execute(NO_COACH, list(person_ids))
