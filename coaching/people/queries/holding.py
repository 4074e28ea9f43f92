"""What is held about a person, gathered from every domain."""

from __future__ import annotations

from typing import Any

from coaching.kit.database import fetch
from coaching.people.keepers import all_keepers
from coaching.people.values import Happening


async def held_ids(person_id: int) -> list[int]:
    """The person's own id, and those of the records that were merged into it."""
    rows = await fetch('select id from person where id = $1 or merged_into_id = $1 order by id <> $1, id', person_id)
    return [row['id'] for row in rows]


async def export(person_id: int) -> dict[str, Any]:
    """Everything held about a person, by domain."""
    held = [await _one(number) for number in await held_ids(person_id)]
    return (held[0] if held else {}) | ({'merged': held[1:]} if held[1:] else {})


async def _one(person_id: int) -> dict[str, Any]:
    held = {keeper.domain: await keeper.export(person_id) for keeper in all_keepers()}
    return {domain: facts for domain, facts in held.items() if facts}


async def story(person_id: int, limit: int = 100) -> list[Happening]:
    """What happened with a person as the domains tell it, newest first."""
    told = [line for keeper in all_keepers() if keeper.story for line in await keeper.story(person_id)]
    return sorted(told, key=lambda line: line.at, reverse=True)[:limit]
