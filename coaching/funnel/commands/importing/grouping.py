"""Somebody says which organisation the words of a group mean; everybody whose row named it belongs to it from then on."""

from __future__ import annotations

import datetime
import json
from typing import Any

from coaching.funnel.queries import imports
from coaching.funnel.rules.imports import NoImport
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands.bringing_in import fill_in_many
from coaching.teams.commands.joining import join_many
from coaching.teams.commands.organisations import find_or_add_organisation
from coaching.teams.queries.organisations import organisation

CLEAR = "update import_row set group_words = '' where id = any($1)"
WRITE = """
update import_row r set made = n.made::jsonb from unnest($1::bigint[], $2::text[]) as n (id, made) where r.id = n.id
"""
LACKING = 'select id from person where id = any($1) and place_id is null and erased_at is null order by id for no key update'


async def link_group(batch_id: int, words: str, organisation_id: int | None, *, by: Actor, now: datetime.datetime) -> int:
    """Everybody whose row named this group belongs to the organisation, to a new one of that name where it is None; how many joined.

    :raises Refused: the import was undone, or nobody's group waits under these words
    """
    async with atomic():
        rows = await _rows(batch_id, words)
        if organisation_id is None:
            organisation_id, _ = await find_or_add_organisation(words, by=by, now=now)
        joined = await join_many([(person_id, organisation_id) for person_id in rows.values()], on=now.date(), by=by, now=now)
        found = await organisation(organisation_id)
        assert found
        placed = {row['id'] for row in await fetch(LACKING, list(rows.values()))} if found.place_id else set()
        await fill_in_many({person_id: {'place_id': found.place_id} for person_id in placed}, by=by, now=now)
        entry_id = await fetchval('select max(id) from entry')
        made = {row['id']: dict(row['made']) for row in await fetch('select id, made from import_row where id = any($1)', list(rows))}
        for row_id, person_id in rows.items():
            _note(made[row_id], person_id, joined.get((person_id, organisation_id)), entry_id if person_id in placed else None)
        await execute(WRITE, list(made), [json.dumps(one) for one in made.values()])
        await execute(CLEAR, list(rows))
    return len(set(rows.values()))


async def drop_group(batch_id: int, words: str) -> None:
    """These words mean no organisation.

    :raises Refused: as `link_group`
    """
    async with atomic():
        await execute(CLEAR, list(await _rows(batch_id, words)))


async def _rows(batch_id: int, words: str) -> dict[int, int]:
    batch = await imports.batch(batch_id, lock=True)
    rows = await imports.group_rows(batch_id, words) if batch and not batch.undone_at else {}
    if not rows:
        raise Refused(NoImport.NO_GROUP)
    return rows


def _note(made: dict[str, Any], person_id: int, membership_id: int | None, entry_id: int | None) -> None:
    """Write down for the undoing what a click added to what the row did; `entry_id` is the journal's last one where a place was filled."""
    if membership_id:
        made['membership'] = membership_id
    if entry_id:
        made |= {'whose': person_id, 'filled': sorted({*made.get('filled', ()), 'place_id'}), 'entry': entry_id}
