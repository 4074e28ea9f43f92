"""The letters that sign somebody in and that offer a role."""

from __future__ import annotations

import datetime

from coaching.accounts import secrets
from coaching.accounts.queries import invitation, network, sign_in_request
from coaching.accounts.rules import LASTS, why_not_accept, why_not_use
from coaching.kit.dates import long_day
from coaching.kit.words import _, later, speaking
from coaching.outbox.letters import Letter, called
from coaching.outbox.values import Promise

ROLES = {
    'coordinator': later('coordinator'), 'trainer': later('trainer'), 'coach': later('coach'), 'apprentice': later('apprentice coach'),
    'seasoned_host': later('seasoned host'), 'lead': later('team lead'), 'member': later('team member'),
}  # fmt: skip


async def sign_in_letter(promise: Promise, now: datetime.datetime) -> Letter | None:
    """The link and the code; nothing once it was used, and nothing for an address that nobody signs in with."""
    request = await sign_in_request(promise.subject_id)
    if request is None or not request.email or why_not_use(request, now):
        return None
    with speaking(request.language):
        return Letter(
            kind='sign-in',
            language=request.language,
            to_name=request.name,
            to_address=request.email,
            message_id=promise.message_id,
            facts={'code': secrets.code(request.id, request.nonce), 'minutes': str(int(LASTS.total_seconds()) // 60)},
            button=secrets.sign_in_url(request.id, request.nonce),
        )


async def invitation_letter(promise: Promise, now: datetime.datetime) -> Letter | None:
    """The offer of a role; nothing once it was answered or taken back."""
    offer, house = await invitation(promise.subject_id), await network()
    if offer is None or house is None or why_not_accept(offer, now):
        return None
    with speaking(offer.language):
        return Letter(
            kind='invitation',
            language=offer.language,
            to_name=offer.name,
            to_address=offer.email,
            message_id=promise.message_id,
            facts={
                'role': str(ROLES[offer.role]),
                'inviter': called(offer.invited_by, house.name or _('A coordinator')),
                'until': long_day(offer.expires_at, house.zone),
            },
            button=secrets.invitation_url(offer.id, offer.nonce),
            sender=offer.invited_by,
        )


WRITERS = {'sign-in': sign_in_letter, 'invitation': invitation_letter}
