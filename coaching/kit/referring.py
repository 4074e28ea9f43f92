"""Whether anything in the database still points at a row. Whoever points stands above, so the schema is asked who does."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from coaching.kit.database import fetch

REFERENCES = """
select k.conrelid::regclass::text as "table", a.attname as "column" from pg_constraint k
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
where k.contype = 'f' and k.confrelid = $1::regclass order by 1, 2
"""


async def references(table: str) -> list[tuple[str, str]]:
    """Every column that points at this table, as (table, column)."""
    return [(row['table'], row['column']) for row in await fetch(REFERENCES, table)]


async def pointed_at(table: str, ids: Collection[int], *, besides: Mapping[str, Collection[int]]) -> set[int]:
    """Those rows of a table at which others point; `besides` has the ids of rows that do not count, by their table."""
    held = list(ids)
    found: set[int] = set()
    for other, column in await references(table):
        sql = f'select distinct {column} as id from {other} where {column} = any($1) and id <> all($2)'
        found |= {row['id'] for row in await fetch(sql, held, list(besides.get(other, ())))}
    return found
