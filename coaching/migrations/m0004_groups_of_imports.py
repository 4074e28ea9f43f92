"""The words of a group that an imported row named, until somebody says which organisation they mean; indexes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T05:00:00:000004'
VERSION = '1.38.0'
DESCRIPTION = 'groups of imported rows, indexes'

SQL = """
alter table import_row
    add column group_words text not null default '' constraint import_row_group_length check (length(group_words) <= 160);
create index import_row_groups on import_row (batch_id) where group_words <> '';
create index entry_kind on entry (kind, id desc);
create index membership_ever on membership (organisation_id);
create index membership_person on membership (person_id);
create index merging_merged on merging (merged_id);
create index promise_failed on promise (id) where failed_at is not null;
create index promise_held on promise (kind, due_at)
    where held_at is not null and sent_at is null and cancelled_at is null and failed_at is null;
create index role_grant_account on role_grant (account_id);
create index sign_in_ever on sign_in (account_id);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
