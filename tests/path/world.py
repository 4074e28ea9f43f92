"""A team on its way, by the product's own commands: Alma, who leads it, Grace, and their coach Rosa."""

from __future__ import annotations

import datetime

import httpx

from coaching.accounts import cookies
from coaching.accounts.commands.roles import give_role, open_account
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.queries import actor_for
from coaching.kit.access import SYSTEM, Actor, Grant
from coaching.path.commands import telling, walking
from coaching.path.queries import journey, numbers, steps
from coaching.path.values import Marked
from coaching.people.commands import find_or_add
from coaching.teams.commands.teams import form, join
from tests.conftest import NOW

BEGAN = datetime.date(2026, 9, 1)


async def somebody(name: str, *roles: Grant) -> Actor:
    email = f'{name.split()[0].lower()}@example.org'
    person_id, _ = await find_or_add(name, email, source='account', by=SYSTEM, now=NOW)
    account_id = await open_account(person_id, email, by=SYSTEM, now=NOW)
    for role in roles:
        await give_role(account_id, role, by=SYSTEM, now=NOW)
    return await actor_for(account_id)


async def a_team(path: str = 'community-cafe') -> tuple[int, Actor, Actor, Actor]:
    """A team with Alma, who leads it, Grace, and their coach Rosa."""
    alma, grace = await somebody('Alma Cruz'), await somebody('Grace Lee')
    team_id = await form('Willow Street School team', lead_id=alma.person_id, by=SYSTEM, now=NOW)
    await join(team_id, grace.person_id, by=SYSTEM, now=NOW)
    rosa = await somebody('Rosa Delgado', Grant('coach', 'team', team_id))
    await walking.begin(team_id, path, 1, on=BEGAN, by=SYSTEM, now=NOW)
    return team_id, await actor_for(alma.account_id), await actor_for(grace.account_id), rosa


async def reach(team_id: int, number: int, by: Actor, marked: Marked = Marked.FULLY) -> None:
    """Everything of a step is reached and one thing shows it."""
    walk = await journey(team_id)
    for code in (await steps(walk, on=datetime.date.max))[number - 1].codes:
        await telling.mark(team_id, code, marked, seen=(await numbers(walk.id, 'team')).get(code, 0), by=by, now=NOW)
    await telling.show(team_id, number, 'We met at the library.', by=by, now=NOW)


async def as_somebody(browser: httpx.AsyncClient, actor: Actor) -> None:
    """Let this browser be hers from now on."""
    assert actor.account_id
    browser.cookies.set(cookies.name(), (await begin_sign_in(actor.account_id, device='Firefox, Linux', now=NOW)).token)
