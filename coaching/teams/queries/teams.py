"""Teams and their people, and the requests by which teams begin."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from coaching.kit.database import fetch, fetchrow, fetchval
from coaching.teams.values import Fit, MemberFacts, StartFacts, TeamCard, TeamFacts, TeamPage, TeamStanding

FEW = 25
TEAM = """
select t.id, t.name, t.cafe_name, t.models, t.place_id, coalesce(p.name, '') as place, t.languages, t.serves, t.began_on, t.version,
       s.state as standing, s.began_on as standing_since, s.why as standing_why
from team t join team_state s on s.team_id = t.id and s.ended_at is null left join place p on p.id = t.place_id
where t.id = $1
"""
LISTED = """
select t.id, t.name, coalesce(p.name, '') as place, s.state as standing,
       (select count(*) from team_member m join person h on h.id = m.person_id and h.merged_into_id is null
        where m.team_id = t.id and m.ended_on is null) as members,
       coalesce((select h.name from team_member m join person h on h.id = m.person_id
                 where m.team_id = t.id and m.ended_on is null and m.role = 'lead'), '') as lead
from team t join team_state s on s.team_id = t.id and s.ended_at is null left join place p on p.id = t.place_id
where ($1::bigint[] is null or t.place_id = any($1)) and (t.name, t.id) > ($2, $3) order by t.name, t.id limit $4
"""
MEMBERS = """
select m.id, m.team_id, m.person_id, p.name, p.email, p.phone, m.role, m.is_parent_leader, m.began_on, m.ended_on
from team_member m join person p on p.id = m.person_id and p.merged_into_id is null
"""
START = """
select r.id, r.person_id, p.name, p.email, p.phone, r.place_words, r.who_words, r.hope_words, r.language, r.place_id,
       coalesce(l.name, '') as place, r.asked_at, r.due_at, r.owner_id, coalesce(o.name, '') as owner, r.called_at, r.minutes, r.need,
       r.intention, r.first_action, r.fit, r.ask_again_on, r.decided_at, r.team_id, r.version
from start_request r join person p on p.id = r.person_id left join place l on l.id = r.place_id left join person o on o.id = r.owner_id
"""
WITHIN = '($1::bigint[] is null or r.place_id = any($1) or r.place_id is null)'


async def team(team_id: int) -> TeamFacts | None:
    row = await fetchrow(TEAM, team_id)
    return _team(row) if row else None


def _team(row: Mapping[str, Any]) -> TeamFacts:
    told = dict(row)
    lists = {name: tuple(told[name]) for name in ('models', 'languages')}
    return TeamFacts(**(told | lists | {'standing': TeamStanding(told['standing'])}))


async def teams(*, place_ids: Collection[int] | None = None, after: str = '', limit: int = FEW) -> TeamPage:
    """Teams by name; `place_ids` None means everywhere."""
    name, _sep, number = after.rpartition(' ')
    mark = (name, int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else ('', 0)
    rows = await fetch(LISTED, None if place_ids is None else list(place_ids), *mark, limit + 1)
    cards = tuple(TeamCard(**{**row, 'standing': TeamStanding(row['standing'])}) for row in rows[:limit])
    return TeamPage(cards, f'{cards[-1].name} {cards[-1].id}' if len(rows) > limit else '')


async def members(team_id: int, *, also_ended: bool = False) -> list[MemberFacts]:
    """The people of a team, the lead first; on demand those who left too."""
    more = '' if also_ended else 'and m.ended_on is null'
    rows = await fetch(f"{MEMBERS} where m.team_id = $1 {more} order by m.ended_on is not null, m.role <> 'lead', p.folded_name", team_id)
    return [MemberFacts(**row) for row in rows]


async def member(member_id: int) -> MemberFacts | None:
    row = await fetchrow(f'{MEMBERS} where m.id = $1', member_id)
    return MemberFacts(**row) if row else None


async def start(request_id: int) -> StartFacts | None:
    row = await fetchrow(f'{START} where r.id = $1', request_id)
    return _start(row) if row else None


async def open_starts(place_ids: Collection[int] | None = None) -> list[StartFacts]:
    """Requests without an answer, the most urgent first; whoever looks after some places sees those that name no place, too."""
    rows = await fetch(f'{START} where r.fit is null and {WITHIN} order by r.due_at, r.id limit 200', _places(place_ids))
    return [_start(row) for row in rows]


async def to_ask_again(on: datetime.date, place_ids: Collection[int] | None = None) -> list[StartFacts]:
    """Requests that were not now, whose day to ask again has come."""
    rows = await fetch(f'{START} where r.ask_again_on <= $2 and {WITHIN} order by r.ask_again_on, r.id limit 50', _places(place_ids), on)
    return [_start(row) for row in rows]


async def open_start_of(person_id: int) -> int | None:
    """The person's request that waits for an answer."""
    return await fetchval('select id from start_request where person_id = $1 and fit is null', person_id)


def _places(place_ids: Collection[int] | None) -> list[int] | None:
    return None if place_ids is None else list(place_ids)


def _start(row: Mapping[str, Any]) -> StartFacts:
    return StartFacts(**{**row, 'fit': Fit(row['fit']) if row['fit'] else None})
