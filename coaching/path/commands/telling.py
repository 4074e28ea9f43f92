"""What a team tells of its way: how far a purpose is, what shows it, and on which day somebody wrote for themselves."""

from __future__ import annotations

import datetime

from coaching.accounts.queries import network_day
from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.kit.tokens import digest
from coaching.path.commands.walking import locked, the_step, write_down
from coaching.path.definition import path
from coaching.path.policy import stood
from coaching.path.queries import numbers, steps
from coaching.path.rules.marking import NoEvidence, NoMark, is_link, side_of, tidy_link, why_not_mark
from coaching.path.values import Did, FileFacts, JourneyFacts, Marked

MARK = """
insert into purpose_mark (journey_id, code, side, number, mark, is_excepted, why, happened_on, recorded_at, by_person_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
ADD = """
insert into evidence
    (journey_id, step, code, happened_on, words, url, session_id, contact_id, meeting_id, recorded_at, by_person_id, added_once)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning id
"""
FILE = """
insert into evidence_file (name, media_type, size, content, added_at, by_person_id) values ($1, $2, $3, $4, $5, $6) returning id
"""
PUT_BACK = """
update evidence e set removed_at = null, removed_by_id = null
where e.id = $2 and e.journey_id = $1 and e.step = $3 and e.removed_at is not null
  and not exists (select from evidence o where o.journey_id = $1 and o.step = e.step and o.removed_at is null
                  and (o.session_id = e.session_id or o.contact_id = e.contact_id or o.meeting_id = e.meeting_id))
