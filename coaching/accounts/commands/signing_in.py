"""Sign in by a letter: asked for, then opened once, by its link anywhere or by its code in the browser that asked."""

from __future__ import annotations

import datetime

from coaching.accounts import secrets
from coaching.accounts.queries import actor_for, held
from coaching.accounts.queries.signing import REQUEST
from coaching.accounts.rules import LASTS, NoSignIn, is_our_path, limits_for, why_not_use, why_not_use_code
from coaching.accounts.values import Asked, SignedIn, SignInRequestFacts
from coaching.journal.commands import record
from coaching.kit import tokens
from coaching.kit.access import TEAM_ROLES
from coaching.kit.database import atomic, execute, fetchrow
from coaching.kit.refusal import Refused
from coaching.outbox.commands import promise
from coaching.people.rules import tidy_email

ASK = """
with known as (select id, person_id from account where email = $1 and closed_at is null)
insert into sign_in_request (account_id, browser_digest, nonce, next_path, asked_at, expires_at)
select (select id from known), $2, $3, $4, $5, $6
returning id, (select person_id from known) as person_id
"""


async def ask(email: str, *, next_path: str = '', now: datetime.datetime) -> Asked:
    """Promise a letter with a link and a code; for an address that nobody signs in with all is the same but that none is sent."""
    browser_token, nonce = tokens.random_token(), tokens.random_nonce()
    path = next_path if is_our_path(next_path) else ''
    async with atomic():
        row = await fetchrow(ASK, tidy_email(email), tokens.digest(browser_token), nonce, path, now, now + LASTS)
        await promise(
            'sign-in',
            person_id=row['person_id'],
            subject_kind='sign_in_request',
            subject_id=row['id'],
            key=f'sign-in {row["id"]}',
            due_at=now,
            useful_until=now + LASTS,
            now=now,
        )
    return Asked(row['id'], browser_token)


async def use_link(token: str, *, device: str, now: datetime.datetime) -> SignedIn:
    """Sign in by the letter's link, in whatever browser it was opened.

    :raises Refused: used, too old, or none of ours
    """
    async with atomic():
        request = await _locked(tokens.read_row_id(token))
        if request is None or not tokens.opens(token, secrets.SIGN_IN, request.id, request.nonce):
            raise Refused(NoSignIn.USED_OR_OLD)
        if reason := why_not_use(request, now):
            raise Refused(reason)
        return await _use(request, device, now)


async def use_code(request_id: int, browser_token: str, typed: str, *, device: str, now: datetime.datetime) -> SignedIn:
    """Sign in by the letter's code, in the browser that asked for it; a wrong one is counted.

    :raises Refused: wrong, wrong too often, used, too old, or typed in another browser
    """
    async with atomic():
        request = await _locked(request_id)
        if request is None:
            raise Refused(NoSignIn.USED_OR_OLD)
        is_right = secrets.is_code(typed, request.id, request.nonce)
        reason = why_not_use_code(request, tokens.digest(browser_token), is_right, now)
        if reason is None:
            return await _use(request, device, now)
        if reason in (NoSignIn.WRONG_CODE, NoSignIn.TOO_MANY_TRIES):
            await execute('update sign_in_request set tries = tries + 1 where id = $1', request.id)
    raise Refused(reason)


async def link_for(email: str, *, now: datetime.datetime) -> str | None:
    """A link that signs in whoever has this address, good for ten minutes, once; None where nobody has it."""
    nonce = tokens.random_nonce()
    row = await fetchrow(ASK, tidy_email(email), tokens.digest(tokens.random_token()), nonce, '', now, now + LASTS)
    return secrets.sign_in_url(row['id'], nonce) if row['person_id'] else None


async def begin_sign_in(account_id: int, *, device: str, now: datetime.datetime, next_path: str = '') -> SignedIn:
    """A new sign-in with a token that no browser had before; inside the transaction of whatever allowed it."""
    token = tokens.random_token()
    limits = limits_for(any(role.role not in TEAM_ROLES for role in await held(account_id)))
    await execute(
        """insert into sign_in (account_id, token_digest, rotated_at, device, began_at, seen_at, idle_days, expires_at)
           values ($1, $2, $3, $4, $3, $3, $5, $6)""",
        account_id,
        tokens.digest(token),
        now,
        device[:60],
        limits.idle.days,
        now + limits.absolute,
    )
    actor = await actor_for(account_id)
    assert actor is not None
    await record('signed_in', by=actor, subject=('account', account_id), now=now)
    return SignedIn(account_id, token, limits.absolute, next_path)


async def _locked(request_id: int | None) -> SignInRequestFacts | None:
    if request_id is None:
        return None
    row = await fetchrow(f'{REQUEST} for update of r', request_id)
    return SignInRequestFacts(**row) if row else None


async def _use(request: SignInRequestFacts, device: str, now: datetime.datetime) -> SignedIn:
    await execute('update sign_in_request set used_at = $2 where id = $1', request.id, now)
    assert request.account_id is not None
    return await begin_sign_in(request.account_id, device=device, now=now, next_path=request.next_path)
