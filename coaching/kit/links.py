"""Links that leave this house, in letters, calendars and on paper."""

from __future__ import annotations

from coaching.kit.settings import settings
from coaching.kit.words import ENGLISH, language


def address(path: str) -> str:
    """A page of ours as a link, to be opened in the language that is spoken now."""
    prefix = '' if language() == ENGLISH else f'/{language()}'
    return f'{settings().base_url.rstrip("/")}{prefix}{path}'
