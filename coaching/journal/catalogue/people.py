"""What happens to what is held about a person."""

from coaching.journal.catalogue.letters import LETTERS
from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

WORDS = {
    'name': later('name'),
    'email': later('email address'),
    'phone': later('phone number'),
    'language': later('language'),
    'zone': later('time zone'),
    'how_heard': later('how they heard of us'),
    'place': later('place'),
    'place_id': later('place'),
    'organisation': later('organization'),
    'title': later('title'),
    'the-person': later('the person asked for it'),
    'a-coordinator': later('a coordinator asked for it'),
    'retention': later('its time was up'),
    'a-restore': later('once more, after a restore'),
}

SOURCES = {
    'self': later('by themselves'),
    'colleague': later('by a colleague'),
    'trainer': later('by a trainer'),
    'paste': later('from a pasted list'),
    'import': later('from an import'),
    'account': later('with an account'),
    'set-up': later('at set-up'),
}

STOPPED = {**LETTERS, 'all': later('all emails')}

KINDS = kinds(
    WORDS,
    corrected=('person', 'fields', later('Corrected: %(fields)s.')),
    merged=('person', 'merged_id', later('Merged with another record of the same person.')),
    merging_undone=('person', 'merged_id', later('The merging with another record was undone.')),
    said_distinct=('person', 'other_id', later('Compared with another record: two different people.')),
    exported=('person', '', later('A copy of everything held was made.')),
    erased=('person', 'asked_by', later('Deleted: %(asked_by)s.')),
    email_refused=('person', '', later('The mail server refused the email address.')),
) | kinds(
    STOPPED,
    letters_stopped=('person', 'letter', later('Emails stopped: %(letter)s.')),
    letters_resumed=('person', 'letter', later('Emails wanted again: %(letter)s.')),
) | kinds(SOURCES, added=('person', 'source', later('Added %(source)s.')))
