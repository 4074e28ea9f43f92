"""Organisations are added once, changed, and merged when two are one."""

from __future__ import annotations

import datetime
from typing import Any

import asyncpg

from coaching.accounts.queries import network_day
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.words import fold
from coaching.teams.queries import organisation
from coaching.teams.rules import KINDS, SECTORS, NoOrganisation, why_not_merge

FIELDS = ('name', 'kind', 'sector', 'is_funder', 'place_id', 'parent_id')
ADD = """
insert into organisation (name, folded_name, kind, sector, is_funder, place_id, parent_id, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (folded_name, coalesce(place_id, 0)) where merged_into_id is null
do update set version = organisation.version returning id, xmax = 0 as is_new
"""
ABOVE = """
with recursive above as (
    select id, parent_id from organisation where id = $1
    union select o.id, o.parent_id from organisation o join above a on o.id = a.parent_id
)
select exists (select from above where id = $2)
"""
REFERENCES = """
select k.conrelid::regclass::text as "table", a.attname as "column" from pg_constraint k
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
where k.contype = 'f' and k.confrelid = 'organisation'::regclass order by 1, 2
"""


async def find_or_add_organisation(
    name: str,
    kind: str = 'other',
    *,
    sector: str = '',
    is_funder: bool = False,
    place_id: int | None = None,
    parent_id: int | None = None,
    by: Actor,
    now: datetime.datetime,
) -> tuple[int, bool]:
    """The organisation of this name in this place, or a new one; also whether it is new.

    :raises ValueError: a kind or sector that is none
    """
    _check(kind, sector)
    async with atomic():
        row = await fetchrow(ADD, name, fold(name), kind, sector, is_funder, place_id, parent_id, now)
        if row['is_new']:
            await record('organisation_added', by=by, subject=('organisation', row['id']), now=now, kind=kind)
    return row['id'], row['is_new']


async def change_organisation(
    organisation_id: int, *, version: int, by: Actor, now: datetime.datetime, **fields: Any
) -> tuple[str, ...]:
    """Change these fields (name, kind, sector, is_funder, place_id, parent_id) and no other; the names of those that changed.

    :raises Refused: merged or changed meanwhile, or the name is taken in that place
    :raises ValueError: a field, kind or sector that is none
    """
    _check(fields.get('kind', 'other'), fields.get('sector', ''))
    if unknown := fields.keys() - set(FIELDS):
        raise ValueError(f'no such fields: {sorted(unknown)}')
    async with atomic():
        row = await fetchrow('select * from organisation where id = $1 for update', organisation_id)
        if row['merged_into_id']:
            raise Refused(NoOrganisation.GONE)
        if row['version'] != version:
            raise Refused(NoOrganisation.CHANGED_MEANWHILE)
        new = {field: fields.get(field, row[field]) for field in FIELDS}
        changed = sorted(field for field in FIELDS if new[field] != row[field])
        if 'parent_id' in changed and new['parent_id'] and await fetchval(ABOVE, new['parent_id'], organisation_id):
            raise Refused(NoOrganisation.ABOVE_ITSELF)
        if changed:
            await _write(organisation_id, new)
            await record('organisation_changed', by=by, subject=('organisation', organisation_id), now=now, fields=changed)
    return tuple(changed)


async def merge_organisations(kept_id: int, merged_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Everything that belongs to the one belongs to the other from now on; the name of the merged one leads to the kept one.

    :raises Refused: by a rule
    """
    async with atomic():
        await fetch('select id from organisation where id = any($1) order by id for update', [kept_id, merged_id])
        kept, merged = await organisation(kept_id), await organisation(merged_id)
        assert kept is not None and merged is not None
        if reason := why_not_merge(kept, merged):
            raise Refused(reason)
        await execute(
            """update membership m set ended_on = greatest(m.began_on, $3) where m.organisation_id = $2 and m.ended_on is null and exists (
                   select from membership k where k.organisation_id = $1 and k.person_id = m.person_id and k.ended_on is null)""",
            kept_id,
            merged_id,
            await network_day(now),
        )
        await execute(
            """delete from team_organisation t where t.organisation_id = $2
               and exists (select from team_organisation k where k.organisation_id = $1 and k.team_id = t.team_id)""",
            kept_id,
            merged_id,
        )
        if await fetchval(ABOVE, kept_id, merged_id):
            await execute('update organisation set parent_id = null where id = $1', kept_id)
        for row in await fetch(REFERENCES):
            # whoever refers to an organisation stands above this domain, so the schema is asked who does
            await execute(f'update {row["table"]} set {row["column"]} = $1 where {row["column"]} = $2', kept_id, merged_id)
        await execute('update organisation set merged_into_id = $1, version = version + 1 where id = $2', kept_id, merged_id)
        await record('organisation_merged', by=by, subject=('organisation', kept_id), now=now, merged_id=merged_id)


async def remove_unused(organisation_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """Take away an organisation that was added by mistake; False where it was changed since or anything refers to it."""
    async with atomic():
        try:
            async with atomic():
                removed = await fetchval('delete from organisation where id = $1 and version = 1 returning id', organisation_id)
        except asyncpg.ForeignKeyViolationError:
            return False
        if removed:
            await record('organisation_removed', by=by, subject=('organisation', organisation_id), now=now)
    return removed is not None


async def _write(organisation_id: int, new: dict[str, Any]) -> None:
    try:
        async with atomic():
            await execute(
                """update organisation set name = $2, kind = $3, sector = $4, is_funder = $5, place_id = $6, parent_id = $7,
                       folded_name = $8, version = version + 1 where id = $1""",
                organisation_id,
                *new.values(),
                fold(new['name']),
            )
    except asyncpg.UniqueViolationError as error:
        raise Refused(NoOrganisation.NAME_TAKEN) from error


def _check(kind: str, sector: str) -> None:
    if kind not in KINDS or sector not in ('', *SECTORS):
        raise ValueError(f'no such kind or sector: {kind}, {sector}')
