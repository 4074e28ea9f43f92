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
where exists (select from contact_team k where k.contact_id = c.id and k.team_id in ({CLOSED}))
  and not exists (select from contact_team k where k.contact_id = c.id and k.team_id not in ({CLOSED}))
  and (c.for_coaches <> '' or c.visibility = 'coaches' and (c.going_well <> '' or c.in_the_way <> '')
       or exists (select from contact_addendum a where a.contact_id = c.id and (a.for_coaches or c.visibility = 'coaches')))
"""
LINES = """
delete from contact_addendum a using contact c where c.id = a.contact_id and c.id = any($1) and (a.for_coaches or c.visibility = 'coaches')
"""
BOXES = "update contact set for_coaches = '' where id = any($1)"
# of a talk of before, all words are for coaches alone
EMPTIED = """
update contact set going_well = '', in_the_way = '', in_the_way_tags = '{}', energy = null where id = any($1) and visibility = 'coaches'
"""
HANDED_OVER = f"update assignment set note = '' where note <> '' and team_id in ({CLOSED})"


async def forget_words(*, now: datetime.datetime) -> int:
    """Words for coaches alone, and notes of hand-overs, of teams that closed 24 months ago; of how many talks and hand-overs."""
    async with atomic():
        talks = [row['id'] for row in await fetch(ALONE, now)]
        for forget in (LINES, BOXES, EMPTIED):
            await execute(forget, talks)
        told = await execute(HANDED_OVER, now)
    return len(talks) + int(told.split()[-1])
