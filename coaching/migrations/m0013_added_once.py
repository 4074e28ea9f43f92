"""A form that puts somebody without an address on a list puts them there once, however often it is sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T11:55:00:000013'
VERSION = '1.38.0'
DESCRIPTION = 'added once'

SQL = """
alter table registration add column added_once bytea;
create unique index registration_added_once on registration (added_once) where added_once is not null;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
