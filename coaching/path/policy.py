"""Who may see and do what on a team's way; grants alone decide."""

from __future__ import annotations

from coaching.kit.access import Actor
from coaching.path.values import Stood
from coaching.teams.policy import OF_THE_TEAM, holds


def stood(actor: Actor, team_id: int) -> Stood:
    """How the rules see whoever acts."""
    return Stood(actor.person_id or 0, holds(actor, team_id, *OF_THE_TEAM), holds(actor, team_id, 'coach'))
