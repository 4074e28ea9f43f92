"""Browsers that are signed in: with an account, roles by scope, and a sign-in of their own."""

from __future__ import annotations

import datetime

import httpx

from coaching.accounts import cookies
from coaching.accounts.commands.roles import give_role, open_account
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.queries import actor_for
from coaching.kit.access import SYSTEM, Actor, Grant
from coaching.people.commands import correct, find_or_add

COORDINATOR = Grant('coordinator', 'network', None)
TRAINER = Grant('trainer', 'network', None)


async def sign_in(
    browser: httpx.AsyncClient, name: str, *roles: Grant, now: datetime.datetime, language: str = 'en'
) -> Actor:
    """Let this browser be somebody's from now on; whoever had it before is signed out of it."""
    email = f'{name.split()[0].lower()}@staff.example'
    person_id, _is_new = await find_or_add(name, email, source='account', by=SYSTEM, now=now)
    if language != 'en':
        await correct(person_id, language=language, by=SYSTEM, now=now)
    account_id = await open_account(person_id, email, by=SYSTEM, now=now)
    for role in roles:
        await give_role(account_id, role, by=SYSTEM, now=now)
    browser.cookies.set(cookies.name(), (await begin_sign_in(account_id, device='Firefox, Linux', now=now)).token)
    actor = await actor_for(account_id)
    assert actor is not None
    return actor
