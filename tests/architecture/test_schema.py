"""The tables in Python and the tables in the database are the same tables."""

from piccolo.columns import Column

from coaching.kit.database import fetch
from coaching.piccolo_app import APP_CONFIG

KINDS = {
    'BigSerial': 'bigint', 'BigInt': 'bigint', 'ForeignKey': 'bigint', 'Integer': 'integer', 'SmallInt': 'smallint', 'Text': 'text',
    'Boolean': 'boolean', 'Timestamptz': 'timestamp with time zone', 'Date': 'date', 'JSONB': 'jsonb', 'Bytea': 'bytea',
    'Time': 'time without time zone', 'Array': 'ARRAY',
}  # fmt: skip
WITHOUT_A_CLASS = {'migration', 'rate_window', 'guide_page'}


def described(column: Column) -> tuple[str, bool]:
    return KINDS[type(column).__name__], bool(column._meta.null)


async def test_every_table_in_the_database_has_its_class_and_they_agree_column_by_column(database):
    rows = await fetch("""
        select table_name, column_name, data_type, is_nullable = 'YES' as null
        from information_schema.columns where table_schema = 'public'""")
    stored = {}
    for row in rows:
        stored.setdefault(row['table_name'], {})[row['column_name']] = (row['data_type'], row['null'])
    written = {
        table._meta.tablename: {column._meta.name: described(column) for column in table._meta.columns}
        for table in APP_CONFIG.table_classes
    }
    assert written == {name: columns for name, columns in stored.items() if name not in WITHOUT_A_CLASS}


async def test_every_foreign_key_has_an_index(database):
    bare = await fetch("""
        select k.conrelid::regclass::text as "table", a.attname as "column" from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        where k.contype = 'f' and not exists (
            select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1]
            and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname)))
        order by 1, 2""")
    assert [f'{row["table"]}.{row["column"]}' for row in bare] == []
