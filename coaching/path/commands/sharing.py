"""What somebody shares of what they wrote for themselves, and what a team finds around it; each can be taken back."""

from __future__ import annotations

import datetime

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Reason, Refused
from coaching.path.commands.telling import begun, once
from coaching.path.commands.walking import NoWalk, locked
from coaching.path.definition import path
from coaching.path.policy import stood
from coaching.path.rules.marking import NoEvidence, side_of
from coaching.path.values import ResourceKind

SHARE = """
insert into shared_answer (journey_id, person_id, step, question, words, shared_at) values ($1, $2, $3, $4, $5, $6)
on conflict (journey_id, person_id, step, question) do update set words = excluded.words, shared_at = excluded.shared_at
"""
TAKE_BACK = 'delete from shared_answer where journey_id = $1 and person_id = $2 and id = $3 returning step'
LIST = """
insert into resource (journey_id, kind, words, added_at, by_person_id, added_once) values ($1, $2, $3, $4, $5, $6)
on conflict (added_once) where added_once is not null do nothing returning id
"""
STRIKE = """
update resource set removed_at = $3, removed_by_id = $4, added_once = null
where journey_id = $1 and id = $2 and removed_at is null returning kind
"""
RETURN = """
update resource set removed_at = null, removed_by_id = null where journey_id = $1 and id = $2 and removed_at is not null returning kind
"""


class NoShare(Reason):
    """Why an answer is not shared, or something is not listed."""

    NO_WORDS = 'Write what you want to share.'
    NOT_PRIVATE = 'The notes of this step are shared already.'
    GONE = 'This is gone already.'
    NOTHING = 'Write a few words.'


async def share(team_id: int, number: int, question: int, words: str, *, by: Actor, now: datetime.datetime) -> None:
    """One answer, in the words that its writer chose, for the whole team.

    :raises Refused: not of the team, no words, or no such private question
    """
    async with atomic():
        walk = await locked(team_id)
        if not stood(by, team_id).is_member:
            raise Refused(NoEvidence.NOT_A_MEMBER)
        step = path(walk.path_key, walk.path_version).step(number)
        if step is None or not 1 <= question <= len(step.head.questions):
            raise Refused(NoWalk.NO_STEP)
        if not step.head.questions_private:
            raise Refused(NoShare.NOT_PRIVATE)
        if not words.strip():
            raise Refused(NoShare.NO_WORDS)
        await execute(SHARE, walk.id, by.person_id, number, question, words.strip()[:2000], now)
        await record('answer_shared', by=by, subject=('team', team_id), now=now, step=number)


async def take_back(team_id: int, shared_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Nobody reads it any more, and it is not kept; only its writer can do this.

    :raises Refused: it is not the own one, or gone
    """
    async with atomic():
        walk = await locked(team_id)
        step = await fetchval(TAKE_BACK, walk.id, by.person_id, shared_id)
        if step is None:
            raise Refused(NoShare.GONE)
        await record('answer_taken_back', by=by, subject=('team', team_id), now=now, step=step)


async def add_to_list(
    team_id: int, number: int, kind: ResourceKind, words: str, *, nonce: str = '', by: Actor, now: datetime.datetime
) -> int | None:
    """A strength, something to use, or what somebody will do; its id, None where the same form was sent before.

    :raises Refused: not of the team, no words, or no step that has lists
    """
    async with atomic():
        walk = await locked(team_id)
        if side_of(stood(by, team_id)) is None:
            raise Refused(NoEvidence.NOT_A_MEMBER)
        if not words.strip():
            raise Refused(NoShare.NOTHING)
        step = path(walk.path_key, walk.path_version).step(number)
        if step is None or not any(proof.kind == 'list' for proof in step.head.proof):
            raise Refused(NoWalk.NO_STEP)
        await begun(walk, number, None, by, now)
        line = words.strip()[:300]
        added: int | None = await fetchval(LIST, walk.id, kind, line, now, by.person_id, once(nonce, by, walk.id, str(kind), line))
        if added is not None:
            await record('resource_listed', by=by, subject=('team', team_id), now=now)
    return added


async def strike(team_id: int, resource_id: int, *, is_back: bool = False, by: Actor, now: datetime.datetime) -> None:
    """It leaves the list, or comes back to it.

    :raises Refused: not of the team, or it is so already
    """
    async with atomic():
        walk = await locked(team_id)
        if side_of(stood(by, team_id)) is None:
            raise Refused(NoEvidence.NOT_A_MEMBER)
        values = (walk.id, resource_id) if is_back else (walk.id, resource_id, now, by.person_id)
        if await fetchval(RETURN if is_back else STRIKE, *values) is None:
            raise Refused(NoShare.GONE)
        await record('resource_returned' if is_back else 'resource_struck', by=by, subject=('team', team_id), now=now)
