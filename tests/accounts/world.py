"""Who signs in, in these tests."""

from __future__ import annotations

import datetime

from coaching.accounts.commands.roles import give_role, open_account
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.queries import actor_for
from coaching.kit.access import SYSTEM, Actor, Grant
from coaching.people.commands import find_or_add
from tests.conftest import NOW

EVERYWHERE = Grant('coordinator', 'network', None)
TRAINER = Grant('trainer', 'network', None)
PHONE = 'Firefox, Android'


async def somebody(name: str, email: str, *roles: Grant, now: datetime.datetime = NOW) -> Actor:
    """A person with an account and these roles, before any sign-in."""
    person_id, _is_new = await find_or_add(name, email, source='account', by=SYSTEM, now=now)
    account_id = await open_account(person_id, email, by=SYSTEM, now=now)
    for role in roles:
        await give_role(account_id, role, by=SYSTEM, now=now)
    actor = await actor_for(account_id)
    assert actor is not None
    return actor


async def ellen() -> Actor:
    """The coordinator of the whole network."""
    return await somebody('Ellen Hart', 'ellen@example.org', EVERYWHERE)


async def dana() -> Actor:
    """A trainer."""
    return await somebody('Dana Whitfield', 'dana@example.org', TRAINER)


async def signed_in(actor: Actor, *, now: datetime.datetime = NOW) -> str:
    """A browser's token for this person."""
    assert actor.account_id is not None
    return (await begin_sign_in(actor.account_id, device=PHONE, now=now)).token
