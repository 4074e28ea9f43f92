"""Give a person a copy of everything held."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic
from coaching.people import queries


async def export(person_id: int, *, by: Actor, now: datetime.datetime) -> dict[str, Any]:
    """Everything held, as one snapshot saw it; that a copy was made is written down, what stood in it is not."""
    async with atomic():
        held = await queries.export(person_id)
        await record('exported', by=by, subject=('person', person_id), now=now)
    return held
