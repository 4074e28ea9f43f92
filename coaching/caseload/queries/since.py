"""What happened with one team since its last talk, whoever wrote it down."""

from __future__ import annotations

import dataclasses
import datetime

from coaching.kit.database import fetch

MANY = 60
# $1 the team, $2 the network's zone. It counts from when the talk was written down, or from the end of its day where that was sooner.
SINCE = """
with since as (
    select coalesce((
        select least(c.recorded_at, (k.happened_on + 1)::timestamp at time zone $2)
        from contact_team k join contact c on c.id = k.contact_id
        where k.team_id = $1 and k.how = 'held' order by k.happened_on desc, k.contact_id desc limit 1
    ), '-infinity') as at
), walk as (select id from journey where team_id = $1 and ended_at is null), day as (
    select case when isfinite(at) then (at at time zone $2)::date else '-infinity' end as last from since
)
select * from (
    (select 'help' as what, h.words as one, '' as other, 0 as number, (h.asked_at at time zone $2)::date as on_day
     from help_request h, since where h.team_id = $1 and (h.asked_at > since.at or h.closed_at is null))
    union all
    (select f.did, '', '', f.step, f.happened_on from step_fact f join walk on walk.id = f.journey_id, since
     where f.recorded_at > since.at and f.did in ('claimed', 'withdrawn', 'returned', 'confirmed', 'reopened'))
    union all
    (select distinct on (m.code) 'part', m.code, '', m.mark, m.happened_on from purpose_mark m join walk on walk.id = m.journey_id, since
     where m.recorded_at > since.at and m.side = 'team' order by m.code, m.number desc)
    union all
    (select case when b.is_done then 'bold_done' else 'bold_next' end, b.what, b.who, 0, coalesce(b.ended_on, b.due_on)
     from bold_step b join walk on walk.id = b.journey_id, since, day
     where b.is_done and b.ended_on > day.last or b.is_done is null and b.made_at > since.at)
    union all
    (select 'done', n.what, '', 0, n.ended_on from next_step n, day
     where n.team_id = $1 and n.state = 'done' and n.ended_on > day.last)
    union all
    (select 'meeting', g.title, '', 0, g.held_on from meeting g, day where g.team_id = $1 and g.held_on > day.last)
    union all
    (select 'came', o.kind, string_agg(distinct p.name, '|' order by p.name), 0,
            (s.starts_at at time zone s.zone)::date
     from team_member m join person p on p.id = m.person_id and p.merged_into_id is null and p.erased_at is null
     join registration r on r.person_id = m.person_id join attendance a on a.registration_id = r.id and a.mark = 'here'
     join session s on s.id = r.session_id join offering o on o.id = s.offering_id, since
     where m.team_id = $1 and m.ended_on is null and s.starts_at > since.at and o.kind in ('taste', 'intro', 'training')
     group by s.id, o.kind)
    union all
    (select case when m.ended_on is null then 'joined' else 'left' end, p.name, '', 0, coalesce(m.ended_on, m.began_on)
     from team_member m join person p on p.id = m.person_id and p.merged_into_id is null and p.erased_at is null, day
     where m.team_id = $1 and coalesce(m.ended_on, m.began_on) > day.last)
    union all
    (select 'shown', '', '', count(*)::int, max(e.happened_on) from evidence e join walk on walk.id = e.journey_id, since
     where e.recorded_at > since.at and e.removed_at is null having count(*) > 0)
) happened order by on_day desc nulls last, what, one limit $3
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Happened:
    """One thing; what `one`, `other` and `number` are depends on `what`: words, names, a step, a mark, how many."""

    what: str
    one: str
    other: str
    number: int
    on: datetime.date | None


async def since_last_talk(team_id: int, zone: str) -> list[Happened]:
    """Everything since then, the newest first; without a talk, everything of late."""
    return [Happened(*row) for row in await fetch(SINCE, team_id, zone, MANY)]
