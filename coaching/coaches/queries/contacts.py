"""Talks that were logged. Words for coaches only leave this module only when whoever asks says that a coach of the team reads them."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from coaching.coaches.values import Addendum, LastTalk, Talk
from coaching.kit.database import fetch, fetchrow, fetchval

FEW = 20
TALK = """
select c.id, c.author_id, a.name as author, c.draft_key, c.happened_on, c.how, c.mode, c.minutes, c.travel_minutes, c.is_joint, c.present,
       c.purposes, c.methods, c.touched, c.going_well, c.in_the_way, c.in_the_way_tags, c.energy, c.visibility, c.for_coaches,
       c.next_on, c.recorded_at, c.changed_at, c.removed_at, c.version,
       (select coalesce(jsonb_agg(jsonb_build_array(t.id, t.name) order by t.name, t.id), '[]')
        from contact_team k join team t on t.id = k.team_id where k.contact_id = c.id) as teams,
       (select coalesce(jsonb_agg(jsonb_build_array(p.id, p.name) order by p.name, p.id), '[]')
        from contact_coach k join person p on p.id = k.person_id where k.contact_id = c.id) as coaches,
       (select coalesce(jsonb_agg(jsonb_build_array(coalesce(p.name, ''), d.words, d.written_at, d.for_coaches) order by d.id), '[]')
        from contact_addendum d left join person p on p.id = d.by_id where d.contact_id = c.id) as addenda
from contact c join person a on a.id = c.author_id
"""
LAST = """
select t.team_id, c.id as contact_id, k.happened_on, c.next_on
from unnest($1::bigint[]) t (team_id) cross join lateral (
    select contact_id, happened_on from contact_team where team_id = t.team_id and how = 'held'
    order by happened_on desc limit 1
) k join contact c on c.id = k.contact_id
"""

LAST_WITH_TEAM = """
select k.contact_id from contact_team k join contact o on o.id = k.contact_id and o.author_id = $1 and o.removed_at is null
where k.team_id = $2 and k.how = 'held' order by k.happened_on desc, k.contact_id desc limit 1
"""
LAST_OF_AUTHOR = """
select id from contact where author_id = $1 and removed_at is null and how = 'held' order by happened_on desc, id desc limit 1
"""


async def last_talks(team_ids: Collection[int]) -> dict[int, LastTalk]:
    """The last talk that took place with each of these teams, which alone counts as two-way; a team without one is not among them."""
    return {row['team_id']: LastTalk(**row) for row in await fetch(LAST, list(team_ids))}


async def talks_of(
    team_id: int, *, also_coaches_only: bool, before: tuple[datetime.date, int] | None = None, limit: int = FEW
) -> list[Talk]:
    """The talks with a team, the latest first; `before` is the day and id of the last one that was seen."""
    day, contact_id = before or (datetime.date.max, 0)
    rows = await fetch(
        f"""{TALK} join contact_team mine on mine.contact_id = c.id and mine.team_id = $1
            where (c.visibility = 'shared' or $2) and (mine.happened_on, mine.contact_id) < ($3, $4)
            order by mine.happened_on desc, mine.contact_id desc limit $5""",
        team_id, also_coaches_only, day, contact_id, limit,
    )  # fmt: skip
    talks = [_talk(row) for row in rows]
    return talks if also_coaches_only else [one.shared for one in talks]


async def talk(contact_id: int) -> Talk | None:
    """One talk with all its words; whoever shows it asks first who looks."""
    row = await fetchrow(f'{TALK} where c.id = $1', contact_id)
    return _talk(row) if row else None


async def parked(team_id: int) -> Talk | None:
    """The last talk with a team of which words were written, for its coaches."""
    row = await fetchrow(
        f"""{TALK} join contact_team mine on mine.contact_id = c.id and mine.team_id = $1 and mine.how = 'held'
            where c.going_well <> '' or c.in_the_way <> '' or c.in_the_way_tags <> '{{}}' or c.for_coaches <> ''
            order by mine.happened_on desc, mine.contact_id desc limit 1""",
        team_id,
    )  # fmt: skip
    return _talk(row) if row else None


async def draft(author_id: int, draft_key: str) -> int | None:
    """The talk that this draft has become."""
    return await fetchval('select id from contact where author_id = $1 and draft_key = $2', author_id, draft_key)


async def last_of_author(author_id: int, team_id: int) -> Talk | None:
    """What this coach logged last with this team, or else with any, from which the next one begins."""
    row = await fetchrow(f'{TALK} where c.id = coalesce(({LAST_WITH_TEAM}), ({LAST_OF_AUTHOR}))', author_id, team_id)
    return _talk(row) if row else None


async def of_that_day(team_id: int, on: datetime.date, *, but: int) -> list[str]:
    """Which other coaches logged a talk with this team on that day: the same minutes are not logged twice."""
    rows = await fetch(
        """select distinct p.name from contact_team k join contact c on c.id = k.contact_id join person p on p.id = c.author_id
           where k.team_id = $1 and k.happened_on = $2 and k.how = 'held' and c.author_id <> $3 order by 1""",
        team_id, on, but,
    )  # fmt: skip
    return [row['name'] for row in rows]


async def counted(team_ids: Collection[int], since: datetime.date) -> dict[int, tuple[int, int]]:
    """Of each team since a day: talks that took place, and minutes, of which those of a joint talk count for each of its teams."""
    rows = await fetch(
        """select k.team_id, count(*)::int as talks, sum(c.minutes)::int as minutes
           from contact_team k join contact c on c.id = k.contact_id
           where k.team_id = any($1) and k.happened_on >= $2 and k.how = 'held' group by k.team_id""",
        list(team_ids), since,
    )  # fmt: skip
    return {row['team_id']: (row['talks'], row['minutes']) for row in rows}


def _talk(row: Mapping[str, Any]) -> Talk:
    told = {**row}
    for name in ('purposes', 'methods', 'touched', 'in_the_way_tags'):
        told[name] = tuple(told[name])
    for name in ('teams', 'coaches'):
        told[name] = tuple((number, words) for number, words in told[name])
    told['addenda'] = tuple(
        Addendum(by, words, datetime.datetime.fromisoformat(at), alone) for by, words, at, alone in told['addenda']
    )
    return Talk(**told)
