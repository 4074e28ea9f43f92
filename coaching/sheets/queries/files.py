"""One file about teams: its rows as they would be taken, and as they were."""

from __future__ import annotations

import asyncio
import datetime

from coaching.accounts.queries import network_day
from coaching.funnel.queries import imports
from coaching.funnel.values.imports import Batch
from coaching.kit.access import Actor
from coaching.kit.database import fetch
from coaching.sheets.queries.standing import standing
from coaching.sheets.reading.fates import plan
from coaching.sheets.reading.fates.standing import Planned
from coaching.sheets.reading.rows import read_rows
from coaching.sheets.values import Columns, DoneRow, Fate

DONE = """
select r.number, r.fate, r.team_id, coalesce(t.name, '') as team, r.person_id, coalesce(p.name, '') as person,
    coalesce(r.made->>'why', '') as why, (r.made->>'row')::int as earlier
from sheet_row r left join team t on t.id = r.team_id left join person p on p.id = r.person_id
where r.batch_id = $1 and r.number > $2 and ($3::text is null or r.fate = $3) order by r.number limit $4
"""
STAYED = """
select distinct r.made->>'stays' as what, coalesce(t.name, '') as team, coalesce(p.name, '') as person
from sheet_row r left join team t on t.id = r.team_id left join person p on p.id = r.person_id
where r.batch_id = $1 and r.made ? 'stays' order by 1 desc, 2, 3 limit 200
"""


async def planned(batch: Batch, *, by: Actor, now: datetime.datetime, lock: bool = False) -> list[Planned]:
    """What would become of each row now, for whoever brings the file in; `lock` holds the people who are known.

    :raises Refused: the file is no longer here
    """
    today, columns = await network_day(now), Columns.from_json(batch.mapping or {})
    rows = await asyncio.to_thread(read_rows, await imports.sheet(batch.id), columns, today=today)
    known = await standing(rows, columns, by=by, today=today, lock=lock)
    return await asyncio.to_thread(plan, rows, columns, known)


async def done_rows(batch_id: int, *, fate: Fate | None = None, after: int = 0, limit: int = 50) -> list[DoneRow]:
    """What became of the rows of a file, in their order; `after` is the number of the last row of the page before."""
    found = await fetch(DONE, batch_id, after, fate, limit)
    return [DoneRow(**{**row, 'fate': Fate(row['fate'])}) for row in found]


async def stayed(batch_id: int) -> list[tuple[str, str, str]]:
    """What an undoing left because it was used since: what it is, of which team and whose; at most 200."""
    return [(row['what'], row['team'], row['person']) for row in await fetch(STAYED, batch_id)]
