"""A team goes on by a newer version of its path. The walk by the older one ends and stays as it was; the new one begins with its facts."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping

from coaching.journal.commands import record
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetchval
from coaching.kit.refusal import Refused
from coaching.path.commands.walking import locked
from coaching.path.definition import Path, path, paths
from coaching.path.policy import stood
from coaching.path.rules.moving import NoMove, why_not_move
from coaching.path.values import JourneyFacts

END = 'update journey set ended_at = $2 where id = $1'
BEGIN = """
insert into journey (team_id, path_key, path_version, began_on, made_at) values ($1, $2, $3, $4, $5) returning id
"""
# Each takes the old walk, the new one, and what became of steps ($3 to $4) or codes ($5 to $6), pair by pair.
STEPS = 'join unnest($3::smallint[], $4::smallint[]) as m(was, becomes) on m.was ='
FACTS = f"""
insert into step_fact (journey_id, step, number, did, happened_on, recorded_at, by_person_id)
select $2, m.becomes, f.number, f.did, f.happened_on, f.recorded_at, f.by_person_id from step_fact f {STEPS} f.step
where f.journey_id = $1 order by f.step, f.number
"""
WHYS = f"""
insert into step_why (fact_id, words) select n.id, w.words from step_why w join step_fact f on f.id = w.fact_id {STEPS} f.step
join step_fact n on n.journey_id = $2 and n.step = m.becomes and n.number = f.number where f.journey_id = $1
"""
MARKS = """
insert into purpose_mark (journey_id, code, side, number, mark, is_excepted, why, happened_on, recorded_at, by_person_id)
select $2, m.becomes, p.side, p.number, p.mark, p.is_excepted, p.why, p.happened_on, p.recorded_at, p.by_person_id from purpose_mark p
join unnest($3::text[], $4::text[]) as m(was, becomes) on m.was = p.code where p.journey_id = $1
"""
EVIDENCE = f"""
insert into evidence (journey_id, step, code, happened_on, words, url, session_id, contact_id, meeting_id, recorded_at, by_person_id,
    file_id)
select $2, m.becomes, c.becomes, e.happened_on, e.words, e.url, e.session_id, e.contact_id, e.meeting_id, e.recorded_at,
    e.by_person_id, e.file_id
from evidence e {STEPS} e.step left join unnest($5::text[], $6::text[]) as c(was, becomes) on c.was = e.code
where e.journey_id = $1 and e.removed_at is null order by e.id
"""
BOLD = """
insert into bold_step (journey_id, what, who, due_on, made_at, by_person_id, ended_on, is_done, version)
select $2, what, who, due_on, made_at, by_person_id, ended_on, is_done, version from bold_step where journey_id = $1 order by id
"""
NOTES = """
insert into step_note (journey_id, step, question, number, words, written_at, by_person_id)
select $2, m.to_step, m.to_question, n.number, n.words, n.written_at, n.by_person_id from step_note n
join unnest($3::smallint[], $4::smallint[], $5::smallint[], $6::smallint[]) as m(step, question, to_step, to_question)
  on m.step = n.step and m.question = n.question where n.journey_id = $1
"""
ANSWERS = """
update shared_answer s set journey_id = $2, step = m.to_step, question = m.to_question
from unnest($3::smallint[], $4::smallint[], $5::smallint[], $6::smallint[]) as m(step, question, to_step, to_question)
where s.journey_id = $1 and m.step = s.step and m.question = s.question
"""
MOVED = """
insert into journey_move (from_journey_id, to_journey_id, steps, codes, moved_at, by_person_id) values ($1, $2, $3, $4, $5, $6)
"""
KEPT_BESIDE = 30  # notes on questions that the newer version does not ask stand behind its own


async def move(
    team_id: int,
    version: int,
    *,
    steps: Mapping[int, int | None],
    codes: Mapping[str, str | None],
    by: Actor,
    now: datetime.datetime,
) -> int:
    """The team walks by this version from now on; the new walk's id. `steps` and `codes` say what each old one becomes.

    :raises Refused: not a coach or a coordinator, not a newer version, or a map with holes
    """
    async with atomic():
        walk = await locked(team_id)
        if not (stood(by, team_id).is_coach or by.has('coordinator')):
            raise Refused(NoMove.NOT_THE_COACH)
        old, new = path(walk.path_key, walk.path_version), newer(walk)
        if new is None or new.version != version:
            raise Refused(NoMove.NOT_NEWER)
        if reason := why_not_move(_of(old), _of(new), steps=steps, codes=codes):
            raise Refused(reason)
        await execute(END, walk.id, now)
        began: int = await fetchval(BEGIN, team_id, walk.path_key, version, walk.began_on, now)
        await _bring(walk.id, began, old, new, _kept(steps), _kept(codes))
        await execute(MOVED, walk.id, began, json.dumps(dict(steps)), json.dumps(dict(codes)), now, by.person_id)
        await record('journey_moved', by=by, subject=('team', team_id), now=now, path=walk.path_key, version=version)
    return began


def newer(walk: JourneyFacts) -> Path | None:
    """The newest version of the team's path, where it walks by an older one."""
    newest = next(one for one in paths() if one.key == walk.path_key)
    return newest if newest.version > walk.path_version else None


async def _bring(old_id: int, new_id: int, old: Path, new: Path, steps: Mapping, codes: Mapping) -> None:
    """Everything that was told of the old walk, under the numbers and codes of the new one."""
    pairs, coded = (list(steps), list(steps.values())), (list(codes), list(codes.values()))
    await execute(FACTS, old_id, new_id, *pairs)
    await execute(WHYS, old_id, new_id, *pairs)
    await execute(MARKS, old_id, new_id, *coded)
    await execute(EVIDENCE, old_id, new_id, *pairs, *coded)
    await execute(BOLD, old_id, new_id)
    asked = _asked(old, new, steps)
    columns = [[row[place] for row in asked] for place in range(4)]
    await execute(NOTES, old_id, new_id, *columns)
    await execute(ANSWERS, old_id, new_id, *columns)
    for table in ('reflection', 'resource'):
        await execute(f'update {table} set journey_id = $2 where journey_id = $1', old_id, new_id)


def _asked(old: Path, new: Path, steps: Mapping[int, int]) -> list[tuple[int, int, int, int]]:
    """Each question of the old version and where the same words are asked in the new one; else behind what that step asks."""
    found = []
    for was, becomes in steps.items():
        before, after = old.steps[was - 1].head.questions, new.steps[becomes - 1].head.questions
        for number, words in enumerate(before, start=1):
            found.append((was, number, becomes, after.index(words) + 1 if words in after else KEPT_BESIDE + number))
    return found


def _of(version: Path) -> dict[int, tuple[str, ...]]:
    return {step.number: step.codes for step in version.steps}


def _kept(mapped: Mapping) -> dict:
    return {was: becomes for was, becomes in mapped.items() if becomes is not None}
