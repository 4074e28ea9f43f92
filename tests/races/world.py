"""Who takes part in a race, by the product's own commands: people with accounts, signed-in browsers, seats that were offered."""

from __future__ import annotations

from coaching.accounts.commands.roles import give_role, open_account
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.queries import actor_for
from coaching.funnel.commands import spots
from coaching.funnel.commands.registering import sign_up
from coaching.kit import clock
from coaching.kit.access import COOKIE, PUBLIC, SYSTEM, Actor, Grant
from coaching.kit.database import fetchrow
from coaching.kit.tokens import link_token
from coaching.people.commands import find_or_add
from tests.funnel.world import a_session
from tests.races.town import in_a_month

TRAINER = Grant('trainer', 'network', None)


async def somebody(name: str, *roles: Grant) -> Actor:
    """A person with an account and these roles; the address is made of the name."""
    now, email = clock.now(), address(name)
    person_id, _is_new = await find_or_add(name, email, source='account', by=SYSTEM, now=now)
    account_id = await open_account(person_id, email, by=SYSTEM, now=now)
    for role in roles:
        await give_role(account_id, role, by=SYSTEM, now=now)
    actor = await actor_for(account_id)
    assert actor
    return actor


def address(name: str) -> str:
    return f'{name.lower().replace(" ", "-")}@example.org'


async def cookie_of(actor: Actor) -> str:
    """What a browser sends in which this person has signed in."""
    assert actor.account_id
    return f'{COOKIE}={(await begin_sign_in(actor.account_id, device="Firefox", now=clock.now())).token}'


async def spot(session_id: int, name: str) -> int:
    """Somebody saves a spot; the registration."""
    done = await sign_up(session_id, name=name, email=address(name), language='en', by=PUBLIC, now=clock.now())
    assert done.registration_id
    return done.registration_id


async def offered_seat(name: str) -> int:
    """A registration that was just offered the only seat of a date."""
    session_id = await a_session(capacity=1, starts_at=in_a_month())
    first, second = await spot(session_id, f'First {name}'), await spot(session_id, f'Second {name}')
    await spots.cancel(first, by=SYSTEM, now=clock.now())
    return second


async def spot_path(registration_id: int) -> str:
    """The page of a spot, behind the letter's link."""
    row = await fetchrow('select nonce from registration where id = $1', registration_id)
    assert row
    return f'/sign-ups/{link_token("registration", registration_id, row["nonce"])}'
