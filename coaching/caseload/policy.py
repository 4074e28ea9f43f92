"""Which teams of a cohort somebody sees who does not keep it, and who may be called."""

from __future__ import annotations

from coaching.coaches.policy import coached
from coaching.kit.access import Actor
from coaching.teams.policy import Scope, covers, teams_of

NOWHERE: Scope = frozenset()
"""The places of somebody who looks after none."""


def may_see(actor: Actor, team_id: int, place_id: int | None, scope: Scope) -> bool:
    """Whether a team is somebody's by itself: who coaches it, or looks after its place."""
    return team_id in teams_of(actor, 'coach') or (actor.has('coordinator') and covers(scope, place_id))


def may_call(actor: Actor) -> tuple[int, ...]:
    """The teams that a seasoned host may help when they call and nobody has answered."""
    others = set(coached(actor))
    return tuple(team_id for team_id in teams_of(actor, 'seasoned_host') if team_id not in others)
