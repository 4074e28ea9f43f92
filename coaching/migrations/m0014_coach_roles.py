"""Roles beside a team: apprentices and seasoned hosts; a role that is held only between two moments, as of somebody who covers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T13:30:00:000014'
VERSION = '1.38.0'
DESCRIPTION = 'roles of coaches'

SQL = """
alter table role_grant add column from_at timestamptz, add column until_at timestamptz;
alter table role_grant drop constraint role_grant_role, drop constraint role_grant_of_a_team,
    add constraint role_grant_role check (
        role in ('coordinator', 'trainer', 'coach', 'apprentice', 'seasoned_host', 'lead', 'member')
    ),
    add constraint role_grant_of_a_team check (
        case when role in ('apprentice', 'seasoned_host', 'lead', 'member') then scope_kind = 'team'
             else scope_kind <> 'team' or role = 'coach' end
    ),
    add constraint role_grant_span check (until_at > from_at);
drop index role_grant_once;
create unique index role_grant_once on role_grant (account_id, role, scope_kind, coalesce(scope_id, 0))
    where ended_at is null and until_at is null;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
