"""Who may see and touch what. A coordinator of a place has that place with all that lies inside it, and no more."""

from __future__ import annotations

from collections.abc import Collection

from coaching.kit.access import TEAM_ROLES, Actor, Grant
from coaching.teams.values import CohortFacts

Scope = frozenset[int] | None
OF_THE_TEAM = ('lead', 'member')
BESIDE_IT = ('coach', 'apprentice')


def covers(scope: Scope, place_id: int | None) -> bool:
    """Whether something in this place is within the scope; None as scope is the whole network."""
    return scope is None or place_id in scope


def may_change_network(actor: Actor) -> bool:
    """The network's own words, its places and its merged organisations concern everybody."""
    return actor.everywhere('coordinator')


def may_give(actor: Actor, scope: Scope, role: Grant) -> bool:
    """A coordinator of a place gives that role, or a coach's, for what is inside it; any other is the whole network's to give."""
    if actor.everywhere('coordinator'):
        return True
    is_local = role.role in ('coordinator', 'coach') and role.scope_kind == 'place'
    return actor.has('coordinator') and is_local and covers(scope, role.scope_id)


def may_close(actor: Actor, scope: Scope, held: Collection[Grant]) -> bool:
    """An account with an office outside of one's scope is not one's to close, to erase, or to give another address."""
    offices = [role for role in held if role.role not in TEAM_ROLES]
    return actor.everywhere('coordinator') or all(may_give(actor, scope, role) for role in offices)


def may_keep_cohort(actor: Actor, scope: Scope, cohort: CohortFacts) -> bool:
    """Whoever made a cohort keeps it; so does a coordinator of its place, or of the whole network."""
    is_own = actor.person_id is not None and cohort.owner_id == actor.person_id
    return is_own or sees_all_of(actor, scope, cohort)


def sees_all_of(actor: Actor, scope: Scope, cohort: CohortFacts) -> bool:
    """A coordinator of a cohort's place sees every team of it; whoever made it sees those that are theirs to see."""
    return actor.has('coordinator') and covers(scope, cohort.place_id)


def may_see_by_itself(actor: Actor, scope: Scope, team_id: int, place_id: int | None) -> bool:
    """Whether a team is somebody's now: who coaches it, or looks after its place."""
    return holds(actor, team_id, 'coach') or actor.has('coordinator') and covers(scope, place_id)


def holds(actor: Actor, team_id: int, *roles: str) -> bool:
    """Whether somebody has one of these roles with this team."""
    return any(grant.scope_kind == 'team' and grant.scope_id == team_id and grant.role in roles for grant in actor.grants)


def teams_of(actor: Actor, *roles: str) -> tuple[int, ...]:
    """The teams with which somebody has one of these roles, in the order in which they got it."""
    held = (grant for grant in actor.grants if grant.scope_kind == 'team' and grant.role in roles)
    return tuple(dict.fromkeys(grant.scope_id for grant in held if grant.scope_id is not None))


def may_see_team(actor: Actor, team_id: int) -> bool:
    """The people of a team and whoever coaches it or learns to see everything that the team shares."""
    return holds(actor, team_id, *OF_THE_TEAM, *BESIDE_IT)
