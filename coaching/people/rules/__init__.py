"""The rules about persons: how they write themselves, whether two are one, what may be done with a record."""

from coaching.journal.catalogue.letters import LETTERS
from coaching.people.rules.likeness import Alike, alike
from coaching.people.rules.records import UNDO_DAYS, NoCorrection, NoMerge, NoUndo, why_not_correct, why_not_merge, why_not_undo
from coaching.people.rules.writing import first_name, folded, shown_phone, tidy_email, tidy_name, tidy_phone

__all__ = [
    'LETTERS',
    'UNDO_DAYS',
    'Alike',
    'NoCorrection',
    'NoMerge',
    'NoUndo',
    'alike',
    'first_name',
    'folded',
    'shown_phone',
    'tidy_email',
    'tidy_name',
    'tidy_phone',
    'why_not_correct',
    'why_not_merge',
    'why_not_undo',
]
