"""Somebody says something of a guide; a coordinator takes away what should not stand there."""

from __future__ import annotations

import datetime

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchrow

SAY = 'insert into guide_feedback (slug, language, revision, words, month) values ($1, $2, $3, $4, $5)'
TAKE = 'delete from guide_feedback where id = $1 and slug = $2 returning revision'


async def say(slug: str, language: str, revision: int, words: str, *, on: datetime.date) -> None:
    """The words and the month; whose they are, nobody knows."""
    async with atomic():
        await execute(SAY, slug, language, revision, words, on.replace(day=1))


async def take_away(slug: str, feedback_id: int, *, by: Actor, now: datetime.datetime) -> bool:
    """Delete what was said; whether it was there."""
    async with atomic():
        gone = await fetchrow(TAKE, feedback_id, slug)
        if gone:
            await record('guide_words_removed', by=by, subject=('guide_feedback', feedback_id), now=now, guide=slug)
        return gone is not None
