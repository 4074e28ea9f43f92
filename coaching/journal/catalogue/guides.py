"""Guides that are sent to teams, and words about guides that a coordinator took away."""

from coaching.journal.catalogue.writing import kinds
from coaching.kit.words import later

KINDS = kinds(
    {},
    guide_sent=('team', 'guide revision', later('A coach sent the team a guide by email.')),
    guide_words_removed=('guide_feedback', 'guide', later('Words about a guide were taken away.')),
)
