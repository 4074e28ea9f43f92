"""What coordinators and teams write, a module for each part."""

from coaching.teams.forms.records import (
    HELP_LINE,
    NO_PLACE,
    Belonging,
    Invite,
    Network,
    Organisation,
    PersonEdit,
    Place,
    network_form,
    place_choices,
)

__all__ = [
    'HELP_LINE',
    'NO_PLACE',
    'Belonging',
    'Invite',
    'Network',
    'Organisation',
    'PersonEdit',
    'Place',
    'network_form',
    'place_choices',
]
