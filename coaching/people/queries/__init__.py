"""Every read of persons; answers are values, never rows."""

from coaching.people.queries.finding import cards, find, likenesses, merging, mergings, person, search, standing_id
from coaching.people.queries.holding import export, held_ids, story

__all__ = ['cards', 'export', 'find', 'held_ids', 'likenesses', 'merging', 'mergings', 'person', 'search', 'standing_id', 'story']
