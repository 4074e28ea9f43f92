"""Cards are printed, taken back, and sign somebody in. One of a person is good at a time; the one before stops at once."""

from __future__ import annotations

import datetime

from coaching.accounts import secrets
from coaching.accounts.commands.roles import open_account
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.commands.signing_out import end_of_account
from coaching.accounts.queries import account, held
from coaching.accounts.queries.cards import card
from coaching.accounts.rules.cards import CARD_LASTS, NoCard, why_not_come_in, why_not_print
from coaching.accounts.values import SignedIn
from coaching.journal.commands import record
from coaching.kit import tokens
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused

PRINT = """
insert into sign_in_card (account_id, nonce, printed_at, printed_by_id, expires_at) values ($1, $2, $3, $4, $5) returning id
"""
REVOKE = 'update sign_in_card set revoked_at = $2 where account_id = $1 and revoked_at is null'


async def print_card(person_id: int, *, team_id: int, by: Actor, now: datetime.datetime) -> str:
    """A new card for somebody of this team; its address, which nobody can ask for again. The one before and its sign-ins end.

    :raises Refused: the person has an address, an office, or a part in another team
    """
    async with atomic():
        account_id = await open_account(person_id, None, by=by, now=now)
        await fetchval('select id from account where id = $1 for update', account_id)
        facts = await account(account_id)
        assert facts is not None
        if reason := why_not_print(facts.email, await held(account_id), team_id=team_id):
            raise Refused(reason)
        await _end(account_id, now)
        nonce = tokens.random_nonce()
        card_id: int = await fetchval(PRINT, account_id, nonce, now, by.person_id, now + CARD_LASTS)
        await record('card_printed', by=by, subject=('account', account_id), now=now)
    return secrets.card_url(card_id, nonce)


async def revoke_card(person_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """The card of somebody opens nothing from now on, and whoever came in by it is signed out; False where there was none."""
    async with atomic():
        account_id = await fetchval('select id from account where person_id = $1 and closed_at is null for update', person_id)
        was_good = account_id is not None and await _end(account_id, now)
        if was_good:
            await record('card_revoked', by=by, subject=('account', account_id), now=now)
    return was_good


async def come_in(token: str, *, device: str, now: datetime.datetime) -> SignedIn:
    """Sign in by a card.

    :raises Refused: taken back, renewed, too old, or no card of ours
    """
    async with atomic():
        number = tokens.read_row_id(token)
        found = await card(number, locked=True) if number is not None else None
        if found is None or not tokens.opens(token, secrets.CARD, found.id, found.nonce):
            raise Refused(NoCard.REVOKED)
        if reason := why_not_come_in(found, await held(found.account_id), now):
            raise Refused(reason)
        return await begin_sign_in(found.account_id, device=device, now=now)


async def _end(account_id: int, now: datetime.datetime) -> bool:
    if await execute(REVOKE, account_id, now) == 'UPDATE 0':
        return False
    await end_of_account(account_id, 'ended', now)
    return True
