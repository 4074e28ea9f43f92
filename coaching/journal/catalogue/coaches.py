"""Who stands beside a team, what was logged, planned and asked; never a word of it."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

WORDS = {
    'lead': later('coach'),
    'co_coach': later('co-coach'),
    'apprentice': later('apprentice coach'),
    'seasoned_host': later('seasoned host'),
}

KINDS = kinds(
    WORDS,
    coach_assigned=('team', 'person_id role', later('Somebody came to stand beside the team as %(role)s.')),
    coach_ended=('team', 'person_id role', later('Somebody no longer stands beside the team as %(role)s.')),
    cover_began=('person', 'by_id', later('Somebody stands in while this coach is away.')),
    cover_ended=('person', 'by_id', later('Nobody stands in for this coach any more.')),
    coach_changed=('person', '', later('Said how many teams this coach can take, and which.')),
    may_be_called=('person', 'agreed', later('Said whether teams that wait for help may call.')),
)
