"""Teams and their people, and the requests by which teams begin."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from coaching.kit.database import fetch, fetchrow, fetchval
from coaching.teams.values import (
    Belongs,
    Fit,
    MemberFacts,
    Sifted,
    StartFacts,
    StateFacts,
    TeamCard,
    TeamFacts,
    TeamPage,
    TeamStanding,
)

FEW = 25
TEAM = """
select t.id, t.name, t.cafe_name, t.models, t.place_id, coalesce(p.name, '') as place, t.languages, t.serves, t.began_on, t.version,
       s.state as standing, s.began_on as standing_since, s.why as standing_why
from team t join team_state s on s.team_id = t.id and s.ended_at is null left join place p on p.id = t.place_id
where t.id = $1
"""
COACHED = """
from role_grant g join account a on a.id = g.account_id and a.closed_at is null join person c on c.id = a.person_id
where g.scope_kind = 'team' and g.scope_id = t.id and g.role = 'coach' and g.ended_at is null
"""
HELD_NOW = 'and (g.from_at is null or g.from_at <= now()) and (g.until_at is null or g.until_at > now())'
LISTED = f"""
select t.id, t.name, t.cafe_name, coalesce(p.name, '') as place, s.state as standing,
       (select count(*) from team_member m join person h on h.id = m.person_id and h.merged_into_id is null
        where m.team_id = t.id and m.ended_on is null) as members,
       coalesce((select h.name from team_member m join person h on h.id = m.person_id
                 where m.team_id = t.id and m.ended_on is null and m.role = 'lead'), '') as lead,
       coalesce((select string_agg(c.name, ', ' order by g.id) {COACHED} {HELD_NOW}), '') as coach
from team t join team_state s on s.team_id = t.id and s.ended_at is null left join place p on p.id = t.place_id
where ($1::bigint[] is null or t.place_id = any($1)) and (t.name, t.id) > ($2, $3) and s.state = any($5)
    and (not $6 or not exists (select {COACHED} and g.until_at is null))
    and ($7::bigint is null or exists (select from cohort_team c where c.cohort_id = $7 and c.team_id = t.id and c.ended_on is null))
order by t.name, t.id limit $4
"""
STATES = """
select s.state as standing, s.began_on, s.why, coalesce(p.name, '') as by, s.ended_at
from team_state s left join person p on p.id = s.by_person_id where s.team_id = $1 order by s.id desc limit 100
"""
TAKE_PART = """
select o.id, o.name, o.kind as words from team_organisation t join organisation o on o.id = t.organisation_id
where t.team_id = $1 order by o.name, o.id
"""
OF_PERSON = """
select t.id, t.name, m.role as words from team_member m join team t on t.id = m.team_id
where m.person_id = $1 and m.ended_on is null and ($2::bigint[] is null or t.place_id = any($2)) order by t.name, t.id
"""
MEMBERS = """
select m.id, m.team_id, m.person_id, p.name, p.email, p.phone, m.role, m.is_parent_leader, m.began_on, m.ended_on
from team_member m join person p on p.id = m.person_id and p.merged_into_id is null and p.erased_at is null
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
    return team_of(row) if row else None


def team_of(row: Mapping[str, Any]) -> TeamFacts:
    """The facts in a row of `TEAM`, which may have more in it."""
    told = {name: row[name] for name in TeamFacts.__slots__}
    lists = {name: tuple(told[name]) for name in ('models', 'languages')}
    return TeamFacts(**(told | lists | {'standing': TeamStanding(told['standing'])}))


GOING_ON = tuple(one for one in TeamStanding if one is not TeamStanding.CLOSED)
EVERY = Sifted(tuple(TeamStanding))


async def teams(*, place_ids: Collection[int] | None = None, only: Sifted = EVERY, after: str = '', limit: int = FEW) -> TeamPage:
    """Teams by name; `place_ids` None means everywhere."""
    name, _sep, number = after.rpartition(' ')
    mark = (name, int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else ('', 0)
    rows = await fetch(
        LISTED, _places(place_ids), *mark, limit + 1, list(only.standings or GOING_ON), only.without_coach, only.cohort_id
    )  # fmt: skip
    cards = tuple(TeamCard(**{**row, 'standing': TeamStanding(row['standing'])}) for row in rows[:limit])
    return TeamPage(cards, f'{cards[-1].name} {cards[-1].id}' if len(rows) > limit else '')


async def states(team_id: int) -> list[StateFacts]:
    """Where a team stood, the newest first."""
    return [StateFacts(**{**row, 'standing': TeamStanding(row['standing'])}) for row in await fetch(STATES, team_id)]


async def coaches_of(team_id: int) -> list[str]:
    """Whoever may coach a team now, by name."""
    rows = await fetch(
        f'select c.name from team t, lateral (select c.name, g.id {COACHED} {HELD_NOW}) c where t.id = $1 order by c.id',
        team_id,
    )
    return [row['name'] for row in rows]


async def take_part(team_id: int) -> list[Belongs]:
    """The organisations that take part in a team, with the kind of each."""
    return [Belongs(**row) for row in await fetch(TAKE_PART, team_id)]


async def teams_of_person(person_id: int, place_ids: Collection[int] | None = None) -> list[Belongs]:
    """The teams of which somebody is now, within these places, with the part in each."""
    return [Belongs(**row) for row in await fetch(OF_PERSON, person_id, _places(place_ids))]


async def members(team_id: int, *, also_ended: bool = False) -> list[MemberFacts]:
    """The people of a team, the lead first; on demand those who left too. Whoever was erased is nobody."""
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
