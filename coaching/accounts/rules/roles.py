"""Roles by scope: who may be offered one, when the letter is too late, and whom the network cannot lose."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.accounts.values import InvitationFacts
from coaching.kit.access import Actor, Grant
from coaching.kit.refusal import Reason

INVITATION_LASTS = datetime.timedelta(days=14)
HOMES = {'coordinator': '/reports/funnel', 'trainer': '/train', 'coach': '/coach', 'team': '/team', 'host': '/coach'}
DESKS = {
    'coordinator': ('coordinator',), 'trainer': ('trainer',), 'coach': ('coach', 'apprentice'), 'team': ('lead', 'member'),
    'host': ('seasoned_host',),
}  # fmt: skip
"""The roles that sit at each desk, the highest desk first."""


class NoRole(Reason):
    """Why a role is not given or taken."""

    HELD_ALREADY = 'This person has that role already.'
    LAST_COORDINATOR = 'Somebody must look after the whole network. Give that role to somebody else first.'
    NO_ACCOUNT = 'This person cannot sign in. There is nothing to close.'
    ADDRESS_TAKEN = 'Somebody else signs in with this email address.'


class NoInvitation(Reason):
    """Why an invitation opens nothing."""

    ACCEPTED = 'You said yes to this already. You can sign in.'
    REVOKED = 'This invitation was taken back. Ask the person who invited you.'
    TOO_OLD = 'This invitation is over two weeks old. Ask the person who invited you for a new one.'
    ADDRESS_TAKEN = 'Somebody else signs in with this email address. Ask the person who invited you.'


def why_not_invite(role: Grant, held: Collection[Grant]) -> NoRole | None:
    """`held` are the roles that the person has."""
    return NoRole.HELD_ALREADY if role in held else None


def why_not_accept(invitation: InvitationFacts, now: datetime.datetime) -> NoInvitation | None:
    """An invitation is good for two weeks, once."""
    if invitation.accepted_at:
        return NoInvitation.ACCEPTED
    if invitation.revoked_at:
        return NoInvitation.REVOKED
    if now >= invitation.expires_at:
        return NoInvitation.TOO_OLD
    return None


def is_last_coordinator(grant_ids: Collection[int], all_coordinators: Collection[int]) -> bool:
    """Whether nobody would look after the whole network without these grants; `all_coordinators` are the grants of that kind."""
    return bool(all_coordinators) and not set(all_coordinators) - set(grant_ids)


def desks(actor: Actor) -> tuple[str, ...]:
    """The desks at which somebody may sit, the highest first."""
    return tuple(name for name, roles in DESKS.items() if actor.has(*roles))


def desk(actor: Actor) -> str:
    """At which desk somebody sits: the one last used, else the highest there is; '' for somebody without a role."""
    open_to = desks(actor)
    return actor.desk if actor.desk in open_to else next(iter(open_to), '')


def home(actor: Actor) -> str:
    """Where somebody lands: at their desk, else at their own page."""
    return HOMES.get(desk(actor), '/me')
