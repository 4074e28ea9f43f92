"""What pages of many teams ask is answered from indexes alone: the last fact of each step, the marks that stand, what was done lately."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T15:00:00:000024'
VERSION = '1.38.0'
DESCRIPTION = 'found at once'

SQL = """
alter table step_fact drop constraint step_fact_once,
    add constraint step_fact_once unique (journey_id, step, number) include (did, happened_on, by_person_id);
alter table purpose_mark drop constraint purpose_mark_once,
    add constraint purpose_mark_once unique (journey_id, code, side, number) include (mark, is_excepted, happened_on);
create index bold_step_done on bold_step (journey_id, ended_on desc) where is_done;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
