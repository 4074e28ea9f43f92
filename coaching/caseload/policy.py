"""Which teams of others somebody may help."""

from __future__ import annotations

from coaching.coaches.policy import coached
from coaching.kit.access import Actor
from coaching.teams.policy import Scope, teams_of

NOWHERE: Scope = frozenset()
"""The places of somebody who looks after none."""


def may_call(actor: Actor) -> tuple[int, ...]:
    """The teams that a seasoned host may help when they call and nobody has answered."""
    others = set(coached(actor))
    return tuple(team_id for team_id in teams_of(actor, 'seasoned_host') if team_id not in others)
