"""Somebody lost their links: they are written to the address again, and whoever asks learns nothing."""

from __future__ import annotations

import datetime

from coaching.kit.database import atomic, fetch
from coaching.outbox.commands import promise

WHO = """
select distinct p.id from person p join registration r on r.person_id = p.id join session s on s.id = r.session_id
where p.email = $1 and p.erased_at is null and p.merged_into_id is null and s.ends_at > $2
and r.state in ('registered', 'offered', 'waiting') order by p.id limit 10
"""


async def send_links(email: str, *, now: datetime.datetime) -> None:
    """One letter for each person with this address who has something to come; at most one in each ten minutes of an hour."""
    async with atomic():
        for row in await fetch(WHO, email, now):
            await promise(
                'my-links', person_id=row['id'], subject_kind='person', subject_id=row['id'],
                key=f'my-links:{row["id"]}:{now:%Y%m%d%H}{now.minute // 10}', due_at=now,
                useful_until=now + datetime.timedelta(hours=6), now=now,
            )  # fmt: skip
