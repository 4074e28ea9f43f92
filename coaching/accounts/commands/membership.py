"""Roles within one team follow who is of the team; a domain above says so, in its own transaction."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from coaching.accounts.commands.roles import give_role
from coaching.accounts.queries import account_of
from coaching.journal.commands import record, record_each
from coaching.kit.access import Actor, Grant
from coaching.kit.database import atomic, execute, fetch

STAND = """
select a.person_id, a.id from account a where a.person_id = any($1) and a.closed_at is null
"""
OPEN = """
insert into account (person_id, email, made_at) select p.id, p.email, $2 from unnest($1::bigint[]) with ordinality as n (id, number)
join person p on p.id = n.id and p.email is not null order by n.number on conflict do nothing returning id, person_id
"""
OTHERWISE = """
update role_grant g set ended_at = $4, ended_by_id = $5 from unnest($1::bigint[], $2::text[], $3::bigint[]) as n (account_id, role, team_id)
where g.account_id = n.account_id and g.scope_kind = 'team' and g.scope_id = n.team_id and g.role in ('lead', 'member')
    and g.ended_at is null and g.role is distinct from n.role
returning g.account_id, g.role, g.scope_kind, g.scope_id
"""
GIVE = """
insert into role_grant (account_id, role, scope_kind, scope_id, granted_by_id, began_at)
select n.account_id, n.role, 'team', n.team_id, $5, $4 from unnest($1::bigint[], $2::text[], $3::bigint[]) as n (account_id, role, team_id)
on conflict do nothing returning account_id, role, scope_kind, scope_id
"""


BESIDE = """
select id, role, case when from_at > $3 then from_at end as from_at, until_at from role_grant
where account_id = $1 and scope_kind = 'team' and scope_id = $2 and role in ('coach', 'apprentice', 'seasoned_host') and ended_at is null
    and (until_at is null or until_at > $3)
"""


@dataclasses.dataclass(frozen=True, slots=True)
class HeldFor:
    """A role beside a team from a moment, None for now, until another, None for without end."""

    role: str
    from_at: datetime.datetime | None = None
    until_at: datetime.datetime | None = None


async def give_team_role(person_id: int, role: str, team_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """The role of somebody who is of the team, as `give_team_roles` gives them; False where it was held, or nobody can sign in."""
    return bool(await give_team_roles([(person_id, role, team_id)], by=by, now=now))


async def give_team_roles(roles: Sequence[tuple[int, str, int]], *, by: Actor, now: datetime.datetime) -> int:
    """The roles of people who are of teams, as (person, role, team); an account is opened for whoever has an email address of their own.

    Nobody else can sign in: without an address, or where somebody else signs in with it. How many roles were given.
    """
    async with atomic():
        accounts = await _accounts(list(dict.fromkeys(person_id for person_id, _role, _team in roles)), by=by, now=now)
        wanted = [(accounts[person_id], role, team_id) for person_id, role, team_id in roles if person_id in accounts]
        await _end_others(wanted, by=by, now=now)
        given = await fetch(GIVE, *_columns(wanted), now, by.person_id)
        await record_each('role_given', 'account', _told(given), by=by, now=now)
    return len(given)


async def take_team_roles(pairs: Sequence[tuple[int, int]], *, by: Actor, now: datetime.datetime) -> None:
    """Nothing of the team opens for these persons any more, as (person, team); what else they have stays open, in every browser."""
    async with atomic():
        accounts = {row['person_id']: row['id'] for row in await fetch(STAND, [person_id for person_id, _team in pairs])}
        await _end_others([(accounts[one], None, team_id) for one, team_id in pairs if one in accounts], by=by, now=now)


async def _accounts(person_ids: Sequence[int], *, by: Actor, now: datetime.datetime) -> dict[int, int]:
    """The open account of each, opened now for whoever can have one."""
    standing = {row['person_id']: row['id'] for row in await fetch(STAND, person_ids)}
    lacking = [person_id for person_id in person_ids if person_id not in standing]
    opened = await fetch(OPEN, lacking, now) if lacking else []
    happened = [(row['id'], {'person_id': row['person_id']}) for row in opened]
    await record_each('account_opened', 'account', happened, by=by, now=now)
    # somebody else may have opened one at this moment: then nothing was opened here, and theirs stands by now
    return {row['person_id']: row['id'] for row in await fetch(STAND, person_ids)} if lacking else standing


async def _end_others(wanted: Sequence[tuple[int, str | None, int]], *, by: Actor, now: datetime.datetime) -> None:
    ended = await fetch(OTHERWISE, *_columns(wanted), now, by.person_id)
    await record_each('role_taken', 'account', _told(ended), by=by, now=now)


def _columns(wanted: Sequence[tuple[int, str | None, int]]) -> tuple[list[int], list[str | None], list[int]]:
    return [one[0] for one in wanted], [one[1] for one in wanted], [one[2] for one in wanted]


def _told(rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, dict[str, object]]]:
    return [(row['account_id'], {name: row[name] for name in ('role', 'scope_kind', 'scope_id')}) for row in rows]


async def hold_beside_team(person_id: int, team_id: int, wanted: Collection[HeldFor], *, by: Actor, now: datetime.datetime) -> bool:
    """Let somebody have exactly these roles beside a team, each from a moment until another; nobody is signed out by it.

    False where the person cannot sign in, as in `give_team_role`.
    """
    async with atomic():
        account = await account_of(person_id)
        account_id = account.id if account else (await _accounts([person_id], by=by, now=now)).get(person_id) if wanted else None
        if account_id is None:
            return not wanted
        held = {row['id']: HeldFor(row['role'], row['from_at'], row['until_at']) for row in await fetch(BESIDE, account_id, team_id, now)}
        for grant_id, one in held.items():
            if one not in wanted:
                await execute('update role_grant set ended_at = $2, ended_by_id = $3 where id = $1', grant_id, now, by.person_id)
                about = ('account', account_id)
                await record('role_taken', by=by, subject=about, now=now, role=one.role, scope_kind='team', scope_id=team_id)
        for one in sorted(set(wanted) - set(held.values()), key=lambda new: new.role):
            await give_role(account_id, Grant(one.role, 'team', team_id), from_at=one.from_at, until_at=one.until_at, by=by, now=now)
    return True
