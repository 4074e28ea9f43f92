"""What a team wrote down beside its evidence: notes, answers that were shared, and what it has."""

from __future__ import annotations

from coaching.kit.database import fetch
from coaching.path.values import NoteFacts, ResourceFacts, ResourceKind, SharedFacts

NOTES = """
select distinct on (n.question) n.question, n.number, n.words, n.written_at, coalesce(p.name, '') as by, n.by_person_id
from step_note n left join person p on p.id = n.by_person_id
where n.journey_id = $1 and n.step = $2 order by n.question, n.number desc
"""
SHARED = """
select s.id, s.question, s.words, s.shared_at, p.name as by, s.person_id from shared_answer s join person p on p.id = s.person_id
where s.journey_id = $1 and s.step = $2 order by s.question, s.id
"""
RESOURCES = """
select r.id, r.kind, r.words, coalesce(p.name, '') as by from resource r left join person p on p.id = r.by_person_id
where r.journey_id = $1 and r.removed_at is null order by r.id limit 200
"""


async def notes(walk_id: int, step: int) -> dict[int, NoteFacts]:
    """The notes of a step as they stand, by the number of their question."""
    return {row['question']: NoteFacts(**row) for row in await fetch(NOTES, walk_id, step)}


async def shared(walk_id: int, step: int) -> list[SharedFacts]:
    """The answers that were shared with the team."""
    return [SharedFacts(**row) for row in await fetch(SHARED, walk_id, step)]


async def resources(walk_id: int) -> dict[ResourceKind, list[ResourceFacts]]:
    """Strengths, things to use, and who will do what."""
    found: dict[ResourceKind, list[ResourceFacts]] = {kind: [] for kind in ResourceKind}
    for row in await fetch(RESOURCES, walk_id):
        found[ResourceKind(row['kind'])].append(ResourceFacts(**{**row, 'kind': ResourceKind(row['kind'])}))
    return found
