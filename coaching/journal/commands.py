"""Write into the journal, inside the transaction of what happened."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Mapping

from coaching.journal.catalogue import checked
from coaching.kit.access import Actor
from coaching.kit.database import execute, fetchval

RECORD = """
with made as (
    insert into entry (happened_at, kind, by_how, by_person_id, subject_kind, subject_id, facts)
    values ($1, $2, $3, $4, $5, $6, $7) returning id
), explained as (
    insert into entry_why (entry_id, why) select id, $8 from made where $8 <> ''
)
select id from made
"""
RECORD_EACH = """
with made as (
    insert into entry (happened_at, kind, by_how, by_person_id, subject_kind, subject_id, facts)
    select $1, $2, $3, $4, $5, subject_id, facts::jsonb from unnest($6::bigint[], $7::text[]) as happened (subject_id, facts)
    returning id
)
select max(id) from made
"""


async def record(
    kind: str, /, *, by: Actor, subject: tuple[str, int], now: datetime.datetime, why: str = '', **facts: object
) -> int:
    """Write what happened; the id of the entry. `why` is somebody's own reason, at most 500 characters.

    :raises CatalogueError: unless kind, subject and facts are exactly as the catalogue has them
    """
    subject_kind, subject_id = subject
    plain = checked(kind, subject_kind, facts)
    entry_id: int = await fetchval(RECORD, now, kind, by.how.value, by.person_id, subject_kind, subject_id, plain, why.strip())
    return entry_id


async def record_each(
    kind: str, subject_kind: str, happened: Iterable[tuple[int, Mapping[str, object]]], *, by: Actor, now: datetime.datetime
) -> int | None:
    """The same for many things at once, as pairs of an id and its facts; the last entry's id, None where there were none.

    :raises CatalogueError: see `record`
    """
    plain = [(subject_id, json.dumps(checked(kind, subject_kind, facts))) for subject_id, facts in happened]
    if not plain:
        return None
    ids, facts = [subject_id for subject_id, _ in plain], [told for _, told in plain]
    last: int = await fetchval(RECORD_EACH, now, kind, by.how.value, by.person_id, subject_kind, ids, facts)
    return last


async def forget_whys(person_id: int) -> None:
    """Delete the reasons given about a person, and those the person gave behind a letter's link; what happened stays."""
    await execute(
        """
        delete from entry_why using entry where entry.id = entry_id and (
            entry.subject_kind = 'person' and entry.subject_id = $1 or entry.by_person_id = $1 and entry.by_how = 'link')""",
        person_id,
    )


async def forget_whys_about(subject_kind: str, subject_ids: Collection[int]) -> None:
    """Delete the reasons given about these, for a domain that knows which of its rows are a person's."""
    await execute(
        'delete from entry_why using entry where entry.id = entry_id and entry.subject_kind = $1 and entry.subject_id = any($2)',
        subject_kind,
        list(subject_ids),
    )
