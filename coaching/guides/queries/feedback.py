"""What readers say of guides."""

from __future__ import annotations

from coaching.guides.values import SaidOf
from coaching.kit.database import fetch

COUNTS = 'select slug, count(*) as count from guide_feedback group by slug'
SAID = 'select id, slug, language, revision, words, month from guide_feedback where slug = $1 order by month desc, id limit $2'


async def counts() -> dict[str, int]:
    """How much was said, by guide."""
    return {row['slug']: row['count'] for row in await fetch(COUNTS)}


async def said_of(slug: str, *, limit: int = 200) -> list[SaidOf]:
    """What was said of a guide, the newest month first; within a month in no order."""
    return [SaidOf(**row) for row in await fetch(SAID, slug, limit)]
