"""Everything that changes a person; each is one transaction with its entry in the journal."""

from coaching.people.commands.adding import find_or_add, hold_standing, refuse_email
from coaching.people.commands.correcting import correct
from coaching.people.commands.erasing import came_back, erase, erase_again
from coaching.people.commands.exporting import export
from coaching.people.commands.letters import resume_letters, stop_letters, want_letters
from coaching.people.commands.merging import merge, say_distinct, undo_merging

__all__ = [
    'came_back',
    'correct',
    'erase',
    'erase_again',
    'export',
    'find_or_add',
    'hold_standing',
    'merge',
    'refuse_email',
    'resume_letters',
    'say_distinct',
    'stop_letters',
    'undo_merging',
    'want_letters',
]
