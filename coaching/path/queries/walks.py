"""Every read of a team's way; as it is, or as it was at the end of a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from coaching.kit.database import fetch, fetchrow
from coaching.path import definition
from coaching.path.values import BoldStepFacts, Did, EvidenceFacts, FileFacts, JourneyFacts, Marked, StepFact, StepFacts

JOURNEY = 'select id, team_id, path_key, path_version, began_on from journey where team_id = $1 and ended_at is null'
JOURNEY_THEN = """
select j.id, j.team_id, j.path_key, j.path_version, j.began_on from journey j left join network n on n.id = 1
where j.team_id = $1 and (j.ended_at is null or (j.ended_at at time zone coalesce(n.zone, 'UTC'))::date > $2) order by j.id limit 1
"""
# A walk in one question: what happened to its steps in its order; the marks that stand, `did` the side; the days that show something.
WALK = """
(select 'fact' as what, f.step, f.number, f.did, f.happened_on, f.recorded_at, f.by_person_id, coalesce(w.words, '') as why,
        coalesce(p.name, '') as by, '' as code, 0::smallint as mark, false as is_excepted
 from step_fact f left join step_why w on w.fact_id = f.id left join person p on p.id = f.by_person_id
 where f.journey_id = $1 and f.happened_on <= $2)
union all
(select distinct on (code, side) 'mark', 0, number, side, null, null, null, '', '', code, mark, is_excepted from purpose_mark
 where journey_id = $1 and happened_on <= $2 order by code desc, side desc, number desc)
union all
(select 'day', step, 0, '', happened_on, null, null, '', '', '', 0, false from evidence
 where journey_id = $1 and happened_on <= $2 and removed_at is null)
order by 1, 2, 3, 5
"""
EVIDENCE = """
select e.id, e.step, e.code, e.happened_on, e.words, e.url, e.session_id, e.recorded_at, coalesce(p.name, '') as by, e.file_id,
       coalesce(f.name, '') as file, coalesce(f.size, 0) as size
from evidence e left join person p on p.id = e.by_person_id left join evidence_file f on f.id = e.file_id
where e.journey_id = $1 and e.step = $2 and e.removed_at is null
order by e.happened_on desc, e.id desc limit 100
"""
FILE = """
select f.name, f.media_type, f.content from evidence_file f where f.id = $2 and exists (
    select from evidence e join journey j on j.id = e.journey_id where e.file_id = f.id and j.team_id = $1 and e.removed_at is null)
"""
BOLD = 'select id, what, who, due_on, made_at, ended_on, is_done, version from bold_step'
BOLD_THEN = f"""
{BOLD} where journey_id = $1 and (made_at at time zone coalesce((select zone from network where id = 1), 'UTC'))::date <= $2
  and (ended_on is null or ended_on > $2) order by id desc limit 1
"""
# What the network knows by itself: who of the team came to what, since when the team is there or before; talks that touched the step and
# that the team may read; and, where $5 says since when the step is worked on, what the team met for.
SEEN = """
(select 'session' as what, s.id, (s.starts_at at time zone s.zone)::date as held_on, array_agg(distinct p.name order by p.name) as names,
        '' as title
 from team_member m join person p on p.id = m.person_id and p.merged_into_id is null and p.erased_at is null
 join registration r on r.person_id = m.person_id join attendance a on a.registration_id = r.id and a.mark = 'here'
 join session s on s.id = r.session_id join offering o on o.id = s.offering_id
 where m.team_id = $1 and m.ended_on is null and o.kind = $2
   and not exists (select from evidence e where e.journey_id = $3 and e.step = $4 and e.session_id = s.id and e.removed_at is null)
 group by s.id order by held_on desc limit 5)
union all
(select 'contact', c.id, c.happened_on, array(select p.name from person p
         where p.id in (select c.author_id union all select k.person_id from contact_coach k where k.contact_id = c.id)
         order by p.name), '' from contact_team t
 join contact c on c.id = t.contact_id and c.visibility = 'shared' and c.removed_at is null
 where t.team_id = $1 and t.how = 'held' and exists (select from unnest(c.touched) one where split_part(one, '.', 1) = $4::text)
   and not exists (select from evidence e where e.journey_id = $3 and e.step = $4 and e.contact_id = c.id and e.removed_at is null)
 order by c.happened_on desc limit 3)
