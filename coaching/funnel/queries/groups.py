"""Groups as people wrote them: those that wait for somebody to say what they mean, and those that were settled lately."""

from __future__ import annotations

import datetime

from coaching.funnel.rules.groups import UNDO_DAYS
from coaching.funnel.values.groups import Answered, Waiting, Waitings
from coaching.kit.database import fetch, fetchrow, fetchval

MOST = 100
# Whoever wrote the same words again after they were settled is not asked about again.
WROTE = """
select folded_words(r.group_words) as folded, r.group_words as words, r.person_id from registration r
where r.group_words <> '' and r.group_answer_id is null and not exists (
    select from registration a where a.person_id = r.person_id and a.group_answer_id is not null
    and folded_words(a.group_words) = folded_words(r.group_words))
union all
select folded_words(r.group_words), r.group_words, coalesce(p.merged_into_id, p.id) from import_row r
join import_batch b on b.id = r.batch_id and b.undone_at is null join person p on p.id = r.person_id
where r.group_words <> '' and r.group_answer_id is null
"""
WAITING = f"""
select folded, mode() within group (order by trim(words)) as words, count(distinct person_id)::int as people, count(*) over ()::int as all
from ({WROTE}) wrote where folded <> '' and ($3 = '' or folded = folded_words($3))
group by folded order by people desc, folded limit $1 offset $2
"""
COUNT = f"select count(*) from (select distinct folded from ({WROTE}) wrote where folded <> '' limit {MOST}) waiting"
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
