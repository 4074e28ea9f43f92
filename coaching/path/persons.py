"""What becomes of a team's way when a person is exported, merged or erased."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.kit.database import execute, fetch
from coaching.kit.words import later
from coaching.people.values import Keeper, Reference

REFERENCES = (
    Reference('step_fact', 'by_person_id', on_merge='stay'),
    Reference('purpose_mark', 'by_person_id', on_merge='stay'),
    Reference('evidence', 'by_person_id', on_merge='stay'),
    Reference('evidence', 'removed_by_id', on_merge='stay'),
    Reference('bold_step', 'by_person_id', on_merge='stay'),
    Reference('step_note', 'by_person_id', on_merge='stay'),
    Reference('evidence_file', 'by_person_id', on_merge='stay'),
    Reference('shared_answer', 'person_id', on_erase='delete', rivals=('journey_id', 'step', 'question')),
    Reference('resource', 'by_person_id', on_merge='stay'),
    Reference('resource', 'removed_by_id', on_merge='stay'),
    Reference('journey_move', 'by_person_id', on_merge='stay'),
    Reference('reflection', 'person_id', on_erase='delete', rivals=('journey_id',)),
)
WRITTEN = """
select distinct t.name, e.happened_on, e.words from evidence e join journey j on j.id = e.journey_id join team t on t.id = j.team_id
where e.by_person_id = $1 order by e.happened_on, e.words
"""
NOTED = """
select t.name, n.written_at::date as on, n.words from step_note n join journey j on j.id = n.journey_id join team t on t.id = j.team_id
where n.by_person_id = $1
union
select t.name, s.shared_at::date, s.words from shared_answer s join journey j on j.id = s.journey_id join team t on t.id = j.team_id
where s.person_id = $1
union
select t.name, r.added_at::date, r.words from resource r join journey j on j.id = r.journey_id join team t on t.id = j.team_id
where r.by_person_id = $1 order by 2
"""
FILES = 'select name, added_at::date as on from evidence_file where by_person_id = $1 order by id'
REFLECTED = """
select t.name, r.written_on from reflection r join journey j on j.id = r.journey_id join team t on t.id = j.team_id
where r.person_id = $1 order by r.id
"""


async def export(person_id: int) -> dict[str, Any]:
    """What the person wrote down for a team, sent to it, and on which day they wrote for themselves."""
    held: dict[str, Any] = {}
    if rows := await fetch(WRITTEN, person_id):
        held[later('Written down for a team')] = [
            {later('Name'): row['name'], later('On'): row['happened_on'], later('Words'): row['words']} for row in rows
        ]
    if rows := await fetch(NOTED, person_id):
        held[later('Notes and answers in a team')] = [
            {later('Name'): row['name'], later('On'): row['on'], later('Words'): row['words']} for row in rows
        ]
    if rows := await fetch(FILES, person_id):
        held[later('Photos and files')] = [{later('Name'): row['name'], later('On'): row['on']} for row in rows]
    if rows := await fetch(REFLECTED, person_id):
        held[later('Wrote for themselves')] = [{later('Name'): row['name'], later('On'): row['written_on']} for row in rows]
    return held


CALLED = """
update evidence e set words = '-' from start_request s join journey j on j.team_id = s.team_id
where s.person_id = $1 and e.journey_id = j.id and e.recorded_at = s.decided_at and e.by_person_id is not distinct from s.decided_by_id
"""


async def erase(person_id: int, _now: datetime.datetime) -> None:
    """What happened on a team's way stays with its days; the words that this person wrote go, and what they said in a first call."""
    await execute(CALLED, person_id)
    await execute('delete from step_why where fact_id in (select id from step_fact where by_person_id = $1)', person_id)
    await execute("update purpose_mark set why = '-' where by_person_id = $1 and why <> ''", person_id)
    await execute("update evidence set words = '-', url = '' where by_person_id = $1", person_id)
    await execute("update step_note set words = '-' where by_person_id = $1 and words <> ''", person_id)
    await execute("update resource set words = '-' where by_person_id = $1", person_id)
    await execute('update evidence set file_id = null where file_id in (select id from evidence_file where by_person_id = $1)', person_id)
    await execute('delete from evidence_file where by_person_id = $1', person_id)
    await execute("update bold_step set what = '-', who = '' where by_person_id = $1", person_id)


KEEPER = Keeper(references=REFERENCES, export=export, erase=erase)
