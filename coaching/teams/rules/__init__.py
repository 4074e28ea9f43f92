"""The rules of places and organisations."""

from coaching.teams.rules.kinds import KINDS, SECTORS
from coaching.teams.rules.naming import LIKELY, likely_kind, likeness, telling_words
from coaching.teams.rules.tree import NoOrganisation, NoPlace, why_not_close, why_not_merge, why_not_move

__all__ = [
    'KINDS',
    'LIKELY',
    'SECTORS',
    'NoOrganisation',
    'NoPlace',
    'likely_kind',
    'likeness',
    'telling_words',
    'why_not_close',
    'why_not_merge',
    'why_not_move',
]
