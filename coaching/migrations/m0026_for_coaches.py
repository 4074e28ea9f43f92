"""Words for coaches alone stand beside a talk that is shared, in a box and in lines of their own; older talks stay as they were."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T17:00:00:000026'
VERSION = '1.38.0'
DESCRIPTION = 'words for coaches alone'

SQL = """
alter table contact add column for_coaches text not null default '' constraint contact_for_coaches check (length(for_coaches) <= 4000);
alter table contact_addendum add column for_coaches boolean not null default false;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
