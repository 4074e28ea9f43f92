"""Notes on the questions of a step: every version is kept, and whoever comes second is told."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute
from coaching.kit.refusal import Refused
from coaching.path.commands.telling import begun
from coaching.path.commands.walking import NoWalk, locked
from coaching.path.definition import path
from coaching.path.policy import stood
from coaching.path.queries.notes import notes
from coaching.path.rules.marking import side_of
from coaching.path.rules.noting import Keep, NoNote, settled
from coaching.path.values import JourneyFacts, NoteFacts

ADD = """
insert into step_note (journey_id, step, question, number, words, written_at, by_person_id) values ($1, $2, $3, $4, $5, $6, $7)
"""
WHILE_WRITING = """
update step_note set words = $5, written_at = $6 where journey_id = $1 and step = $2 and question = $3 and number = $4
"""
ONE_SITTING = datetime.timedelta(minutes=10)


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote on a question, the mark of what was there when they began, and what they keep where it changed."""

    words: str
    seen: str
    keep: Keep | None = None


async def note(
    team_id: int, number: int, written: Mapping[int, Written], *, by: Actor, now: datetime.datetime
) -> dict[int, NoNote]:
    """Keep these notes, by the number of their question; why some were not kept, by the same.

    :raises Refused: not of the team, no such step or question, or questions that are for oneself
    """
    async with atomic():
        walk = await locked(team_id)
        if side_of(stood(by, team_id)) is None:
            raise Refused(NoNote.NOT_A_MEMBER)
        _asked(walk, number, written)
        there, refused, kept = await notes(walk.id, number), {}, False
        for question, one in written.items():
            before = there.get(question)
            words = settled(one.words, theirs=before.words if before else '', seen=one.seen, keep=one.keep)
            if isinstance(words, NoNote):
                refused[question] = words
            elif words is not None:
                kept = await _keep(walk, number, question, before, words, by, now) or kept
        if kept:
            await begun(walk, number, None, by, now)
            await record('note_written', by=by, subject=('team', team_id), now=now, step=number)
    return refused


def _asked(walk: JourneyFacts, number: int, written: Mapping[int, Written]) -> None:
    """Only what the step asks, and only where it may be kept.

    :raises Refused: otherwise
    """
    step = path(walk.path_key, walk.path_version).step(number)
    if step is None or not all(1 <= question <= len(step.head.questions) for question in written):
        raise Refused(NoWalk.NO_STEP)
    if step.head.questions_private:
        raise Refused(NoNote.PRIVATE)


async def _keep(
    walk: JourneyFacts, number: int, question: int, before: NoteFacts | None, words: str, by: Actor, now: datetime.datetime
) -> bool:
    """Whether it is a new version; somebody who goes on writing within minutes goes on with the own one."""
    if before and before.by_person_id == by.person_id and now - before.written_at < ONE_SITTING:
        await execute(WHILE_WRITING, walk.id, number, question, before.number, words, now)
        return False
    await execute(ADD, walk.id, number, question, before.number + 1 if before else 1, words, now, by.person_id)
    return True
