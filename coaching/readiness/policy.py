"""Who may see and do what in a round; grants alone decide."""

from __future__ import annotations

from coaching.kit.access import Actor
from coaching.readiness.values import Stood
from coaching.teams.policy import OF_THE_TEAM, holds


def stood(actor: Actor, team_id: int | None) -> Stood:
    """How the rules see whoever acts; without a team it is the network's own check."""
    if team_id is None:
        return Stood(is_of_network=actor.everywhere('coordinator'))
    return Stood(holds(actor, team_id, *OF_THE_TEAM), holds(actor, team_id, 'coach'))