returning e.step
"""
REMOVE = """
update evidence set removed_at = $4, removed_by_id = $5, added_once = null
where id = $2 and journey_id = $1 and step = $3 and removed_at is null returning step
"""


async def mark(
    team_id: int,
    code: str,
    marked: Marked,
    *,
    seen: int,
    is_excepted: bool = False,
    why: str = '',
    on: datetime.date | None = None,
    by: Actor,
    now: datetime.datetime,
) -> None:
    """How far a purpose is, for the side of whoever says it; `seen` is how often it had been marked when they looked.

    :raises Refused: by a rule, or somebody marked it meanwhile
    """
    async with atomic():
        walk, who = await locked(team_id), stood(by, team_id)
        codes = tuple(one for step in path(walk.path_key, walk.path_version).steps for one in step.codes)
        side = side_of(who) or 'team'
        stands = (await numbers(walk.id, side)).get(code, 0)
        if reason := why_not_mark(who, code=code, codes=codes, seen=seen, stands=stands, is_excepted=is_excepted, why=why):
            raise Refused(reason)
        day = await begun(walk, int(code.partition('.')[0]), on, by, now)
        await execute(MARK, walk.id, code, side, stands + 1, marked, is_excepted, why.strip()[:500], day, now, by.person_id)
        await record('purpose_marked', by=by, subject=('team', team_id), now=now, code=code.replace('.', '-'), side=side, mark=int(marked))


async def show(
    team_id: int,
    number: int,
    words: str,
    *,
    on: datetime.date | None = None,
    code: str | None = None,
    url: str = '',
    session_id: int | None = None,
    contact_id: int | None = None,
    meeting_id: int | None = None,
    file: FileFacts | None = None,
    nonce: str = '',
    by: Actor,
    now: datetime.datetime,
) -> int | None:
    """Write down a dated fact that shows a step; its id, None where this session, talk, meeting or form (`nonce`) shows it already.

    :raises Refused: not of the team, no words, no link, a day to come, no such step or part
    """
    async with atomic():
        walk, who = await locked(team_id), stood(by, team_id)
        step = the_step(await steps(walk, on=datetime.date.max), number)
        if side_of(who) is None:
            raise Refused(NoEvidence.NOT_A_MEMBER)
        if not words.strip():
            raise Refused(NoEvidence.NO_WORDS)
        if url and not is_link(url):
            raise Refused(NoEvidence.NO_LINK)
        if code is not None and code not in step.codes:
            raise Refused(NoMark.NO_PURPOSE)
        proved = session_id, contact_id, meeting_id
        day = await begun(walk, number, on, by, now, is_known=any(proved))
        link, text = tidy_link(url)[:500], words.strip()[:1000]
        key = once(nonce, by, walk.id, number, code, day, text, link, file)
        evidence_id: int | None = await fetchval(ADD, walk.id, number, code, day, text, link, *proved, now, by.person_id, key)
        if evidence_id is not None:
            await _attach(evidence_id, file, by, now)
            await record('evidence_added', by=by, subject=('team', team_id), now=now, step=number)
    return evidence_id


def once(nonce: str, by: Actor, *told: object) -> bytes | None:
    """The mark of a form by its nonce, who sends it and all that it tells; None without a nonce, and it counts each time."""
    return digest(repr((nonce, by.person_id, *told))) if nonce else None


async def _attach(evidence_id: int, file: FileFacts | None, by: Actor, now: datetime.datetime) -> None:
    if file:
        stored = file.name, file.media_type, len(file.content), file.content, now, by.person_id
        await execute('update evidence set file_id = $2 where id = $1', evidence_id, await fetchval(FILE, *stored))


async def take_away(team_id: int, number: int, evidence_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """It shows this step no more; that it did stays in the history.

    :raises Refused: not of the team, or taken away before
    """
    async with atomic():
        walk = await locked(team_id)
        if side_of(stood(by, team_id)) is None:
            raise Refused(NoEvidence.NOT_A_MEMBER)
        if await fetchval(REMOVE, walk.id, evidence_id, number, now, by.person_id) is None:
            raise Refused(NoEvidence.GONE)
        await record('evidence_removed', by=by, subject=('team', team_id), now=now, step=number)


async def put_back(team_id: int, number: int, evidence_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """It was taken away by mistake.

    :raises Refused: not of the team, or it stands there
    """
    async with atomic():
        walk = await locked(team_id)
        if side_of(stood(by, team_id)) is None:
            raise Refused(NoEvidence.NOT_A_MEMBER)
        if await fetchval(PUT_BACK, walk.id, evidence_id, number) is None:
            raise Refused(NoEvidence.HERE)
        await record('evidence_added', by=by, subject=('team', team_id), now=now, step=number)


async def wrote_for_oneself(team_id: int, *, step: int = 1, by: Actor, now: datetime.datetime) -> bool:
    """That somebody of the team wrote for themselves today; what it was nobody sends here. False where that was said before.

    :raises Refused: not of the team, or a step without questions for oneself
    """
    async with atomic():
        walk = await locked(team_id)
        if not stood(by, team_id).is_member:
            raise Refused(NoEvidence.NOT_A_MEMBER)
        asked = path(walk.path_key, walk.path_version).step(step)
        if asked is None or not asked.head.questions_private:
            raise Refused(NoEvidence.NOT_PRIVATE)
        statement = 'insert into reflection (journey_id, person_id, written_on) values ($1, $2, $3) on conflict do nothing returning id'
        made = await fetchval(statement, walk.id, by.person_id, await begun(walk, step, None, by, now))
        if made:
            await record('reflection_written', by=by, subject=('team', team_id), now=now)
    return made is not None


async def begun(
    walk: JourneyFacts, number: int, on: datetime.date | None, by: Actor, now: datetime.datetime, *, is_known: bool = False
) -> datetime.date:
    """The day that is meant; with the first thing that is told of a step the step begins.

    What the network knows by itself (`is_known`) may have been before the team began: people came to a Taste, and then began one.

    :raises Refused: the day is still to come, or the team had not begun yet
    """
    today = await network_day(now)
    if on is not None and on > today:
        raise Refused(NoEvidence.FUTURE)
    if on is not None and on < walk.began_on and not is_known:
        raise Refused(NoEvidence.BEFORE)
    day = on or today
    step = the_step(await steps(walk, on=datetime.date.max), number)
    if not step.history:
        await write_down(walk, number, Did.ENTERED, on=day, by=by, now=now)
    return day
