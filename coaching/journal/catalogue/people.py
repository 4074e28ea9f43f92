"""What happens to what is held about a person."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

WORDS = {
    'name': later('name'),
    'email': later('e-mail address'),
    'phone': later('phone number'),
    'language': later('language'),
    'zone': later('time zone'),
    'how_heard': later('how they heard of us'),
    'place': later('place'),
    'place_id': later('place'),
    'organisation': later('organization'),
    'title': later('title'),
    'self': later('the person'),
    'colleague': later('a colleague'),
    'trainer': later('a trainer'),
    'paste': later('a pasted list'),
    'import': later('an import'),
    'account': later('an account'),
    'set-up': later('the set-up'),
    'the-person': later('the person'),
    'a-coordinator': later('a coordinator'),
    'retention': later('the end of the time we keep things'),
    'a-restore': later('a restore'),
    'all': later('all letters'),
}

KINDS = kinds(
    WORDS,
    added=('person', 'source', later('Added by way of %(source)s.')),
    corrected=('person', 'fields', later('Corrected: %(fields)s.')),
    merged=('person', 'merged_id', later('Merged with the record %(merged_id)s, which was the same person.')),
    merging_undone=('person', 'merged_id', later('The merging with the record %(merged_id)s was undone.')),
    said_distinct=('person', 'other_id', later('Said to be somebody else than the record %(other_id)s.')),
    exported=('person', '', later('A copy of everything held was made.')),
    erased=('person', 'asked_by', later('Deleted, as asked by %(asked_by)s.')),
    letters_stopped=('person', 'letter', later('Letters stopped: %(letter)s.')),
    letters_resumed=('person', 'letter', later('Letters wanted again: %(letter)s.')),
    email_refused=('person', '', later('The mail server refused the e-mail address.')),
)
