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
)
