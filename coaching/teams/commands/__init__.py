"""Everything that changes places, organisations and memberships."""

from coaching.teams.commands.joining import belong
from coaching.teams.commands.memberships import begin_membership, end_membership
from coaching.teams.commands.organisations import change_organisation, find_or_add_organisation, merge_organisations, remove_unused
from coaching.teams.commands.places import add_place, close_place, move_place, rename_place

__all__ = [
    'add_place',
    'belong',
    'begin_membership',
    'change_organisation',
    'close_place',
    'end_membership',
    'find_or_add_organisation',
    'merge_organisations',
    'move_place',
    'remove_unused',
    'rename_place',
]
