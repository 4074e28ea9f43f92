"""How long the longest session takes, and the sessions that nobody has finished, are found by an index."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T08:30:00:000008'
VERSION = '1.38.0'
DESCRIPTION = 'lengths of sessions, open sessions'

SQL = """
create index session_length on session ((ends_at - starts_at));
create index session_open on session (starts_at, id) where state = 'open';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
