"""What shows a step may be a talk with the coach or a meeting of the team's own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T14:40:00:000021'
VERSION = '1.38.0'
DESCRIPTION = 'evidence links'

SQL = """
alter table evidence
    add column contact_id bigint references contact on delete set null,
    add column meeting_id bigint references meeting on delete set null;
create index evidence_contact on evidence (contact_id) where contact_id is not null;
create index evidence_meeting on evidence (meeting_id) where meeting_id is not null;
create unique index evidence_contact_once on evidence (journey_id, step, contact_id) where contact_id is not null and removed_at is null;
create unique index evidence_meeting_once on evidence (journey_id, step, meeting_id) where meeting_id is not null and removed_at is null;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
