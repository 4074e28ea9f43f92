"""A trainer's letter that is sent twice goes once; whoever was erased leads nothing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T08:40:00:000009'
VERSION = '1.38.0'
DESCRIPTION = 'letters once, no erased trainers'

SQL = """
alter table session_letter add column nonce bytea constraint session_letter_once unique;
delete from offering_trainer where person_id in (select id from person where erased_at is not null);
delete from session_trainer where person_id in (select id from person where erased_at is not null);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
