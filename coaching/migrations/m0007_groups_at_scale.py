"""Groups as people wrote them are folded once, when they are written, and found by an index."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T08:00:00:000007'
VERSION = '1.38.0'
DESCRIPTION = 'folded groups'

SQL = """
drop index registration_groups, import_row_groups;
alter table registration add column folded_group text collate "C" not null default '';
alter table import_row add column folded_group text collate "C" not null default '';
update registration set folded_group = folded_words(group_words) where group_words <> '';
update import_row set folded_group = folded_words(group_words) where group_words <> '';
create index registration_groups on registration (folded_group, person_id) include (group_words)
    where folded_group <> '' and group_answer_id is null;
create index import_row_groups on import_row (folded_group, person_id) include (group_words)
    where folded_group <> '' and group_answer_id is null and person_id is not null;

create function fold_group() returns trigger language plpgsql as $$
begin
    new.folded_group := folded_words(new.group_words);
    return new;
end $$;
create trigger registration_folds_its_group before insert on registration
    for each row when (new.group_words <> '' and new.folded_group = '') execute function fold_group();
create trigger registration_folds_its_group_again before update of group_words on registration
    for each row when (new.group_words is distinct from old.group_words) execute function fold_group();
create trigger import_row_folds_its_group before insert on import_row
    for each row when (new.group_words <> '' and new.folded_group = '') execute function fold_group();
create trigger import_row_folds_its_group_again before update of group_words on import_row
    for each row when (new.group_words is distinct from old.group_words) execute function fold_group();
alter table registration enable always trigger registration_folds_its_group;
alter table import_row enable always trigger import_row_folds_its_group;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
