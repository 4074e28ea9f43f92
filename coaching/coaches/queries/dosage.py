"""How much coaching was given: days, minutes, travel and ways, never a word. What a coordinator may see."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.coaches.values import Given
from coaching.kit.database import fetch

GIVEN = """
select c.id, c.happened_on, a.name as coach, c.how, c.mode, c.minutes, c.travel_minutes, c.is_joint, c.purposes,
       (select jsonb_agg(jsonb_build_array(t.id, t.name, coalesce((
            select string_agg(h.name, ', ' order by h.name) from cohort_team m join cohort h on h.id = m.cohort_id and h.kind = 'grant'
            where m.team_id = t.id and m.began_on <= c.happened_on and (m.ended_on is null or m.ended_on > c.happened_on)), ''))
            order by t.name, t.id)
        from contact_team k join team t on t.id = k.team_id where k.contact_id = c.id) as teams
from contact c join person a on a.id = c.author_id
where c.removed_at is null and c.happened_on >= $1 and c.happened_on < $2 and ($3::bigint is null or c.author_id = $3)
  and exists (select from contact_team k join team t on t.id = k.team_id
              where k.contact_id = c.id and ($4::bigint[] is null or t.place_id = any($4)))
order by c.happened_on, a.name, c.id limit 20000
"""


async def given(
    first: datetime.date, end: datetime.date, *, author_id: int | None = None, place_ids: Collection[int] | None = None
) -> list[Given]:
    """Talks from a day until before another, of one coach or of all whose teams are in these places; None is everywhere."""
    rows = await fetch(GIVEN, first, end, author_id, None if place_ids is None else list(place_ids))
    return [Given(**{**row, 'purposes': tuple(row['purposes']), 'teams': tuple(map(tuple, row['teams']))}) for row in rows]
