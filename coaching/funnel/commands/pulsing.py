"""Two questions after a session: what is kept is a count, and that this spot has answered."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from coaching.funnel.rules.sessions import why_not_answer
from coaching.funnel.values import SessionState
from coaching.kit.database import atomic, execute, fetchrow, fetchval
from coaching.kit.refusal import Refused

WHICH = 'select s.state, s.ends_at from registration r join session s on s.id = r.session_id where r.id = $1'
ONCE = 'update registration set pulsed_on = $2 where id = $1 and pulsed_on is null returning session_id'
COUNT = """
insert into pulse_count (session_id, question, answer, count) values ($1, $2, $3, 1)
on conflict (session_id, question, answer) do update set count = pulse_count.count + 1
"""


async def answer(registration_id: int, answers: Mapping[str, str | None], *, now: datetime.datetime) -> bool:
    """Count the answers, once for each spot; False where it had answered. Nothing ties an answer to the spot.

    :raises Refused: the session is still to come, or did not take place
    """
    async with atomic():
        row = await fetchrow(WHICH, registration_id)
        if row and (reason := why_not_answer(SessionState(row['state']), row['ends_at'], now=now)):
            raise Refused(reason)
        session_id = await fetchval(ONCE, registration_id, now.date())
        if session_id is None:
            return False
        for question in sorted(answers):
            if chosen := answers[question]:
                await execute(COUNT, session_id, question, chosen)
        return True
