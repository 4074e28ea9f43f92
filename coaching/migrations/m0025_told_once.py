"""A form that is sent twice writes one thing done, or one line of a list, once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T16:55:00:000025'
VERSION = '1.38.0'
DESCRIPTION = 'told once'

SQL = """
alter table evidence add column added_once bytea;
alter table resource add column added_once bytea;
create unique index evidence_added_once on evidence (added_once) where added_once is not null;
create unique index resource_added_once on resource (added_once) where added_once is not null;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
