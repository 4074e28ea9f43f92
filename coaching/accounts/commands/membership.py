"""Roles within one team follow who is of the team; a domain above says so, in its own transaction."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Collection

from coaching.accounts.commands.roles import give_role, open_account, take_role
from coaching.accounts.queries import account_of
from coaching.journal.commands import record
from coaching.kit.access import Actor, Grant
from coaching.kit.database import atomic, execute, fetch, fetchval
from coaching.kit.refusal import Refused

HELD = """
select g.id, g.role from role_grant g join account a on a.id = g.account_id and a.closed_at is null
where a.person_id = $1 and g.scope_kind = 'team' and g.scope_id = $2 and g.role in ('lead', 'member') and g.ended_at is null
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
    """The role of somebody who is of the team; an account is opened for whoever has an email address of their own.

    False where nobody can sign in: without an address, or where somebody else signs in with it.
    """
    async with atomic():
        account = await account_of(person_id)
        account_id = account.id if account else await _open(person_id, by=by, now=now)
        if account_id is None:
            return False
        held = await fetch(HELD, person_id, team_id)
        for other in (row for row in held if row['role'] != role):
            await execute('update role_grant set ended_at = $2, ended_by_id = $3 where id = $1', other['id'], now, by.person_id)
            facts = {'role': other['role'], 'scope_kind': 'team', 'scope_id': team_id}
            await record('role_taken', by=by, subject=('account', account_id), now=now, **facts)
        return await give_role(account_id, Grant(role, 'team', team_id), by=by, now=now)


async def take_team_roles(person_id: int, team_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Nothing of the team opens for this person any more; what else they have stays open, in every browser."""
    for row in await fetch(HELD, person_id, team_id):
        await take_role(row['id'], by=by, now=now)


async def _open(person_id: int, *, by: Actor, now: datetime.datetime) -> int | None:
    email = await fetchval('select email from person where id = $1', person_id)
    if email is None:
        return None
    try:
        return await open_account(person_id, email, by=by, now=now)
    except Refused:
        return None


async def hold_beside_team(person_id: int, team_id: int, wanted: Collection[HeldFor], *, by: Actor, now: datetime.datetime) -> bool:
    """Let somebody have exactly these roles beside a team, each from a moment until another; nobody is signed out by it.

    False where the person cannot sign in, as in `give_team_role`.
    """
    async with atomic():
        account = await account_of(person_id)
        account_id = account.id if account else await _open(person_id, by=by, now=now) if wanted else None
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
