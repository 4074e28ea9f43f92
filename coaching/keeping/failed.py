"""Letters that a mail server did not take, with the person whose address may be wrong."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from coaching.kit.database import fetch

FAILED = """
select w.id, w.kind, w.failed_at, w.failure like 'recipient%' as is_address, w.person_id, coalesce(p.name, '') as name, p.email
from promise w left join person p on p.id = w.person_id and p.merged_into_id is null
where w.failed_at is not null and ($1::bigint is null or w.id < $1) order by w.id desc limit $2
"""


@dataclass(frozen=True, slots=True)
class Failed:
    """One letter that was not taken; `is_address` where the server spoke of the address."""

    id: int
    kind: str
    failed_at: datetime.datetime
    is_address: bool
    person_id: int | None
    name: str
    email: str | None


async def failed(before_id: int | None = None, limit: int = 20) -> list[Failed]:
    """The newest ones; `before_id` is the last one of the page before."""
    return [Failed(**row) for row in await fetch(FAILED, before_id, limit)]
