"""A card signs in whoever has no email address and no office; the one printed last is good, for a year."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from coaching.accounts.values import CardFacts
from coaching.kit.access import TEAM_ROLES, Grant
from coaching.kit.refusal import Reason

CARD_LASTS = datetime.timedelta(days=365)


class NoCard(Reason):
    """Why no card is printed, or why one opens nothing."""

    HAS_ADDRESS = 'This person signs in with an email address and needs no card.'
    HAS_OFFICE = 'A card does not open this account. Sign in with an email address.'
    OF_ANOTHER_TEAM = 'This person is in another team too. Ask your coordinator for help.'
    REVOKED = 'This card is not good any more. Ask the lead of your team for a new one.'
    TOO_OLD = 'This card is over a year old. Ask the lead of your team for a new one.'


def why_not_hold(email: str, held: Collection[Grant]) -> NoCard | None:
    """Whoever has an address or an office is not let in by a paper that others may find; `held` are the roles."""
    if email:
        return NoCard.HAS_ADDRESS
    return NoCard.HAS_OFFICE if any(role.role not in TEAM_ROLES for role in held) else None


def why_not_print(email: str, held: Collection[Grant], *, team_id: int) -> NoCard | None:
    """Who prints a card could come in with it, so it opens nothing beyond the team for which it is printed."""
    if reason := why_not_hold(email, held):
        return reason
    return NoCard.OF_ANOTHER_TEAM if any(role.scope_id != team_id for role in held) else None


def why_not_come_in(card: CardFacts, held: Collection[Grant], now: datetime.datetime) -> NoCard | None:
    """The newest card alone opens, while it is young."""
    if card.revoked_at:
        return NoCard.REVOKED
    return NoCard.TOO_OLD if now >= card.expires_at else why_not_hold(card.email, held)
