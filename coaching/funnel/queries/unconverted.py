"""Who once signed up or was written down, and never came."""

from __future__ import annotations

import datetime

from coaching.kit.database import fetch

NEVER_CAME = """
select p.id from person p
where p.erased_at is null and p.merged_into_id is null and p.seen_at < $1::timestamptz - interval '24 months'
    and not exists (select from registration r join attendance a on a.registration_id = r.id
                    where r.person_id = p.id and a.mark in ('here', 'partly'))
    and not exists (select from registration r join session s on s.id = r.session_id where r.person_id = p.id and s.ends_at > $1)
    and not exists (select from prior_credit c where c.person_id = p.id)
    and not exists (select from team_member m where m.person_id = p.id)
    and not exists (select from start_request q where q.person_id = p.id and q.fit is distinct from 'no')
    and not exists (select from account a where a.person_id = p.id)
    and not exists (select from offering_trainer t where t.person_id = p.id)
    and not exists (select from session_trainer t where t.person_id = p.id)
order by p.seen_at, p.id limit $2
"""


async def never_came(now: datetime.datetime, limit: int) -> list[int]:
    """Persons who were not seen for 24 months, attended nothing, have nothing before them, are of no team, and do not work here."""
    return [row['id'] for row in await fetch(NEVER_CAME, now, limit)]
