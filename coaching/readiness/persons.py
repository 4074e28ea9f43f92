"""What becomes of somebody's part in rounds of readiness. What was released belongs to nobody, so none of it can be found here."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.kit.database import execute, fetch, fetchval
from coaching.kit.words import later
from coaching.people.values import Keeper, Reference
from coaching.readiness.queries.rounds import asked_by, draft, round_of
from coaching.readiness.sealing import seal_draft

REFERENCES = (
    Reference('readiness_draft', 'person_id', on_erase='delete', on_merge='stay', rivals=('round_id',)),
    Reference('readiness_round', 'opened_by_id', on_merge='stay'),
    Reference('readiness_round', 'closed_by_id', on_merge='stay'),
    Reference('readiness_agreed', 'by_person_id', on_merge='stay'),
    Reference('readiness_priority', 'by_person_id', on_merge='stay'),
)
ANSWERING = """
select t.name, r.opened_on, r.id from readiness_draft d join readiness_round r on r.id = d.round_id join team t on t.id = r.team_id
where d.person_id = $1 order by r.id
"""
TOLD = """
select r.opened_on, a.evidence as words from readiness_agreed a join readiness_round r on r.id = a.round_id
where a.by_person_id = $1 and a.evidence not in ('', '-')
union all
select r.opened_on, p.what from readiness_priority p join readiness_round r on r.id = p.round_id
where p.by_person_id = $1 and p.what not in ('', '-') order by 1, 2
"""


async def export(person_id: int) -> dict[str, Any]:
    """What the person answers now, in rounds that go on, and what the person wrote down in a talk."""
    held: dict[str, Any] = {}
    if rows := await fetch(ANSWERING, person_id):
        held[later('Answers that were not counted yet')] = [
            {later('Name'): row['name'], later('On'): row['opened_on'], later('Answers'): await _answers(row['id'], person_id)}
            for row in rows
        ]
    if rows := await fetch(TOLD, person_id):
        held[later('Written down in a talk')] = [{later('On'): row['opened_on'], later('Words'): row['words']} for row in rows]
    return held


async def _answers(round_id: int, person_id: int) -> str:
    of = await round_of(round_id)
    assert of is not None
    return ', '.join(f'{item}: {answer}' for item, answer in (await draft(of, person_id)).answers.items())


async def before_merge(kept_id: int, merged_id: int, _now: datetime.datetime) -> None:
    """A person answers once: of two drafts the kept person's stays; a single one is sealed anew, for the kept person."""
    for row in await fetch('select round_id from readiness_draft where person_id = $1', merged_id):
        of = await round_of(row['round_id'])
        assert of is not None
        theirs = await draft(of, merged_id)
        await execute('delete from readiness_draft where round_id = $1 and person_id = $2', of.id, merged_id)
        has_own = await fetchval('select id from readiness_draft where round_id = $1 and person_id = $2', of.id, kept_id)
        if has_own is None:
            one = asked_by(of)
            items = [item.key for item in one.items]
            sealed = seal_draft(theirs, round_id=of.id, person_id=kept_id, items=items, scale=one.answers)
            insert = 'insert into readiness_draft (round_id, person_id, sealed, is_sent) values ($1, $2, $3, $4)'
            await execute(insert, of.id, kept_id, sealed, theirs.is_sent)


async def erase(person_id: int, _now: datetime.datetime) -> None:
    """What is not counted yet goes; words go; what was agreed stays, for it was the group's."""
    await execute("update readiness_agreed set evidence = '-', owner = '' where by_person_id = $1 and evidence <> ''", person_id)
    await execute("update readiness_agreed set owner = '' where by_person_id = $1 and owner <> ''", person_id)
    await execute("update readiness_priority set what = '' where by_person_id = $1 and what <> ''", person_id)


KEEPER = Keeper(references=REFERENCES, export=export, erase=erase, before_merge=before_merge)
