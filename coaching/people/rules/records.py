"""What may be done with a person's record."""

from __future__ import annotations

import datetime

from coaching.kit.refusal import Reason
from coaching.people.values import MergingFacts, Person

UNDO_DAYS = 30


class NoMerge(Reason):
    """Why two records may not become one."""

    SAME_RECORD = 'This is one record already.'
    ALREADY_MERGED = 'One of the two is merged with another record already.'
    ERASED = 'One of the two was deleted. There is nothing left to merge.'
    BOTH_SIGN_IN = 'Both can sign in. Close one of the two accounts first.'


class NoUndo(Reason):
    """Why a merging stays."""

    UNDONE = 'This was undone already.'
    TOO_LATE = 'This was more than 30 days ago and stays as it is.'
    ERASED = 'The person was deleted. There is nothing to take apart.'
    LATER_FIRST = 'The record was merged once more since. Undo that first.'
    TAKEN = 'Another person has this name and address now. Change that first, then undo.'


class NoCorrection(Reason):
    """Why a record was not changed."""

    GONE = 'This person was deleted or merged with another record.'
    CHANGED_MEANWHILE = 'Somebody else changed this a moment ago. Look at it again, then save.'
    SAME_AS_ANOTHER = 'Another person with this name and this address is here already. If it is the same person, merge the two.'


def why_not_merge(kept: Person, merged: Person) -> NoMerge | None:
    """Whether these two may become one, as far as their own rows tell."""
    if kept.id == merged.id:
        return NoMerge.SAME_RECORD
    if kept.erased_at or merged.erased_at:
        return NoMerge.ERASED
    if kept.merged_into_id or merged.merged_into_id:
        return NoMerge.ALREADY_MERGED
    return None


def why_not_undo(merging: MergingFacts, kept: Person, now: datetime.datetime) -> NoUndo | None:
    """Whether a merging can be taken apart again (30 days, `domain.md` 2.3)."""
    if merging.undone_at:
        return NoUndo.UNDONE
    if kept.erased_at:
        return NoUndo.ERASED
    if kept.merged_into_id:
        return NoUndo.LATER_FIRST
    if now - merging.merged_at > datetime.timedelta(days=UNDO_DAYS):
        return NoUndo.TOO_LATE
    return None


def why_not_correct(person: Person, version: int) -> NoCorrection | None:
    """`version` is that of the record which the writer saw."""
    if person.erased_at or person.merged_into_id:
        return NoCorrection.GONE
    if person.version != version:
        return NoCorrection.CHANGED_MEANWHILE
    return None
