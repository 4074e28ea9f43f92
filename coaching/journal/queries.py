"""Read the journal."""

from __future__ import annotations

from coaching.journal.catalogue import CATALOGUE
from coaching.journal.values import Entry
from coaching.kit.database import fetch

HISTORY = """
select e.id, e.happened_at, e.kind, e.by_how, e.by_person_id, coalesce(p.name, '') as by_name, e.facts, coalesce(w.why, '') as why
from entry e
left join person p on p.id = e.by_person_id
left join entry_why w on w.entry_id = e.id
where e.subject_kind = $1 and e.subject_id = $2 and ($3::bigint is null or e.id < $3)
order by e.id desc limit $4
"""


async def history(subject: tuple[str, int], limit: int = 50, before_id: int | None = None) -> list[Entry]:
    """What happened to one thing, newest first; `before_id` is the last entry of the page before."""
    rows = await fetch(HISTORY, *subject, before_id, limit)
    return [Entry(**row, described=CATALOGUE[row['kind']]) for row in rows]
