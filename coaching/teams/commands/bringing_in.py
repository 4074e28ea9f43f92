"""Teams and their people that came by a list go again, where nobody has had to do with them since."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

from coaching.accounts.commands.membership import give_team_role, give_team_roles, take_team_roles
from coaching.accounts.queries import network_day
from coaching.journal.commands import record, record_each
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch
from coaching.kit.referring import pointed_at
from coaching.kit.refusal import Refused
from coaching.teams.rules.standing import NoMember
from coaching.teams.values import Joining

HOLD = 'select id from team where id = any($1) order by id for update'
CHANGED = """
select t.id from unnest($1::bigint[], $2::int[]) as c (id, version) join team t on t.id = c.id and t.version <> c.version
union select team_id from team_member where team_id = any($1) and ended_on is not null
"""
CLOSED = "select from team_state where team_id = any($1) and ended_at is null and state = 'closed'"
JOIN = """
insert into team_member (team_id, person_id, role, is_parent_leader, began_on)
select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::boolean[], $5::date[])
on conflict (team_id, person_id) where ended_on is null do nothing returning id, team_id, person_id
"""
AS_THEY_CAME = """
select m.id, m.team_id, m.person_id from team_member m
join unnest($1::bigint[], $2::text[], $3::boolean[]) as c (id, role, is_parent_leader)
    on c.id = m.id and c.role = m.role and c.is_parent_leader = m.is_parent_leader
where m.ended_on is null
"""
EMPTY = """
update team set cafe_name = case when 'cafe_name' = any($3) then '' else cafe_name end,
    serves = case when 'serves' = any($3) then '' else serves end, version = version + 1
where id = $1 and version = $2 returning id
"""


async def hold(team_ids: Collection[int]) -> None:
    """Keep everybody else from changing these teams until the transaction ends, in the order of their ids."""
    await fetch(HOLD, list(team_ids))


async def touched(versions: Mapping[int, int], *, besides: Mapping[str, Collection[int]]) -> set[int]:
    """Those of these new teams that were changed beyond their version here, or to which anything was added besides these rows."""
    rows = await fetch(CHANGED, list(versions), list(versions.values()))
    return {row['id'] for row in rows} | await pointed_at('team', versions, besides=besides)


async def unform(team_ids: Collection[int]) -> None:
    """Remove teams to which nothing refers any more but where they stood."""
    await execute('delete from team_state where team_id = any($1)', list(team_ids))
    await execute('delete from team where id = any($1)', list(team_ids))


async def join_many(people: Sequence[Joining], *, by: Actor, now: datetime.datetime) -> list[int]:
    """Each of them is of a team from today, or since a day; their memberships in the same order. Whoever calls holds the persons.

    :raises Refused: one is so already, or a team is closed
    """
    teams = sorted({one.team_id for one in people})
    async with atomic():
        await hold(teams)
        if await fetch(CLOSED, teams):
            raise Refused(NoMember.CLOSED)
        today = await network_day(now)
        rows = await fetch(
            JOIN, [one.team_id for one in people], [one.person_id for one in people], [one.role for one in people],
            [one.is_parent_leader for one in people], [one.on or today for one in people],
        )  # fmt: skip
        if len(rows) < len(people):
            raise Refused(NoMember.HERE_ALREADY)
        await give_team_roles([(one.person_id, one.role, one.team_id) for one in people], by=by, now=now)
        happened = [(one.team_id, {'person_id': one.person_id}) for one in people]
        await record_each('team_joined', 'team', happened, by=by, now=now)
    joined = {(row['team_id'], row['person_id']): row['id'] for row in rows}
    return [joined[one.team_id, one.person_id] for one in people]


async def unjoin(members: Mapping[int, tuple[str, bool]], *, by: Actor, now: datetime.datetime) -> set[int]:
    """Take those out of their teams who are there just as they came, by membership (role, whether a parent who leads); who went out."""
    async with atomic():
        came = await fetch(AS_THEY_CAME, list(members), [role for role, _ in members.values()], [leads for _, leads in members.values()])
        used = await pointed_at('team_member', [row['id'] for row in came], besides={})
        gone = [row for row in came if row['id'] not in used]
        await execute('delete from team_member where id = any($1)', [row['id'] for row in gone])
        await take_team_roles([(row['person_id'], row['team_id']) for row in gone], by=by, now=now)
        happened = [(row['team_id'], {'person_id': row['person_id']}) for row in gone]
        await record_each('team_left', 'team', happened, by=by, now=now)
    return {row['id'] for row in gone}


async def empty_again(team_id: int, version: int, fields: Collection[str], *, by: Actor, now: datetime.datetime) -> bool:
    """Empty these fields again, unless somebody changed the team since."""
    async with atomic():
        emptied = await fetch(EMPTY, team_id, version, list(fields))
        if emptied:
            await record('team_changed', by=by, subject=('team', team_id), now=now, fields=sorted(fields))
    return bool(emptied)


async def unlead(member_ids: Collection[int], *, by: Actor, now: datetime.datetime) -> None:
    """Whoever came to lead a team that nobody led is one of its people again, if they still lead it."""
    async with atomic():
        rows = await fetch(
            "update team_member set role = 'member' where id = any($1) and role = 'lead' and ended_on is null returning team_id, person_id",
            list(member_ids),
        )
        for row in rows:
            await give_team_role(row['person_id'], 'member', row['team_id'], by=by, now=now)
