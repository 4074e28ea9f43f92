"""What becomes of a coach's own reminders when a person is exported, merged or erased."""

from __future__ import annotations

from typing import Any

from coaching.kit.database import fetch
from coaching.kit.words import later
from coaching.people.values import Keeper, Reference

PAUSED = 'select t.name, s.until_on from snooze s join team t on t.id = s.team_id where s.person_id = $1 order by s.until_on, t.name, t.id'


async def export(person_id: int) -> dict[str, Any]:
    """Of which teams the person is not reminded, and until when."""
    rows = await fetch(PAUSED, person_id)
    held = [{later('Team'): row['name'], later('Until'): row['until_on']} for row in rows]
    return {later('Reminders of teams'): held} if held else {}


KEEPER = Keeper(
    references=(
        Reference('snooze', 'person_id', on_erase='delete', rivals=('team_id',)),
        Reference('cohort_letter', 'by_person_id', on_erase='delete'),
    ),
    export=export,
)
