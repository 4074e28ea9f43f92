"""Roles within one team follow who is of the team; a domain above says so, in its own transaction."""

from __future__ import annotations

import datetime

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
    """Nothing of the team opens for this person any more, and every sign-in ends."""
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
