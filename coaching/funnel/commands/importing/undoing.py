"""Undo a whole import: what it made and nobody has used since goes, what was used stays and is told."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from coaching.funnel.commands.importing.settling import settle_undone
from coaching.funnel.commands.progress import follow
from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import why_not_undo
from coaching.journal.commands import record_each
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands.bringing_in import empty_again, take_back
from coaching.people.queries.recognising import hold, untouched
from coaching.teams.commands.joining import unjoin_many

MADE = 'select person_id, made from import_row where batch_id = $1 and person_id is not null'
ENTRY = "select max(id) from entry where kind = 'import_made' and subject_kind = 'import_batch' and subject_id = $1"
# A later import said the same: from now on the credit is that one's.
HAND_OVER = """
update prior_credit c set batch_id = later.batch_id from (
    select distinct on (said.id) said.id::bigint, r.batch_id from import_row r
    join import_batch b on b.id = r.batch_id and b.made_at is not null and b.undone_at is null
    cross join lateral jsonb_array_elements_text(r.made->'same') as said (id)
    where r.person_id = any($2) and r.batch_id <> $1 and r.made ? 'same' order by said.id, r.batch_id
) later where c.id = later.id and c.batch_id = $1
"""
# What the schema says of all other tables is asked where persons are at home; these hold rows that the import itself made.
OURS = ('import_row.person_id', 'progress.person_id', 'membership.person_id', 'prior_credit.person_id')
USED = """
select person_id from prior_credit where person_id = any($1) and batch_id is distinct from $3
union select person_id from membership where person_id = any($1) and (id <> all($2) or ended_on is not null or title <> '')
union select r.person_id from import_row r join import_batch b on b.id = r.batch_id and b.made_at is not null and b.undone_at is null
    where r.person_id = any($1) and r.batch_id <> $3
"""
REMOVE = 'delete from prior_credit where batch_id = $1 returning person_id, stage, attended_on'
# Of the persons only those who stay are still named, so that they can be told.
SETTLE = """
update import_row r set group_words = '', person_id = case when stays then r.person_id end,
    made = case when stays then '{"stays": true}' else '{}' end::jsonb
from (select id, person_id = any($2) and (made ? 'new' or made ? 'filled') as stays from import_row where batch_id = $1) s
where r.id = s.id
"""
LET_GO = 'update import_row set person_id = null where person_id = any($1)'


async def undo(batch_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Take back everything that came by one file.

    :raises Refused: it was not brought in, was undone, or is older than 30 days
    """
    async with atomic():
        batch = await imports.batch(batch_id, lock=True)
        assert batch
        if reason := why_not_undo(batch, now):
            raise Refused(reason)
        rows = await fetch(MADE, batch_id)
        made: list[Mapping[str, Any]] = [row['made'] for row in rows]
        filled = _filled(made, await fetchval(ENTRY, batch_id))
        new = {one['new'] for one in made if 'new' in one}
        await hold({*new, *(person_id for person_id, _ in filled)})
        await execute(HAND_OVER, batch_id, [row['person_id'] for row in rows])
        memberships = [one['membership'] for one in made if 'membership' in one]
        touched: Counter[int] = Counter()
        for one in made:
            if 'touched' in one:
                touched[one['whose']] += one['touched']
        gone = await _unused(batch_id, {person_id: 1 + touched[person_id] for person_id in new}, memberships)
        await _remove_credits(batch_id, gone, by=by, now=now)
        await unjoin_many(memberships, untold=gone, by=by, now=now)
        kept = await empty_again(
            {pair: entry for pair, entry in filled.items() if pair[0] not in gone}, filled_at=batch.made_at, by=by, now=now
        )
        await execute(SETTLE, batch_id, sorted((new - gone) | kept.keys()))
        await execute(LET_GO, sorted(gone))
        await execute('delete from progress where person_id = any($1)', sorted(gone))
        await take_back(gone)
        await settle_undone(batch, {'taken_back': len(gone), 'stayed': len(new - gone)}, people=len(gone), by=by, now=now)


async def _unused(batch_id: int, versions: Mapping[int, int], memberships: list[int]) -> set[int]:
    """Those whom the import made and nobody and nothing else has to do with; `versions` are their records' as the import left them."""
    alone = await untouched(versions, besides=OURS)
    used = {row['person_id'] for row in await fetch(USED, sorted(alone), memberships, batch_id)}
    return alone - used


async def _remove_credits(batch_id: int, gone: Collection[int], *, by: Actor, now: datetime.datetime) -> None:
    rows = [row for row in await fetch(REMOVE, batch_id) if row['person_id'] not in gone]
    happened = [(row['person_id'], {'stage': row['stage'], 'attended_on': row['attended_on']}) for row in rows]
    await record_each('credit_removed', 'person', happened, by=by, now=now)
    await follow(row['person_id'] for row in rows)


def _filled(made: Collection[Mapping[str, Any]], entry_id: int) -> dict[tuple[int, str], int]:
    """What was filled in, by the person whose record it was then, with the journal's last entry of that time."""
    return {
        (one['whose'], field): one.get('entry', entry_id) if field == 'place_id' else entry_id
        for one in made
        for field in one.get('filled', ())
    }
