"""Groups as people wrote them: those that wait for somebody to say what they mean, and those that were settled lately."""

from __future__ import annotations

import datetime

from coaching.funnel.rules.groups import UNDO_DAYS
from coaching.funnel.values.groups import Answered, Waiting, Waitings
from coaching.kit.database import fetch, fetchrow, fetchval

MOST = 100
SIGN_UPS = "registration r where r.folded_group <> '' and r.group_answer_id is null"
ROWS = "import_row r where r.folded_group <> '' and r.group_answer_id is null and r.person_id is not null"
# Whoever wrote the same again after it was settled is not asked about again.
FOR_THE_FIRST_TIME = """not exists (
    select from registration a where a.person_id = r.person_id and a.folded_group = r.folded_group and a.group_answer_id is not null)"""
WAITING = f"""
select folded, mode() within group (order by trim(words)) as words, count(distinct person_id)::int as people, count(*) over ()::int as all
from (
    select r.folded_group as folded, r.group_words as words, r.person_id from {SIGN_UPS} and {FOR_THE_FIRST_TIME}
    union all
    select r.folded_group, r.group_words, (select coalesce(p.merged_into_id, p.id) from person p where p.id = r.person_id) from {ROWS}
) wrote where $3 = '' or folded = folded_words($3) group by folded order by people desc, folded limit $1 offset $2
"""
# From one to the next through both indexes, because a group that thousands wrote is one.
COUNT = f"""
with recursive said (number, folded) as (
    select 0, ''::text collate "C"
    union all
    select number + 1, least(
        (select min(r.folded_group) from {SIGN_UPS} and r.folded_group > folded),
        (select min(r.folded_group) from {ROWS} and r.folded_group > folded)
    ) from said where folded is not null and number < {MOST}
)
select count(*) from said where folded <> '' and (
    exists (select from {SIGN_UPS} and r.folded_group = folded and {FOR_THE_FIRST_TIME})
    or exists (select from {ROWS} and r.folded_group = folded))
"""
ANSWERED = """
select a.id, coalesce(said.words, '') as words, a.organisation_id, coalesce(o.name, '') as organisation, a.people,
    coalesce(b.name, '') as by_name, a.answered_at, a.undone_at
from group_answer a left join organisation o on o.id = a.organisation_id left join person b on b.id = a.by_person_id
left join lateral (
    (select group_words as words from registration where group_answer_id = a.id and group_words <> '' limit 1)
    union all (select group_words from import_row where group_answer_id = a.id and group_words <> '' limit 1) limit 1
) said on true
"""


async def waiting(few: int = 10, *, skip: int = 0, only: str = '') -> Waitings:
    """Those that most people wrote first; accents and capitals do not tell two apart. `only` is one of them as somebody wrote it."""
    rows = await fetch(WAITING, few, skip, only)
    return Waitings(tuple(Waiting(row['folded'], row['words'], row['people']) for row in rows), rows[0]['all'] if rows else 0)


async def waiting_count() -> int:
    """How many wait, up to a hundred."""
    count: int = await fetchval(COUNT)
    return count


async def answered(now: datetime.datetime, limit: int = 20) -> list[Answered]:
    """What was settled in the last 30 days and not taken back, newest first."""
    since = now - datetime.timedelta(days=UNDO_DAYS)
    standing = f'{ANSWERED} where a.undone_at is null and a.answered_at > $1 order by a.id desc limit $2'
    return [Answered(**row) for row in await fetch(standing, since, limit)]


async def answer(answer_id: int) -> Answered | None:
    row = await fetchrow(f'{ANSWERED} where a.id = $1', answer_id)
    return Answered(**row) if row else None
