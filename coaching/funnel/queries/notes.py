"""Trainers' own letters to the people of one session."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from coaching.kit.database import fetch, fetchrow

NOTE = """
select l.id, l.session_id, l.to_group, l.subject, l.body, l.people, l.sent_at, coalesce(p.name, '') as trainer,
       coalesce(p.email, '') as reply_to
from session_letter l left join person p on p.id = l.by_person_id
"""


@dataclass(frozen=True, slots=True)
class Note:
    """One letter as the trainer wrote it; `body` is Markdown, `people` how many it went to."""

    id: int
    session_id: int
    to_group: str
    subject: str
    body: str
    people: int
    sent_at: datetime.datetime
    trainer: str
    reply_to: str


async def note(letter_id: int) -> Note | None:
    row = await fetchrow(NOTE + 'where l.id = $1', letter_id)
    return Note(**row) if row else None


async def notes(session_id: int) -> list[Note]:
    """The letters of one session, newest first."""
    return [Note(**row) for row in await fetch(NOTE + 'where l.session_id = $1 order by l.id desc limit 50', session_id)]
