"""A next step that came out of a talk points at it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T14:30:00:000020'
VERSION = '1.38.0'
DESCRIPTION = 'next steps of talks'

SQL = """
alter table next_step add constraint next_step_contact foreign key (contact_id) references contact;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
