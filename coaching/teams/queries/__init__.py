"""Every read of places, organisations and memberships."""

from coaching.teams.queries.duplicates import duplicates
from coaching.teams.queries.organisations import likely, listed, memberships_of, names, organisation, search
from coaching.teams.queries.places import below, place, places, scope_of

__all__ = [
    'below',
    'duplicates',
    'likely',
    'listed',
    'memberships_of',
    'names',
    'organisation',
    'place',
    'places',
    'scope_of',
    'search',
]
