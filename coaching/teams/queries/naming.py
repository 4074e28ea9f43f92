"""Which organisations many names stand for, and who belongs to which, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection

from coaching.kit.database import fetch
from coaching.teams.values import Named

BY_NAME = """
select folded_name, id, name, place_id from organisation where folded_name = any($1) and merged_into_id is null
union
select m.folded_name, o.id, o.name, o.place_id from organisation m join organisation o on o.id = m.merged_into_id
where m.folded_name = any($1)
"""
BELONG = 'select person_id, organisation_id from membership where person_id = any($1) and ended_on is null'


async def by_exact_name(folded_names: Collection[str]) -> dict[str, Named]:
    """The organisations with exactly these folded names; a name that several have stands for none of them."""
    found: dict[str, list[Named]] = {}
    for row in await fetch(BY_NAME, list(folded_names)):
        found.setdefault(row['folded_name'], []).append(Named(row['id'], row['name'], row['place_id']))
    return {name: several[0] for name, several in found.items() if len(several) == 1}


async def belonging(person_ids: Collection[int]) -> set[tuple[int, int]]:
    """Pairs of a person and an organisation to which that person belongs now."""
    return {(row['person_id'], row['organisation_id']) for row in await fetch(BELONG, list(person_ids))}
