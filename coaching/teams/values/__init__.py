"""What other domains learn of places, organisations, teams and cohorts."""

from coaching.teams.values.life import Answer, CohortFacts, CohortKind, CohortTeamFacts, DroppedWhy, NextState, NextStepFacts, Owner
from coaching.teams.values.places import (
    Joined,
    MembershipFacts,
    Named,
    OrganisationCard,
    OrganisationFacts,
    OrganisationPage,
    Pair,
    Pairs,
    PlaceFacts,
)
from coaching.teams.values.teams import Fit, MemberFacts, StartFacts, TeamCard, TeamFacts, TeamPage, TeamStanding

__all__ = [
    'Answer',
    'CohortFacts',
    'CohortKind',
    'CohortTeamFacts',
    'DroppedWhy',
    'Fit',
    'Joined',
    'MemberFacts',
    'MembershipFacts',
    'Named',
    'NextState',
    'NextStepFacts',
    'OrganisationCard',
    'OrganisationFacts',
    'OrganisationPage',
    'Owner',
    'Pair',
    'Pairs',
    'PlaceFacts',
    'StartFacts',
    'TeamCard',
    'TeamFacts',
    'TeamPage',
    'TeamStanding',
]
