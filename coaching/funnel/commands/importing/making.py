"""Bring a file in: everything in one transaction, or nothing."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from coaching.accounts.queries import network_day
from coaching.funnel.commands.importing.settling import bring_in, settle
from coaching.funnel.commands.progress import follow
from coaching.funnel.queries import imports
from coaching.funnel.reading.fates import Planned, Somebody
from coaching.funnel.rules.imports import NoImport
from coaching.funnel.values.imports import Batch, Fate
from coaching.journal.commands import record_each
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetch
from coaching.kit.refusal import Refused
from coaching.people.commands.bringing_in import add_many, fill_in_many
from coaching.teams.commands.joining import join_many

SOURCE = 'before this system'

CREDIT = """
insert into prior_credit (person_id, stage, attended_on, source, by_person_id, batch_id, recorded_at)
select person_id, stage, attended_on, $4, $5, $6, $7 from unnest($1::bigint[], $2::text[], $3::date[]) as n (person_id, stage, attended_on)
on conflict (person_id, stage, attended_on) do nothing returning id, person_id, stage, attended_on
"""
ROWS = """
insert into import_row (batch_id, number, fate, person_id, made, group_words)
select $1, number, fate, person_id, made::jsonb, group_words
from unnest($2::int[], $3::text[], $4::bigint[], $5::text[], $6::text[]) as n (number, fate, person_id, made, group_words)
"""
Pair = tuple[int, int]
Credit = tuple[int, str, datetime.date]


async def make(batch_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Bring in every row that can be; the file itself is not kept any longer.

    :raises Refused: it was brought in before, is no longer here, its columns are not known, or no row can be taken
    """

    async def do(batch: Batch) -> None:
        rows = await imports.rows(batch, now=now)
        await _make(batch, await imports.planned(batch, rows, lock=True), by=by, now=now)

    await bring_in(batch_id, do)


async def _make(batch: Batch, planned: list[Planned], *, by: Actor, now: datetime.datetime) -> None:
    people = list(dict.fromkeys(one.who for one in planned if one.who))
    if not people:
        raise Refused(NoImport.NO_ROWS)
    new = [who for who in people if who.person_id is None]
    ids = await add_many([who.newcomer() for who in new], source='import', by=by, now=now)
    of = {who: who.person_id for who in people} | dict(zip(new, ids, strict=True))
    await fill_in_many({who.person_id: who.filled for who in people if who.person_id and who.filled}, by=by, now=now)
    pairs = [(of[one.who], one.joins.id) for one in planned if one.who and one.joins]
    joined = await join_many(pairs, on=await network_day(now), by=by, now=now)
    credited = await _credit(batch.id, [(of[one.who], mark.stage, mark.on) for one in planned if one.who for mark in one.credits], by, now)
    await _write_rows(batch.id, [(one, of.get(one.who), _made(one, of, joined, credited)) for one in planned])
    counts = Counter(one.fate.name.lower() for one in planned)
    counts.update(rows=len(planned), people=len(new), credits=len(credited), memberships=len(joined))
    await follow(person_id for person_id, _, _ in credited)
    await settle(batch, counts, by=by, now=now)


async def _credit(batch_id: int, wanted: list[Credit], by: Actor, now: datetime.datetime) -> dict[Credit, int]:
    """Count these as attended; the new credits' ids."""
    columns = [list(column) for column in zip(*wanted, strict=True)] or [[], [], []]
    rows = await fetch(CREDIT, *columns, SOURCE, by.person_id, batch_id, now)
    happened = [(row['person_id'], {'stage': row['stage'], 'attended_on': row['attended_on']}) for row in rows]
    await record_each('credit_recorded', 'person', happened, by=by, now=now)
    return {(row['person_id'], row['stage'], row['attended_on']): row['id'] for row in rows}


def _made(
    one: Planned, of: Mapping[Somebody | None, int], joined: Mapping[Pair, int], credited: Mapping[Credit, int]
) -> dict[str, Any]:
    """What a row did, for its undoing: ids and our own words, nothing that the row said."""
    if one.fault:
        return {'why': one.fault.reason.name, 'row': one.fault.facts.get('row')}
    assert one.who
    person_id = of[one.who]
    credits = [credited.get((person_id, mark.stage, mark.on)) for mark in one.credits]
    told = {
        'new': person_id if one.fate is Fate.NEW else None,
        'filled': one.filled if one.who.person_id else (),
        'whose': person_id if one.filled and one.who.person_id else None,
        'credits': [number for number in credits if number],
        'same': one.same,
        'membership': joined.get((person_id, one.joins.id)) if one.joins else None,
    }
    return {name: fact for name, fact in told.items() if fact}


async def _write_rows(batch_id: int, rows: Iterable[tuple[Planned, int | None, dict[str, Any]]]) -> None:
    told = [(one.row.number, one.fate, person_id, json.dumps(made), one.group_words) for one, person_id, made in rows]
    await execute(ROWS, batch_id, *(list(column) for column in zip(*told, strict=True)))
