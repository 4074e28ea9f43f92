"""Every read of places, organisations and memberships."""

from coaching.teams.queries.duplicates import doubles_of, duplicates
from coaching.teams.queries.organisations import (
    likely,
    likely_many,
    listed,
    membership,
    memberships_of,
    names,
    organisation,
    search,
)
from coaching.teams.queries.places import below, place, places, scope_of

__all__ = [
    'below',
    'doubles_of',
    'duplicates',
    'likely',
    'likely_many',
    'listed',
    'membership',
    'memberships_of',
    'names',
    'organisation',
    'place',
    'places',
    'scope_of',
    'search',
]
