"""Whose cohorts are whose: whoever keeps one has all its teams, everybody else only those that are theirs anyway; and who may be called."""

from __future__ import annotations

from coaching.coaches.policy import coached
from coaching.kit.access import Actor
from coaching.teams.policy import Scope, covers, teams_of
from coaching.teams.values import CohortFacts

NOWHERE: Scope = frozenset()


def keeps(actor: Actor, cohort: CohortFacts, scope: Scope) -> bool:
    """Whether somebody may change a cohort and write to its people: its owner who coaches, or a coordinator of its place.

    `scope` are the places of whoever asks as a coordinator, NOWHERE for somebody who is none; a cohort without a place is the network's.
    """
    is_owner = cohort.owner_id is not None and cohort.owner_id == actor.person_id and actor.has('coach', 'coordinator')
    return is_owner or (actor.has('coordinator') and covers(scope, cohort.place_id))


def may_see(actor: Actor, team_id: int, place_id: int | None, scope: Scope) -> bool:
    """Whether a team is somebody's by itself: who coaches it, or looks after its place."""
    return team_id in teams_of(actor, 'coach') or (actor.has('coordinator') and covers(scope, place_id))


def may_call(actor: Actor) -> tuple[int, ...]:
    """The teams that a seasoned host may help when they call and nobody has answered."""
    others = set(coached(actor))
    return tuple(team_id for team_id in teams_of(actor, 'seasoned_host') if team_id not in others)
