"""No column that points at a person is forgotten: each is declared by exactly one domain, with what becomes of its rows."""

from collections import Counter

from coaching.domains import KEEPERS
from coaching.kit.database import fetch
from coaching.people.persons import KEEPER as PEOPLE

POINTING = """
select k.conrelid::regclass::text as "table", a.attname as "column", not a.attnotnull as may_be_null
from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
where k.contype = 'f' and k.confrelid = 'person'::regclass
"""


async def test_every_column_that_points_at_a_person_has_one_keeper(database):
    stored = {f'{row["table"]}.{row["column"]}': row['may_be_null'] for row in await fetch(POINTING)}
    declared = [reference for keeper in KEEPERS for reference in keeper.references]
    assert Counter(f'{one.table}.{one.column}' for one in declared) == Counter(stored.keys())
    assert [f'{one.table}.{one.column}' for one in declared if one.on_erase == 'null' and not stored[f'{one.table}.{one.column}']] == []


async def test_the_rivals_of_a_reference_are_those_of_a_unique_index(database):
    unique = await fetch("select tablename, indexdef from pg_indexes where indexdef like 'CREATE UNIQUE%'")
    for reference in (one for keeper in KEEPERS for one in keeper.references if one.rivals is not None):
        columns = {reference.column, *reference.rivals}
        found = [row['indexdef'] for row in unique if row['tablename'] == reference.table and columns <= _columns(row['indexdef'])]
        assert found, f'{reference.table}: {sorted(columns)}'


def _columns(definition: str) -> set[str]:
    return {part.strip() for part in definition.split('(', 1)[1].split(')')[0].split(',')}


def test_a_keeper_is_named_after_its_domain():
    assert (PEOPLE.domain, [keeper.domain for keeper in KEEPERS][:3]) == ('people', ['people', 'accounts', 'teams'])
