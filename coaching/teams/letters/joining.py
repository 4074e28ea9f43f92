"""What is written to whoever is invited to a team, or is of it now."""

from __future__ import annotations

import datetime

from coaching.accounts import secrets
from coaching.accounts.queries import account_of, invitation, network
from coaching.accounts.rules import why_not_accept
from coaching.kit.dates import long_day
from coaching.kit.links import address
from coaching.kit.words import _, speaking
from coaching.outbox.letters import Letter, called
from coaching.outbox.values import Promise
from coaching.people.queries import person
from coaching.teams.queries.teams import members, team


async def welcome(promise: Promise, _now: datetime.datetime) -> Letter | None:
    """Where the pages of the team are; nothing to whoever left, or cannot sign in with an address."""
    found, to, account = await team(promise.subject_id), await person(promise.person_id or 0), await account_of(promise.person_id or 0)
    if found is None or to is None or account is None or to.id not in {one.person_id for one in await members(found.id)}:
        return None
    with speaking(to.language):
        return Letter(
            kind='team-welcome', language=to.language, to_name=to.name, to_address=account.email, message_id=promise.message_id,
            facts={'team': found.name, 'inviter': called(promise.facts.get('by', ''), _('A coordinator'))},
            button=address(f'/team/{found.id}'),
        )  # fmt: skip


async def invited(promise: Promise, now: datetime.datetime) -> Letter | None:
    """The offer to be of a team; nothing once it was answered or taken back."""
    offer, house = await invitation(promise.subject_id), await network()
    found = await team(offer.scope_id) if offer and offer.scope_kind == 'team' and offer.scope_id else None
    if offer is None or house is None or found is None or why_not_accept(offer, now):
        return None
    with speaking(offer.language):
        return Letter(
            kind='team-invitation', language=offer.language, to_name=offer.name, to_address=offer.email, message_id=promise.message_id,
            facts={
                'team': found.name,
                'inviter': called(offer.invited_by, house.name or _('A coordinator')),
                'until': long_day(offer.expires_at, house.zone),
            },
            button=secrets.invitation_url(offer.id, offer.nonce), sender=offer.invited_by,
        )  # fmt: skip


WRITERS = {'team-welcome': welcome, 'team-invitation': invited}
