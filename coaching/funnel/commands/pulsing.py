"""Two questions after a session: what is kept is a count, and that this spot has answered."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from coaching.kit.database import atomic, execute, fetchval

ONCE = 'update registration set pulsed_on = $2 where id = $1 and pulsed_on is null returning session_id'
COUNT = """
insert into pulse_count (session_id, question, answer, count) values ($1, $2, $3, 1)
on conflict (session_id, question, answer) do update set count = pulse_count.count + 1
"""


async def answer(registration_id: int, answers: Mapping[str, str | None], *, now: datetime.datetime) -> bool:
    """Count the answers, once for each spot; False where it had answered. Nothing ties an answer to the spot."""
    async with atomic():
        session_id = await fetchval(ONCE, registration_id, now.date())
        if session_id is None:
            return False
        for question in sorted(answers):
            if chosen := answers[question]:
                await execute(COUNT, session_id, question, chosen)
        return True
