"""Rounds of readiness: that they went on, never what was answered, and never who answered."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

KINDS = kinds(
    {},
    readiness_opened=('team network', 'round_id', later('Opened a round of questions.')),
    readiness_discarded=('team', 'round_id', later('Took back a round of questions that nobody had answered.')),
    readiness_answered=('team', 'round_id', later('Ended answering, so that the talk can begin.')),
    readiness_agreed=('team network', 'round_id item', later('Agreed on a point.')),
    readiness_chosen=('team network', 'round_id', later('Chose what to build.')),
    readiness_closed=('team network', 'round_id', later('Closed a round of questions.')),
)
