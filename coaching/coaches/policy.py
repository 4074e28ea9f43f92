"""Who may see and do what beside a team; grants alone decide. Words of a talk are the team's and its coaches', never a coordinator's."""

from __future__ import annotations

from collections.abc import Collection

from coaching.coaches.values import HelpThread, Talk
from coaching.kit.access import Actor
from coaching.teams.policy import BESIDE_IT, OF_THE_TEAM, holds, may_see_team, teams_of


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
    """A team's coaches, and a seasoned host beside it: what they write in a call for help is an answer."""
    return holds(actor, team_id, *BESIDE_IT, 'seasoned_host')


def may_read_call(actor: Actor, call: HelpThread, *, agreed: bool) -> bool:
    """A team and its coaches read what it asked; a seasoned host who agreed to be called only what nobody answered for four hours."""
    if may_see_team(actor, call.team_id):
        return True
    return agreed and call.passed_on_at is not None and holds(actor, call.team_id, 'seasoned_host')
