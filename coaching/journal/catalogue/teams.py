"""The network, its places, its organizations and who belongs to them."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

WORDS = {
    'name': later('name'),
    'zone': later('time zone'),
    'language': later('language'),
    'help_line': later('help line'),
    'parent_id': later('what it belongs to'),
    'kind': later('kind'),
    'sector': later('sector'),
    'is_funder': later('whether it gives money'),
    'place_id': later('place'),
    'cafe_name': later('name of the café'),
    'models': later('kinds of cafés'),
    'languages': later('languages'),
    'serves': later('whom it serves'),
    'forming': later('is forming'),
    'active': later('is active'),
    'resting': later('is resting'),
    'sustaining': later('goes on by itself'),
    'closed': later('is closed'),
    'yes': later('yes'),
    'not_now': later('not now'),
    'no': later('no'),
}

KINDS = kinds(
    WORDS,
    network_changed=('network', 'fields', later('Changed: %(fields)s.')),
    place_added=('place', 'parent_id', later('The place was added.')),
    place_changed=('place', 'fields', later('Changed: %(fields)s.')),
    place_closed=('place', '', later('The place was closed.')),
    organisation_added=('organisation', 'kind', later('The organization was added.')),
    organisation_changed=('organisation', 'fields', later('Changed: %(fields)s.')),
    organisation_merged=('organisation', 'merged_id', later('Merged with another organization, which was the same.')),
    organisation_removed=('organisation', '', later('The organization was taken away again.')),
    membership_began=('person', 'organisation_id', later('Came to belong to a group.')),
    membership_ended=('person', 'organisation_id', later('No longer belongs to that group.')),
    start_asked=('start_request', '', later('Asked to bring cafés to a place.')),
    start_taken=('start_request', '', later('Will answer.')),
    start_called=('start_request', '', later('Wrote down the first call.')),
    start_decided=('start_request', 'fit', later('Said if it fits: %(fit)s.')),
    team_formed=('team', '', later('The team began.')),
    team_changed=('team', 'fields', later('Changed: %(fields)s.')),
    team_stands=('team', 'standing', later('The team %(standing)s.')),
    team_joined=('team', 'person_id', later('Somebody joined.')),
    team_left=('team', 'person_id', later('Somebody left.')),
    team_led=('team', 'person_id', later('Somebody else leads.')),
    team_parent_leader=('team', 'person_id is_parent_leader', later('Said who is there as a parent who leads.')),
)
