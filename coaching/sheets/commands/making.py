"""Bring a file about teams in: everything in one transaction, or nothing."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from coaching.funnel.commands import importing
from coaching.funnel.reading.fates import Somebody
from coaching.funnel.rules.imports import NoImport
from coaching.funnel.values.imports import Batch
from coaching.kit.access import Actor
from coaching.kit.database import execute
from coaching.kit.refusal import Refused
from coaching.people.commands.bringing_in import add_many, fill_in_many
from coaching.sheets.commands.rows import ROWS_OF, Making
from coaching.sheets.queries import files
from coaching.sheets.reading.fates.standing import Planned
from coaching.sheets.values import Columns

ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('sheets about teams'))"
ROWS = """
insert into sheet_row (batch_id, number, fate, team_id, person_id, made)
select $1, number, fate, team_id, person_id, made::jsonb
from unnest($2::int[], $3::text[], $4::bigint[], $5::bigint[], $6::text[]) as n (number, fate, team_id, person_id, made)
"""


async def make(batch_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Bring in every row that can be; the file itself is not kept any longer. One file at a time, so that two see each other's teams.

    :raises Refused: it was brought in before, is no longer here, its columns are not known, or no row can be taken
    """

    async def do(batch: Batch) -> None:
        await execute(ONE_AT_A_TIME)
        await _make(batch, await files.planned(batch, by=by, now=now, lock=True), by=by, now=now)

    await importing.bring_in(batch_id, do)


async def _make(batch: Batch, planned: list[Planned], *, by: Actor, now: datetime.datetime) -> None:
    good = [one for one in planned if one.fault is None]
    if not good:
        raise Refused(NoImport.NO_ROWS)
    making = await _people(good, by=by, now=now)
    made = await ROWS_OF[Columns.from_json(batch.mapping or {}).kind](good, making)
    told = [(one, _told(one, making, made.get(one.row.number, {}))) for one in planned]
    rows = [
        (one.row.number, one.fate, making.team_id(one), making.person_id(one.who or one.coach) if one.who or one.coach else None,
         json.dumps(did, default=str))
        for one, did in told
    ]  # fmt: skip
    await execute(ROWS, batch.id, *(list(column) for column in zip(*rows, strict=True)))
    counts = Counter(one.fate.name.lower() for one in planned)
    counts.update(rows=len(planned), people=len(making.new), teams=len(making.formed))
    await importing.settle(batch, counts, by=by, now=now)


async def _people(good: list[Planned], *, by: Actor, now: datetime.datetime) -> Making:
    """Everybody whom good rows name, added where they are new, with what rows add to those who are known."""
    every = list(dict.fromkeys(who for one in good for who in (one.who, one.coach) if who))
    new = [who for who in every if who.person_id is None]
    ids = await add_many([who.newcomer() for who in new], source='import', by=by, now=now)
    filled = {who.person_id: who.filled for who in every if who.person_id and who.filled}
    entry_id = await fill_in_many(filled, by=by, now=now) if filled else None
    return Making(dict(zip(new, ids, strict=True)), entry_id, by, now)


def _told(one: Planned, making: Making, did: dict[str, Any]) -> Mapping[str, Any]:
    """What a row did, for its undoing: ids and our own words, nothing that the row said."""
    if one.fault:
        return {'why': one.fault.reason.name, 'row': one.fault.facts.get('row')}
    people: list[Somebody] = [who for who in (one.who, one.coach) if who]
    told = did | {
        'people': [making.person_id(who) for who in people],
        'new': [making.new[who] for who in people if who in making.new],
        'filled': {str(who.person_id): sorted(who.filled) for who in people if who.person_id and who.filled},
        'entry': making.entry_id,
    }
    return {name: fact for name, fact in told.items() if fact}