union all
(select 'meeting', m.id, m.held_on, '{}', m.title from meeting m where m.team_id = $1 and m.held_on >= $5
   and not exists (select from evidence e where e.journey_id = $3 and e.step = $4 and e.meeting_id = m.id and e.removed_at is null)
 order by m.held_on desc limit 3)
"""


async def journey(team_id: int) -> JourneyFacts | None:
    """The team's walk now."""
    row = await fetchrow(JOURNEY, team_id)
    return JourneyFacts(**row) if row else None


async def journey_on(team_id: int, on: datetime.date) -> JourneyFacts | None:
    """The team's walk at the end of that day, by the version of then."""
    row = await fetchrow(JOURNEY_THEN, team_id, on)
    return JourneyFacts(**row) if row else None


async def steps(walk: JourneyFacts, *, on: datetime.date) -> tuple[StepFacts, ...]:
    """Every step as it stood at the end of that day."""
    happened: dict[int, list[StepFact]] = defaultdict(list)
    marks: dict[str, dict[str, Marked]] = {'team': {}, 'coach': {}}
    excepted: frozenset[str] = frozenset()
    days: dict[int, list[datetime.date]] = defaultdict(list)
    for what, step, _number, did, day, recorded_at, by_id, why, by, code, mark, is_excepted in await fetch(WALK, walk.id, on):
        if what == 'fact':
            happened[step].append(StepFact(Did(did), day, recorded_at, by_id, why, by))
        elif what == 'day':
            days[step].append(day)
        else:
            marks[did][code] = Marked(mark)
            excepted |= {code} if is_excepted else frozenset()
    return tuple(
        StepFacts(
            step.number, codes, step.head.kind == 'living', tuple(happened[step.number]),
            _of(marks['team'], codes), _of(marks['coach'], codes), excepted.intersection(codes), tuple(days[step.number]),
        )
        for step, codes in ((one, one.codes) for one in definition.path(walk.path_key, walk.path_version).steps)
    )  # fmt: skip


def _of(marks: dict[str, Marked], codes: tuple[str, ...]) -> dict[str, Marked]:
    return {code: marks[code] for code in codes if code in marks}


async def numbers(walk_id: int, side: str) -> dict[str, int]:
    """How often each purpose was marked by this side: what whoever marks has seen."""
    rows = await fetch('select code, max(number) as n from purpose_mark where journey_id = $1 and side = $2 group by code', walk_id, side)
    return {row['code']: row['n'] for row in rows}


async def evidence(walk_id: int, step: int) -> list[EvidenceFacts]:
    """What shows this step, the newest first."""
    return [EvidenceFacts(**row) for row in await fetch(EVIDENCE, walk_id, step)]


async def known_by_itself(walk: JourneyFacts, step: int, kind: str | None, *, since: datetime.date | None = None) -> list[dict[str, Any]]:
    """What people of the team came to and took part in, and what this step does not show yet; meetings only since that day."""
    return [dict(row) for row in await fetch(SEEN, walk.team_id, kind, walk.id, step, since)]


async def bold_step(walk_id: int) -> BoldStepFacts | None:
    """What the team does next."""
    row = await fetchrow(f'{BOLD} where journey_id = $1 and ended_on is null', walk_id)
    return BoldStepFacts(**row) if row else None


async def bold_step_on(walk_id: int, on: datetime.date) -> BoldStepFacts | None:
    """What the team was about to do at the end of that day."""
    row = await fetchrow(BOLD_THEN, walk_id, on)
    return BoldStepFacts(**row) if row else None


async def bold_steps_before(walk_id: int) -> list[BoldStepFacts]:
    """What the team did, or let go, the newest first."""
    rows = await fetch(f'{BOLD} where journey_id = $1 and ended_on is not null order by ended_on desc, id desc limit 50', walk_id)
    return [BoldStepFacts(**row) for row in rows]


async def reflected(walk_id: int) -> dict[int, datetime.date]:
    """Who wrote for themselves, and when."""
    rows = await fetch('select person_id, written_on from reflection where journey_id = $1', walk_id)
    return {row['person_id']: row['written_on'] for row in rows}


async def file_of(team_id: int, file_id: int) -> FileFacts | None:
    """A file that shows something of this team's way now."""
    row = await fetchrow(FILE, team_id, file_id)
    return FileFacts(**row) if row else None
