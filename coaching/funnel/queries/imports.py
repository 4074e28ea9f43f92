"""Files of people: what was brought in, what is waiting, and what would become of each row."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Sequence

from coaching.accounts.queries import network_day
from coaching.funnel.reading import columns, eventbrite
from coaching.funnel.reading import rows as sheet_rows
from coaching.funnel.reading.columns import ColumnMap
from coaching.funnel.reading.fates import Planned, Standing, plan, signs
from coaching.funnel.reading.packing import unpacked
from coaching.funnel.reading.values import ImportRow, Sheet
from coaching.funnel.rules.imports import NoImport
from coaching.funnel.values.imports import Batch, DoneRow, Fate, Group
from coaching.kit.database import fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.words import ENGLISH, fold
from coaching.people.queries.recognising import recognised
from coaching.teams.queries.naming import belonging, by_exact_name

TOOLS = {'sheet': (columns.guess, sheet_rows.read_rows), 'eventbrite': (eventbrite.guess, eventbrite.read_rows)}
LANGUAGE = 'every_language'

BATCH = """
select b.id, b.tool, b.file_name, b.digest, b.mapping, b.counts, b.by_person_id as by_id,
    coalesce(p.name, '') as by_name, b.uploaded_at, b.made_at, b.undone_at, b.content is not null as has_content
from import_batch b left join person p on p.id = b.by_person_id
"""
CREDITS = 'select id, person_id, stage, attended_on from prior_credit where person_id = any($1)'
WORDS = "select distinct person_id, group_words from import_row where person_id = any($1) and group_words <> ''"
DONE = """
select r.number, r.fate, r.person_id, coalesce(p.name, '') as name, jsonb_array_length(coalesce(r.made->'credits', '[]')) as credits,
    coalesce(r.made->>'why', '') as why, (r.made->>'row')::int as earlier
from import_row r left join person p on p.id = r.person_id
where r.batch_id = $1 and r.number > $2 and ($3::text is null or r.fate = $3) order by r.number limit $4
"""
STAYED = """
select p.id, p.name from import_row r join person p on p.id = r.person_id
where r.batch_id = $1 and r.made ? 'stays' and p.name <> '' group by p.id order by p.folded_name, p.id limit 200
"""
GROUPS = """
select mode() within group (order by group_words) as words, count(distinct person_id)::int as people from import_row
where batch_id = $1 and group_words <> '' and group_answer_id is null and person_id is not null
group by folded_group order by people desc, words
"""


async def batches(before_id: int | None = None, limit: int = 25, *, by_id: int | None = None) -> list[Batch]:
    """Every file, or those that one person chose, newest first; `before_id` is the last one of the page before."""
    own = '($1::bigint is null or b.id < $1) and ($3::bigint is null or b.by_person_id = $3)'
    rows = await fetch(f'{BATCH} where {own} order by b.id desc limit $2', before_id, limit, by_id)
    return [Batch(**row) for row in rows]


async def batch(batch_id: int, *, lock: bool = False) -> Batch | None:
    """One of them; `lock` holds it until the transaction ends."""
    row = await fetchrow(f'{BATCH} where b.id = $1 {"for update of b" if lock else ""}', batch_id)
    return Batch(**row) if row else None


async def sheet(batch_id: int) -> Sheet:
    """What a file holds.

    :raises Refused: it is no longer here
    """
    content = await fetchval('select content from import_batch where id = $1', batch_id)
    if content is None:
        raise Refused(NoImport.GONE)
    return await asyncio.to_thread(unpacked, content)


async def remembered(header: Sequence[str]) -> dict[str, object] | None:
    """What columns with these names held the last time."""
    if not any(header):
        return None
    found: dict[str, object] | None = await fetchval(
        'select mapping from import_mapping where headers_digest = $1', columns.fingerprint(header)
    )
    return found


def guess(tool: str, sheet: Sheet) -> ColumnMap:
    """What the columns seem to hold."""
    return TOOLS[tool][0](sheet)


async def rows(batch: Batch, *, now: datetime.datetime) -> tuple[ImportRow, ...]:
    """The rows as they would be taken, by the columns that were chosen.

    :raises Refused: the file is no longer here
    """
    today = await network_day(now)
    chosen = ColumnMap.from_json(batch.mapping)
    return await asyncio.to_thread(TOOLS[batch.tool][1], await sheet(batch.id), chosen, today=today)


async def planned(batch: Batch, rows: Sequence[ImportRow], *, lock: bool = False) -> list[Planned]:
    """What would become of each row now; `lock` holds the people who are known until the transaction ends."""
    seen = signs(rows)
    people = await recognised(seen.emails, seen.phones, seen.names, lock=lock)
    ids = list(people.records)
    standing = Standing(
        people,
        {(row['person_id'], row['stage'], row['attended_on']): row['id'] for row in await fetch(CREDITS, ids)},
        await belonging(ids),
        {(row['person_id'], fold(row['group_words'])) for row in await fetch(WORDS, ids)},
        await by_exact_name(seen.groups),
    )
    language = str((batch.mapping or {}).get(LANGUAGE, ENGLISH))
    return await asyncio.to_thread(plan, rows, standing, language=language)


async def done_rows(batch_id: int, *, fate: Fate | None = None, after: int = 0, limit: int = 50) -> list[DoneRow]:
    """What became of the rows of an import, in their order; `after` is the number of the last row of the page before."""
    found = await fetch(DONE, batch_id, after, fate, limit)
    return [DoneRow(**{**row, 'fate': Fate(row['fate'])}) for row in found]


async def stayed(batch_id: int) -> dict[int, str]:
    """Names of those whom an undoing left because they were used since, by their ids; at most 200."""
    return {row['id']: row['name'] for row in await fetch(STAYED, batch_id)}


async def groups(batch_id: int) -> list[Group]:
    """Words of groups that nobody knows yet, said alike put together, those that most people named first."""
    return [Group(**row) for row in await fetch(GROUPS, batch_id)]
