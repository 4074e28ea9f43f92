"""Who may lead which session, and who may change which offering."""

from __future__ import annotations

from collections.abc import Collection

from coaching.kit.access import Actor


def may_lead(actor: Actor, *, offering_id: int, trainer_ids: Collection[int]) -> bool:
    """The room of a session: its own trainers, trainers of its offering or of the whole network, and the network's coordinators."""
    if actor.everywhere('trainer') or actor.everywhere('coordinator'):
        return True
    if ('offering', offering_id) in actor.scopes('trainer'):
        return True
    return actor.has('trainer') and actor.person_id in trainer_ids


def may_lead_all(actor: Actor, *, offering_id: int) -> bool:
    """All dates of an offering together: whoever leads it by role, not by one date."""
    return may_lead(actor, offering_id=offering_id, trainer_ids=())


def may_set_up(actor: Actor) -> bool:
    """Offerings and their dates: coordinators of the whole network."""
    return actor.everywhere('coordinator')


def led_offerings(actor: Actor) -> frozenset[int] | None:
    """The offerings whose sessions somebody leads by role; None for all."""
    if actor.everywhere('trainer') or actor.everywhere('coordinator'):
        return None
    return frozenset(scope_id for kind, scope_id in actor.scopes('trainer') if kind == 'offering' and scope_id is not None)
