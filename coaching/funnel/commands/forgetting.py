"""What the funnel keeps for a while only: what would help somebody take part, questions, and names that nobody knew."""

from __future__ import annotations

import datetime

from coaching.journal.commands import record_each
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch

AFTER = datetime.timedelta(days=14)
NEVER_CLOSED = datetime.timedelta(days=60)

NEEDS = """
with gone as (
    update registration r set access_needs = null, intro_question = null, version = r.version + 1 from session s
    where s.id = r.session_id and s.ends_at < $1 and (r.access_needs is not null or r.intro_question is not null) returning r.session_id
)
select session_id, count(*) as count from gone group by session_id order by session_id
"""
NAMES = """
update attendance_row w set name = '', email = '', state = 'discarded' from attendance_report a join session s on s.id = a.session_id
where a.id = w.report_id and w.state <> 'matched' and (w.name <> '' or w.email <> '') and (s.closed_at < $1 or s.ends_at < $2)
"""


async def forget_needs(*, by: Actor, now: datetime.datetime) -> int:
    """14 days after a session nobody reads any more what would have helped, or what somebody wished to ask; for how many."""
    async with atomic():
        rows = await fetch(NEEDS, now - AFTER)
        happened = [(row['session_id'], {'count': row['count']}) for row in rows]
        await record_each('needs_deleted', 'session', happened, by=by, now=now)
    return sum(row['count'] for row in rows)


async def forget_names(*, now: datetime.datetime) -> int:
    """14 days after a session was finished, or 60 after one that never was, names of a report that nobody knew; how many."""
    told = await execute(NAMES, now - AFTER, now - NEVER_CLOSED)
    return int(told.split()[-1])
