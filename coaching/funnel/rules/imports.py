"""When a file may be brought in, and when that may be undone."""

from __future__ import annotations

import datetime

from coaching.funnel.values.imports import Batch
from coaching.kit.refusal import Reason

UNDO_DAYS = 30
KEPT = datetime.timedelta(hours=24)


class NoImport(Reason):
    """Why a file is not brought in, or stays."""

    GONE = 'This file is no longer here. Choose it again.'
    NO_COLUMNS = 'Say first what each column holds.'
    NO_ROWS = 'No row of this file can be brought in as it stands.'
    AGAIN = 'This file was brought in before. Nothing has changed.'
    BUSY = 'Somebody worked on one of these people at the same moment. Nothing was brought in. Try once more.'
    NOT_MADE = 'This file was not brought in, so there is nothing to undo.'
    UNDONE = 'This was undone already.'
    TOO_LATE = 'This was more than 30 days ago and stays as it is.'


def why_not_make(batch: Batch | None) -> NoImport | None:
    """Whether a file can be brought in, as far as its own record tells."""
    if batch and batch.made_at:
        return NoImport.AGAIN
    if batch is None or not batch.has_content:
        return NoImport.GONE
    return None if batch.mapping else NoImport.NO_COLUMNS


def why_not_undo(batch: Batch, now: datetime.datetime) -> NoImport | None:
    """Whether a whole import can be undone (30 days, issue 2)."""
    if batch.made_at is None:
        return NoImport.NOT_MADE
    if batch.undone_at:
        return NoImport.UNDONE
    return NoImport.TOO_LATE if now - batch.made_at > datetime.timedelta(days=UNDO_DAYS) else None
