"""What becomes of accounts, sign-ins and roles when a person is exported, merged or erased."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from coaching.accounts.commands.roles import hold_last_coordinator_of
from coaching.accounts.queries import account_of, grants_of, sign_ins
from coaching.journal.catalogue.accounts import WORDS
from coaching.journal.commands import forget_whys_about
from coaching.kit.database import execute, fetch
from coaching.kit.refusal import Refused
from coaching.kit.words import _, later
from coaching.outbox.commands import forget_letters_with
from coaching.people.rules import NoMerge
from coaching.people.values import Keeper, Reference

REFERENCES = (
    Reference('account', 'person_id', on_erase='delete'),
    Reference('role_grant', 'granted_by_id', on_merge='stay'),
    Reference('role_grant', 'ended_by_id', on_merge='stay'),
    Reference('invitation', 'person_id', on_erase='delete'),
    Reference('invitation', 'invited_by_id', on_merge='stay'),
    Reference('sign_in_card', 'printed_by_id', on_merge='stay'),
)

ACCOUNTS = """
select a.id, coalesce(a.email, '') as email, p.name, coalesce(p.email, '') as own_email from account a join person p on p.id = a.person_id
where a.person_id = $1 order by a.id for update of a
"""


async def export(person_id: int) -> dict[str, Any]:
    """The right to sign in, the browsers that are signed in, and the roles."""
    account = await account_of(person_id)
    if account is None:
        return {}
    return {
        later('Signs in with'): account.email or _('a card'),
        later('Since'): account.made_at,
        later('Signed in on'): [
            {later('Browser'): one.device, later('Began on'): one.began_at, later('Last seen on'): one.seen_at}
            for one in await sign_ins(account.id)
        ],
        later('Roles'): [
            {later('Role'): WORDS[one.role], later('For'): WORDS[one.scope_kind], later('Since'): one.began_at}
            for one in (await grants_of([person_id]))[person_id]
        ],
    }


async def before_merge(kept_id: int, merged_id: int, _now: datetime.datetime) -> Mapping[str, Any] | None:
    """One person has one account.

    :raises Refused: both can sign in
    """
    if await account_of(kept_id) and await account_of(merged_id):
        raise Refused(NoMerge.BOTH_SIGN_IN)
    return None


async def erase(person_id: int, _now: datetime.datetime) -> None:
    """Sign-ins end, and nothing of the account stays; nor do letters that are kept as files and were written in this person's name.

    :raises Refused: nobody would look after the whole network
    """
    offers = await fetch('select id from invitation where person_id = $1', person_id)
    await forget_whys_about('invitation', [row['id'] for row in offers])
    accounts = await fetch(ACCOUNTS, person_id)
    await forget_whys_about('account', [row['id'] for row in accounts])
    for row in accounts:
        await hold_last_coordinator_of(row['id'])
        await forget_letters_with([row['name'], row['email'], row['own_email']])
        for table in ('sign_in', 'sign_in_request', 'sign_in_card', 'role_grant'):
            await execute(f'delete from {table} where account_id = $1', row['id'])


KEEPER = Keeper(references=REFERENCES, export=export, erase=erase, before_merge=before_merge)
