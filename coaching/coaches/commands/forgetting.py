"""What coaches wrote for coaches alone is not kept for ever: two years after a team closed it goes, and the minutes stay."""

from __future__ import annotations

import datetime

from coaching.kit.database import atomic, execute, fetch

CLOSED = """
select s.team_id from team_state s
where s.state = 'closed' and s.ended_at is null and s.began_on < ($1::timestamptz - interval '24 months')::date
"""
# a talk with several teams is kept whole until the last of them was closed for so long
ALONE = f"""
select c.id from contact c
where c.visibility = 'coaches' and exists (select from contact_team k where k.contact_id = c.id and k.team_id in ({CLOSED}))
  and not exists (select from contact_team k where k.contact_id = c.id and k.team_id not in ({CLOSED}))
  and (c.going_well <> '' or c.in_the_way <> '' or exists (select from contact_addendum a where a.contact_id = c.id))
"""
EMPTIED = "update contact set going_well = '', in_the_way = '', in_the_way_tags = '{}', energy = null where id = any($1)"
HANDED_OVER = f"update assignment set note = '' where note <> '' and team_id in ({CLOSED})"


async def forget_words(*, now: datetime.datetime) -> int:
    """Words for coaches alone, and notes of hand-overs, of teams that closed 24 months ago; of how many talks and hand-overs."""
    async with atomic():
        talks = [row['id'] for row in await fetch(ALONE, now)]
        await execute('delete from contact_addendum where contact_id = any($1)', talks)
        await execute(EMPTIED, talks)
        told = await execute(HANDED_OVER, now)
    return len(talks) + int(told.split()[-1])
