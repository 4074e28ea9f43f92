"""Accounts open and close; roles are taken; the network is never left alone."""

from __future__ import annotations

import datetime

import asyncpg

from coaching.accounts.commands.signing_out import end_of_account
from coaching.accounts.queries import account_of, grant
from coaching.accounts.rules import STAFF, NoRole, desks, is_last_coordinator
from coaching.journal.commands import record
from coaching.kit.access import TEAM_ROLES, Actor, Grant
from coaching.kit.database import atomic, execute, fetch, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.people.commands.telling import tell_old_address
from coaching.people.rules import tidy_email

COORDINATORS = """
select g.id from role_grant g join account a on a.id = g.account_id and a.closed_at is null
where g.role = 'coordinator' and g.scope_kind = 'network' and g.ended_at is null order by g.id for update of g
"""
SHORTEN = """
update sign_in set idle_days = least(idle_days, $2), expires_at = least(expires_at, began_at + $3)
where account_id = $1 and ended_at is null
"""


async def open_account(person_id: int, email: str | None, *, by: Actor, now: datetime.datetime) -> int:
    """Let a person sign in by this address, or without one by a card; the account that stands where there is one.

    :raises Refused: somebody else signs in with the address
    """
    async with atomic():
        if standing := await account_of(person_id):
            return standing.id
        try:
            async with atomic():
                account_id: int = await fetchval(
                    'insert into account (person_id, email, made_at) values ($1, $2, $3) returning id', person_id, tidy_email(email), now
                )
        except asyncpg.UniqueViolationError as error:
            raise Refused(NoRole.ADDRESS_TAKEN) from error
        await record('account_opened', by=by, subject=('account', account_id), now=now, person_id=person_id)
    return account_id


async def give_role(
    account_id: int,
    role: Grant,
    *,
    from_at: datetime.datetime | None = None,
    until_at: datetime.datetime | None = None,
    by: Actor,
    now: datetime.datetime,
) -> bool:
    """Give a role inside the transaction that allowed it; False where it was held. Sign-ins of whoever has an office end earlier.

    `from_at` and `until_at` are for a role that is held only between two moments.
    """
    given = await fetchval(
        """insert into role_grant (account_id, role, scope_kind, scope_id, granted_by_id, began_at, from_at, until_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id""",
        account_id,
        role.role,
        role.scope_kind,
        role.scope_id,
        by.person_id,
        now,
        from_at,
        until_at,
    )
    if given is None:
        return False
    if role.role not in TEAM_ROLES:
        await execute(SHORTEN, account_id, STAFF.idle.days, STAFF.absolute)
    await record(
        'role_given', by=by, subject=('account', account_id), now=now, role=role.role, scope_kind=role.scope_kind, scope_id=role.scope_id
    )
    return True


async def take_role(grant_id: int, *, by: Actor, now: datetime.datetime, why: str = '') -> bool:
    """End a role, and with an office every sign-in of its holder; False where it had ended.

    A role with a team is no office: its team opens no more, and nobody is signed out of the rest.

    :raises Refused: nobody would look after the whole network
    """
    async with atomic():
        await hold_last_coordinator([grant_id])
        facts = await grant(grant_id)
        ended = 'update role_grant set ended_at = $2, ended_by_id = $3 where id = $1 and ended_at is null returning id'
        if facts is None or not await fetchval(ended, grant_id, now, by.person_id):
            return False
        if facts.role not in TEAM_ROLES:
            await end_of_account(facts.account_id, 'role taken', now)
        await record(
            'role_taken', by=by, subject=('account', facts.account_id), now=now, why=why,
            role=facts.role, scope_kind=facts.scope_kind, scope_id=facts.scope_id,
        )  # fmt: skip
    return True


async def close_account(account_id: int, *, by: Actor, now: datetime.datetime, why: str = '') -> bool:
    """End an account with its roles and sign-ins at once; the person stays. False where it was closed.

    :raises Refused: nobody would look after the whole network
    """
    async with atomic():
        await hold_last_coordinator_of(account_id)
        if not await fetchval('update account set closed_at = $2 where id = $1 and closed_at is null returning id', account_id, now):
            return False
        roles = 'update role_grant set ended_at = $2, ended_by_id = $3 where account_id = $1 and ended_at is null'
        await execute(roles, account_id, now, by.person_id)
        await end_of_account(account_id, 'account closed', now)
        await record('account_closed', by=by, subject=('account', account_id), now=now, why=why)
    return True


async def hold_last_coordinator(grant_ids: list[int]) -> None:
    """Lock the coordinators of the whole network, all in one order, and see whether one is left without these.

    :raises Refused: nobody would be
    """
    if is_last_coordinator(grant_ids, [row['id'] for row in await fetch(COORDINATORS)]):
        raise Refused(NoRole.LAST_COORDINATOR)


async def hold_last_coordinator_of(account_id: int) -> None:
    """The same for all roles of one account.

    :raises Refused: nobody would be
    """
    rows = await fetch('select id from role_grant where account_id = $1 and ended_at is null', account_id)
    await hold_last_coordinator([row['id'] for row in rows])


async def change_address(account_id: int, email: str, *, by: Actor, now: datetime.datetime) -> None:
    """Sign in by another address from now on; every other browser is signed out, letters on their way open nothing, the old one is told.

    :raises Refused: somebody else signs in with the address
    """
    async with atomic():
        before = await fetchrow(
            'select a.email, a.person_id, p.language from account a join person p on p.id = a.person_id where a.id = $1 for update of a',
            account_id,
        )
        try:
            async with atomic():
                moved = 'update account set email = $2 where id = $1 and closed_at is null and email is distinct from $2 returning id'
                changed = await fetchval(moved, account_id, tidy_email(email))
        except asyncpg.UniqueViolationError as error:
            raise Refused(NoRole.ADDRESS_TAKEN) from error
        if changed:
            await execute(
                """update sign_in set ended_at = $2, ended_why = 'ended'
                   where account_id = $1 and ended_at is null and id is distinct from $3""",
                account_id,
                now,
                by.sign_in_id,
            )
            await execute('update sign_in_request set used_at = $2 where account_id = $1 and used_at is null', account_id, now)
            await record('address_changed', by=by, subject=('account', account_id), now=now)
            if before['email']:
                await tell_old_address('sign-in-changed', before['person_id'], before['email'], language=before['language'], now=now)


async def choose_desk(desk: str, *, by: Actor) -> bool:
    """Remember at which desk somebody with several roles sits; False for a desk that is not theirs."""
    if desk not in desks(by):
        return False
    await execute('update account set last_desk = $2 where id = $1', by.account_id, desk)
    return True
