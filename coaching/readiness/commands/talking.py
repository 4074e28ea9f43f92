"""The talk: the group agrees point by point, and picks at most three things to build. Of two who say it at once, the second is told."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute
from coaching.kit.refusal import Refused
from coaching.readiness.commands.rounds import locked
from coaching.readiness.policy import stood
from coaching.readiness.queries.rounds import agreed, asked_by, priorities
from coaching.readiness.rules.rounds import NoRound, why_not_agree, why_not_build, why_not_talk
from coaching.readiness.values import Agreed

AGREE = """
insert into readiness_agreed (round_id, item, answer, evidence, owner, parent_leaders, number, agreed_at, by_person_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (round_id, item) do update set answer = excluded.answer, evidence = excluded.evidence, owner = excluded.owner,
    parent_leaders = excluded.parent_leaders, number = excluded.number, agreed_at = excluded.agreed_at,
    by_person_id = excluded.by_person_id
"""
BUILD = 'insert into readiness_priority (round_id, number, item, what, by_person_id) values ($1, $2, $3, $4, $5)'


async def agree(round_id: int, said: Agreed, *, seen: int, by: Actor, now: datetime.datetime) -> None:
    """What the group says of a point, and what shows it; `seen` is the number of what stood there when whoever writes looked.

    :raises Refused: by a rule, or somebody said something else meanwhile
    """
    async with atomic():
        of = await locked(round_id)
        one = asked_by(of)
        if reason := why_not_talk(stood(by, of.team_id), of, one.head):
            raise Refused(reason)
        before = (await agreed(round_id)).get(said.item)
        if before and dataclasses.replace(said, number=before.number, by=before.by) == before:
            return
        if reason := why_not_agree(of, one, item=said.item, answer=said.answer, before=before, seen=seen):
            raise Refused(reason, name=before.by if before else '') if reason is NoRound.CHANGED_MEANWHILE else Refused(reason)
        number, more = seen + 1, (said.owner.strip()[:120], said.parent_leaders)
        await execute(AGREE, round_id, said.item, said.answer, said.evidence.strip()[:500], *more, number, now, by.person_id)
        await record('readiness_agreed', by=by, subject=of.subject, now=now, round_id=round_id, item=said.item.lower())


async def choose(round_id: int, chosen: Sequence[tuple[str, str]], *, by: Actor, now: datetime.datetime) -> None:
    """At most three points to build, each with what will be done for it, '' for what the point says; none is fine, too.

    :raises Refused: by a rule
    """
    async with atomic():
        of = await locked(round_id)
        one = asked_by(of)
        if reason := why_not_talk(stood(by, of.team_id), of, one.head) or why_not_build(of, one, [item for item, _what in chosen]):
            raise Refused(reason)
        wanted = [(item, what.strip()[:300]) for item, what in chosen]
        if wanted == [(one.item, one.what) for one in await priorities(round_id)]:
            return
        await execute('delete from readiness_priority where round_id = $1', round_id)
        for number, (item, what) in enumerate(wanted, start=1):
            await execute(BUILD, round_id, number, item, what, by.person_id)
        await record('readiness_chosen', by=by, subject=of.subject, now=now, round_id=round_id)
