"""Who may see and do what on a team's way; grants alone decide."""

from __future__ import annotations

from coaching.kit.access import Actor
from coaching.path.values import Stood

OF_THE_TEAM = ('lead', 'member')


def holds(actor: Actor, team_id: int, *roles: str) -> bool:
    """Whether somebody has one of these roles in this team."""
    return any(grant.scope_kind == 'team' and grant.scope_id == team_id and grant.role in roles for grant in actor.grants)


def stood(actor: Actor, team_id: int) -> Stood:
    """How the rules see whoever acts."""
    return Stood(actor.person_id or 0, holds(actor, team_id, *OF_THE_TEAM), holds(actor, team_id, 'coach'))


def may_see(actor: Actor, team_id: int) -> bool:
    """The team and its coaches see everything of its way; nobody else sees more than dates and proportions."""
    return holds(actor, team_id, *OF_THE_TEAM, 'coach')
