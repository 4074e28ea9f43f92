"""The tables of places, organisations, teams and cohorts, a module for each part."""

from coaching.teams.tables.cohorts import Cohort, CohortTeam
from coaching.teams.tables.life import (
    Meeting,
    MeetingAnswer,
    MeetingAsked,
    MeetingDate,
    MeetingPerson,
    MeetingPoll,
    NextStep,
    PilotSite,
    PilotSiteState,
    TeamInvitation,
)
from coaching.teams.tables.places import Membership, Organisation, Place
from coaching.teams.tables.teams import StartRequest, Team, TeamMember, TeamOrganisation, TeamState

__all__ = [
    'Cohort',
    'CohortTeam',
    'Meeting',
    'MeetingAnswer',
    'MeetingAsked',
    'MeetingDate',
    'MeetingPerson',
    'MeetingPoll',
    'Membership',
    'NextStep',
    'Organisation',
    'PilotSite',
    'PilotSiteState',
    'Place',
    'StartRequest',
    'Team',
    'TeamInvitation',
    'TeamMember',
    'TeamOrganisation',
    'TeamState',
]
