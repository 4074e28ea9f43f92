"""The optional questions of an offering, answered behind the link in the letter."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from coaching.funnel.commands.locking import Gone
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch, fetchval
from coaching.kit.refusal import Refused

ASKED = """
select q.id from offering_question q join session s on s.offering_id = q.offering_id join registration r on r.session_id = s.id
where r.id = $1 and q.retired_at is null
"""
ANSWER = """
insert into answer (registration_id, question_id, words) values ($1, $2, $3)
on conflict (registration_id, question_id) do update set words = excluded.words
"""


async def answer_questions(registration_id: int, answers: Mapping[int, str], *, by: Actor, now: datetime.datetime) -> int:
    """Keep what somebody answers, by the question's id; empty words delete the answer. How many answers stand.

    A question that is not asked of this spot is passed over.

    :raises Refused: where there is no such spot
    """
    async with atomic():
        if not await fetchval('select id from registration where id = $1 for no key update', registration_id):
            raise Refused(Gone.NO_REGISTRATION)
        for row in await fetch(ASKED, registration_id):
            words = answers.get(row['id'], '').strip()
            if words:
                await execute(ANSWER, registration_id, row['id'], words)
            elif row['id'] in answers:
                await execute('delete from answer where registration_id = $1 and question_id = $2', registration_id, row['id'])
        count: int = await fetchval('select count(*) from answer where registration_id = $1', registration_id)
        await record('questions_answered', by=by, subject=('registration', registration_id), now=now, count=count)
        return count


async def carry_answers(before_id: int, after_id: int) -> None:
    """A spot that moves to another date of its offering takes its answers along."""
    await execute('update answer set registration_id = $2 where registration_id = $1', before_id, after_id)
