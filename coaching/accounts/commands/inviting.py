"""Offer a role by letter; whoever accepts gets an account, where there is none, and is signed in."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Awaitable, Callable

from coaching.accounts import secrets
from coaching.accounts.commands.roles import change_address, give_role, open_account
from coaching.accounts.commands.signing_in import begin_sign_in
from coaching.accounts.queries import account_of, actor_for, held
from coaching.accounts.queries.roles import INVITATION
from coaching.accounts.rules import INVITATION_LASTS, NoInvitation, why_not_accept, why_not_invite
from coaching.accounts.values import InvitationFacts, SignedIn
from coaching.journal.commands import record
from coaching.kit import tokens
from coaching.kit.access import Actor, Grant
from coaching.kit.database import atomic, execute, fetchrow, fetchval
from coaching.kit.refusal import Refused
from coaching.outbox.commands import cancel_about, promise
from coaching.people.commands import find_or_add, hold_standing
from coaching.people.rules import tidy_email

OFFER = """
insert into invitation (person_id, email, role, scope_kind, scope_id, nonce, invited_by_id, invited_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (email, role, scope_kind, coalesce(scope_id, 0)) where accepted_at is null and revoked_at is null
do update set expires_at = excluded.expires_at, invited_by_id = excluded.invited_by_id, invited_at = excluded.invited_at
returning id
"""


Accepted = Callable[[InvitationFacts, int, Actor, datetime.datetime], Awaitable[None]]
_accepted: list[Accepted] = []


def when_accepted(then: Accepted) -> None:
    """What a domain above does in the same transaction when somebody says yes; it is told the offer and whose it was."""
    _accepted[:] = [then]


async def invite(
    name: str, email: str, role: Grant, *, language: str, letter: str = 'invitation', by: Actor, now: datetime.datetime
) -> int:
    """Promise a letter that offers this role; the id of the invitation. Asked again, the same invitation is sent again.

    An address with which somebody signs in stands for that person, whatever name was typed.

    :raises Refused: the person has the role
    """
    address = tidy_email(email)
    async with atomic():
        person_id = await fetchval('select person_id from account where email = $1 and closed_at is null', address)
        if person_id is None:
            person_id, _is_new = await find_or_add(name, address, language=language, source='account', by=by, now=now)
        if account := await account_of(person_id):
            address = account.email or address
            if reason := why_not_invite(role, await held(account.id)):
                raise Refused(reason)
        until = now + INVITATION_LASTS
        offered = (role.role, role.scope_kind, role.scope_id)
        invitation_id: int = await fetchval(OFFER, person_id, address, *offered, tokens.random_nonce(), by.person_id, now, until)
        await promise(
            letter,
            person_id=person_id,
            subject_kind='invitation',
            subject_id=invitation_id,
            key=f'invitation {invitation_id} {now.isoformat()}',
            due_at=now,
            useful_until=until,
            now=now,
        )
        await _journal('role_invited', invitation_id, person_id, role, by, now)
    return invitation_id


async def accept(token: str, *, device: str, now: datetime.datetime) -> SignedIn:
    """Take the role, with an account where there is none, and sign in.

    :raises Refused: accepted, taken back or too old, or the address belongs to somebody else's account by now
    """
    async with atomic():
        invitation_id = tokens.read_row_id(token)
        # the person first, as whoever merges or erases does, so that neither waits for the other in a ring
        invited = await fetchval('select person_id from invitation where id = $1', invitation_id)
        person_id = await hold_standing(invited) if invited else None
        invitation = await _locked(invitation_id)
        if invitation is None or not tokens.opens(token, secrets.INVITATION, invitation.id, invitation.nonce):
            raise Refused(NoInvitation.TOO_OLD)
        if reason := why_not_accept(invitation, now):
            raise Refused(reason)
        if person_id is None:
            raise Refused(NoInvitation.TOO_OLD)
        by = Actor.by_link(person_id)
        try:
            account_id = await open_account(person_id, invitation.email, by=by, now=now)
        except Refused as refused:
            raise Refused(NoInvitation.ADDRESS_TAKEN) from refused
        account = await account_of(person_id)
        if account and not account.email:
            await _take_address(account_id, invitation.email, by, now)
        elif account is None or account.email != invitation.email:
            # the letter went to an address that no longer signs this person in, so whoever holds it may be somebody else
            raise Refused(NoInvitation.ADDRESS_TAKEN)
        role = Grant(invitation.role, invitation.scope_kind, invitation.scope_id)
        await give_role(account_id, role, by=await actor_for(account_id) or by, now=now)
        for then in _accepted:
            await then(invitation, person_id, by, now)
        await execute('update invitation set accepted_at = $2 where id = $1', invitation.id, now)
        await _journal('invitation_accepted', invitation.id, person_id, role, by, now)
        return await begin_sign_in(account_id, device=device, now=now)


async def _take_address(account_id: int, email: str, by: Actor, now: datetime.datetime) -> None:
    """Whoever signed in with a card signs in with this address from now on."""
    try:
        await change_address(account_id, email, by=by, now=now)
    except Refused as refused:
        raise Refused(NoInvitation.ADDRESS_TAKEN) from refused


async def revoke(invitation_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """Take an offer back; False where it was answered or taken back before."""
    async with atomic():
        invitation = await _locked(invitation_id)
        if invitation is None or invitation.accepted_at or invitation.revoked_at:
            return False
        await execute('update invitation set revoked_at = $2 where id = $1', invitation_id, now)
        await cancel_about('invitation', invitation_id, now=now)
        role = Grant(invitation.role, invitation.scope_kind, invitation.scope_id)
        await _journal('invitation_revoked', invitation_id, invitation.person_id, role, by, now)
    return True


async def _journal(kind: str, invitation_id: int, person_id: int, role: Grant, by: Actor, now: datetime.datetime) -> None:
    await record(kind, by=by, subject=('invitation', invitation_id), now=now, person_id=person_id, **dataclasses.asdict(role))


async def _locked(invitation_id: int | None) -> InvitationFacts | None:
    if invitation_id is None:
        return None
    row = await fetchrow(f'{INVITATION} where i.id = $1 for update of i', invitation_id)
    return InvitationFacts(**row) if row else None
