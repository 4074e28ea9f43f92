"""What happened with a team since its coach talked with it last; written for the coach before the call."""

from __future__ import annotations

import datetime

from coaching.coaches.values import Since
from coaching.kit.database import fetchrow

SINCE = """
select
    (select coalesce(array_agg(p.name order by m.id), '{}') from team_member m join person p on p.id = m.person_id
     where m.team_id = $1 and m.began_on > $3 and m.ended_on is null) as joined,
    (select coalesce(array_agg(p.name order by m.id), '{}') from team_member m join person p on p.id = m.person_id
     where m.team_id = $1 and m.ended_on > $3) as left,
    (select coalesce(array_agg(s.what order by s.ended_on, s.id), '{}') from next_step s
     where s.team_id = $1 and s.state = 'done' and s.ended_on >= $3) as done,
    (select coalesce(array_agg(s.what order by s.due_on, s.id), '{}') from next_step s
     where s.team_id = $1 and s.state = 'open' and s.due_on < $4) as overdue,
    (select coalesce(jsonb_agg(jsonb_build_array(k.happened_on, p.name) order by k.happened_on, k.id), '[]')
     from contact_team k join contact c on c.id = k.contact_id join person p on p.id = c.author_id
     where k.team_id = $1 and k.how = 'held' and k.happened_on > $3 and c.author_id <> $2) as talks,
    (select count(*) from help_request h where h.team_id = $1 and h.asked_at >= $3) as calls
"""


async def since(team_id: int, coach_id: int, on: datetime.date, *, today: datetime.date) -> Since:
    """Who joined and left, what was done and what is overdue, who else talked with them, how often they asked for help."""
    row = await fetchrow(SINCE, team_id, coach_id, on, today)
    assert row
    names = {name: tuple(row[name]) for name in ('joined', 'left', 'done', 'overdue')}
    return Since(on, **names, talks=tuple((datetime.date.fromisoformat(day), name) for day, name in row['talks']), calls=row['calls'])
