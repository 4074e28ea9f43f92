"""Two records of one person become one, and can be taken apart again for 30 days."""

from __future__ import annotations

import datetime
from typing import Any

import asyncpg

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.people.keepers import all_keepers
from coaching.people.queries import merging as merging_facts
from coaching.people.queries.finding import PERSON
from coaching.people.rules import NoUndo, why_not_merge, why_not_undo
from coaching.people.values import Person, Reference

FILLED = ('email', 'phone', 'how_heard', 'zone', 'place_id')


async def merge(kept_id: int, merged_id: int, *, by: Actor, now: datetime.datetime, why: str = '') -> int:
    """Everything that belongs to `merged_id` belongs to `kept_id` from now on; the id of the merging.

    :raises Refused: by a rule, or by a domain that cannot let two become one
    """
    async with atomic():
        kept, merged = await _locked(kept_id, merged_id)
        if reason := why_not_merge(kept, merged):
            raise Refused(reason)
        recorded = {
            keeper.domain: dict(await keeper.before_merge(kept_id, merged_id, now) or {})
            for keeper in all_keepers()
            if keeper.before_merge
        }
        moved = {}
        for keeper in all_keepers():
            for reference in keeper.references:
                if reference.on_merge == 'move' and (keys := await _move(reference, merged_id, kept_id)):
                    moved[f'{reference.table}.{reference.column}'] = keys
        await execute('update person set merged_into_id = $2, version = version + 1 where id = $1', merged_id, kept_id)
        filled = await _fill(kept, merged)
        for keeper in all_keepers():
            if keeper.after_merge:
                await keeper.after_merge(kept_id, merged_id)
        merging_id: int = await fetchval(
            'insert into merging (kept_id, merged_id, by_person_id, merged_at, moved) values ($1, $2, $3, $4, $5) returning id',
            kept_id,
            merged_id,
            by.person_id,
            now,
            {'rows': moved, 'domains': recorded, 'filled': filled},
        )
        await record('merged', by=by, subject=('person', kept_id), now=now, why=why, merged_id=merged_id)
    return merging_id


async def undo_merging(merging_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Give back to the merged person what was moved; what happened since stays with the kept one.

    :raises Refused: after 30 days, a second time, or when the name and address were given to somebody else
    """
    async with atomic():
        await fetchrow('select id from merging where id = $1 for update', merging_id)
        facts = await merging_facts(merging_id)
        kept, _merged = await _locked(facts.kept_id, facts.merged_id)
        if reason := why_not_undo(facts, kept, now):
            raise Refused(reason)
        moved: dict[str, Any] = await fetchval('update merging set undone_at = $2 where id = $1 returning moved', merging_id, now)
        await _empty(facts.kept_id, facts.merged_id, moved['filled'])
        try:
            async with atomic():
                await execute('update person set merged_into_id = null, version = version + 1 where id = $1', facts.merged_id)
        except asyncpg.UniqueViolationError as error:
            raise Refused(NoUndo.TAKEN) from error
        for keeper in all_keepers():
            for reference in keeper.references:
                keys = moved['rows'].get(f'{reference.table}.{reference.column}', [])
                await _give_back(reference, keys, facts.kept_id, facts.merged_id)
        for keeper in all_keepers():
            if keeper.after_unmerge:
                await keeper.after_unmerge(facts.kept_id, facts.merged_id, moved['domains'].get(keeper.domain, {}), now)
        await record('merging_undone', by=by, subject=('person', facts.kept_id), now=now, merged_id=facts.merged_id)


async def say_distinct(one_id: int, other_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """These two are not the same person, so nobody is asked again."""
    async with atomic():
        said = await fetchval(
            """insert into distinct_pair (lower_id, higher_id, by_person_id, said_at) values ($1, $2, $3, $4)
               on conflict do nothing returning id""",
            min(one_id, other_id),
            max(one_id, other_id),
            by.person_id,
            now,
        )
        if said:
            await record('said_distinct', by=by, subject=('person', one_id), now=now, other_id=other_id)


async def _locked(kept_id: int, merged_id: int) -> tuple[Person, Person]:
    """Both records, locked in the order of their ids, so that two mergings never wait for each other in a ring."""
    rows = {number: await fetchrow(f'{PERSON} for update', number) for number in sorted({kept_id, merged_id})}
    return Person(**rows[kept_id]), Person(**rows[merged_id])


async def _move(reference: Reference, merged_id: int, kept_id: int) -> list[int]:
    """Point the rows at the kept person, all but those whose twin that person has; their keys."""
    table, column = reference.table, reference.column
    alone = ''
    if reference.rivals is not None:
        same = ''.join(f' and twin.{rival} is not distinct from moving.{rival}' for rival in reference.rivals)
        moving, twin = (reference.rivals_while.replace('{row}', row) for row in ('moving', 'twin'))
        alone = f"""and (({moving}) is not true
            or not exists (select from {table} twin where twin.{column} = $2 and ({twin}){same}))"""
    rows = await fetch(
        f'update {table} moving set {column} = $2 where moving.{column} = $1 {alone} returning moving.{reference.key} as key',
        merged_id,
        kept_id,
    )
    return sorted(row['key'] for row in rows)


async def _give_back(reference: Reference, keys: list[int], kept_id: int, merged_id: int) -> None:
    if keys:
        await execute(
            f'update {reference.table} set {reference.column} = $2 where {reference.key} = any($3) and {reference.column} = $1',
            kept_id,
            merged_id,
            keys,
        )


async def _fill(kept: Person, merged: Person) -> list[str]:
    """Let the kept person have what only the merged one had; the names of the fields."""
    lacking = [field for field in FILLED if not getattr(kept, field) and getattr(merged, field)]
    if 'email' in lacking and await _twin(kept.id, merged.email):
        lacking.remove('email')
    for field in lacking:
        await execute(f'update person set {field} = $2 where id = $1', kept.id, getattr(merged, field))
    await execute('update person set seen_at = greatest(seen_at, $2), version = version + 1 where id = $1', kept.id, merged.seen_at)
    return lacking


async def _twin(kept_id: int, email: str | None) -> bool:
    return await fetchval(
        """select exists (select from person twin join person kept on kept.id = $1 and kept.folded_name = twin.folded_name
           where twin.email = $2 and twin.erased_at is null and twin.merged_into_id is null)""",
        kept_id,
        email,
    )


async def _empty(kept_id: int, merged_id: int, filled: list[str]) -> None:
    """Take back what was filled in, unless it was changed since."""
    empty = {'email': 'null', 'phone': 'null', 'place_id': 'null', 'how_heard': "''", 'zone': "''"}
    for field in filled:
        await execute(
            f'update person kept set {field} = {empty[field]} from person merged where kept.id = $1 and merged.id = $2 '
            f'and kept.{field} is not distinct from merged.{field}',
            kept_id,
            merged_id,
        )
