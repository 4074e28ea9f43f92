"""What becomes of imported rows about teams when a person is exported, merged or erased."""

from __future__ import annotations

from typing import Any

from coaching.people.values import Keeper, Reference

REFERENCES = (Reference('sheet_row', 'person_id', on_erase='null', on_merge='stay'),)


async def export(_person_id: int) -> dict[str, Any]:
    """Nothing: what came by a file is told where it is at home."""
    return {}


KEEPER = Keeper(references=REFERENCES, export=export)
