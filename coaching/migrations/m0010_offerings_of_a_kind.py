"""The first page finds the few offerings of a kind that it tells of without reading all the others."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T10:45:00:000010'
VERSION = '1.38.0'
DESCRIPTION = 'offerings of a kind'

SQL = """
create index offering_of_kind on offering (kind, id) where archived_at is null;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
