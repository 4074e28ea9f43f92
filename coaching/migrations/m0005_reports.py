"""Marks know their session, and what a report asks for many people or sessions at once stands in its indexes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from coaching.kit.database import execute

ID = '2026-11-22T06:00:00:000005'
VERSION = '1.38.0'
DESCRIPTION = 'marks know their session, indexes of reports'

SQL = """
alter table attendance add column session_id bigint;
update attendance a set session_id = r.session_id from registration r where r.id = a.registration_id;
alter table attendance alter column session_id set not null;
create function session_of_mark() returns trigger language plpgsql as $$
begin
    new.session_id := (select session_id from registration where id = new.registration_id);
    return new;
end $$;
create trigger attendance_knows_its_session before insert on attendance
    for each row when (new.session_id is null) execute function session_of_mark();
alter table attendance enable always trigger attendance_knows_its_session;
create index attendance_session on attendance (session_id, registration_id) include (mark, made_up_in_id);

drop index registration_session;
create index registration_session on registration (session_id, state, id) include (person_id, cancelled_at, cancelled_from);
drop index registration_person;
create index registration_person on registration (person_id, id desc) include (registered_at, session_id);
drop index membership_person;
create index membership_person on membership (person_id) include (organisation_id, began_on, ended_on);
create index prior_credit_attended on prior_credit (attended_on);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name='coaching', description=DESCRIPTION)

    async def run() -> None:
        await execute(SQL)

    manager.add_raw(run)
    return manager
