"""Several write on one question: who comes second is told, and keeps the own words, the others', or both; nothing is lost."""

from __future__ import annotations

import enum
import hashlib

from coaching.kit.refusal import Reason

MOST = 4000


class NoNote(Reason):
    """Why a note is not kept as it is."""

    NOT_A_MEMBER = 'Only people of this team and its coach can write here.'
    CHANGED_MEANWHILE = '%(name)s changed this while you were writing. Keep your words, theirs, or both.'
    TOO_LONG = 'Together these are too long. Keep one of them, or make yours shorter.'
    PRIVATE = 'These questions are for you alone. Nothing of them is kept here.'


class Keep(enum.StrEnum):
    """What whoever comes second keeps."""

    MINE = 'mine'
    THEIRS = 'theirs'
    BOTH = 'both'


def mark_of(words: str) -> str:
    """A short mark of what somebody saw when they began to write."""
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def settled(mine: str, *, theirs: str, seen: str, keep: Keep | None = None) -> str | NoNote | None:
    """The words to write down, None where there is nothing to, or why these cannot be; `seen` is the mark of what was there before.

    Both put together already are the same form sent again.
    """
    if mine == theirs or mark_of(mine) == seen:
        return None
    if keep is Keep.BOTH and theirs.endswith(f'\n\n{mine}') and mark_of(theirs.removesuffix(f'\n\n{mine}')) == seen:
        return None
    if mark_of(theirs) != seen:
        return NoNote.CHANGED_MEANWHILE
    if keep is Keep.THEIRS:
        return None
    words = f'{theirs}\n\n{mine}' if keep is Keep.BOTH and theirs else mine
    return NoNote.TOO_LONG if len(words) > MOST else words
