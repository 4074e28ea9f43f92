"""Who may see and do what beside a team; grants alone decide. Words of a talk are the team's and its coaches', never a coordinator's."""

from __future__ import annotations

from collections.abc import Collection

from coaching.coaches.values import Talk
from coaching.kit.access import Actor
from coaching.teams.policy import BESIDE_IT, OF_THE_TEAM, holds, teams_of


def may_coach(actor: Actor, team_id: int) -> bool:
    """Whoever coaches a team now, stands in, or learns to."""
    return holds(actor, team_id, *BESIDE_IT)


def coached(actor: Actor) -> tuple[int, ...]:
    """The teams that somebody coaches, stands in for, or learns with."""
    return teams_of(actor, *BESIDE_IT)


def is_of(actor: Actor, team_id: int) -> bool:
    return holds(actor, team_id, *OF_THE_TEAM)


def may_read(actor: Actor, talk: Talk) -> bool:
    """Coaches of its teams read every word; the people of its teams only what is shared."""
    if any(may_coach(actor, team_id) for team_id in talk.team_ids):
        return True
    return talk.visibility == 'shared' and any(is_of(actor, team_id) for team_id in talk.team_ids)


def may_log_for(actor: Actor, team_ids: Collection[int]) -> bool:
    """A talk is logged for teams that one coaches, all of them."""
    return bool(team_ids) and set(team_ids) <= set(coached(actor))


def may_help(actor: Actor, team_id: int) -> bool:
    """A team's coaches, and a seasoned host beside it, read and answer when it asks for help."""
    return holds(actor, team_id, *BESIDE_IT, 'seasoned_host')
