"""The projection of attendance: when each person first came to a Taste, an Intro and a Training.

It is written in the transaction of the mark or the credit that it follows from, and equals `rules.stages.progress` at any time.
"""

from __future__ import annotations

from collections.abc import Iterable

from coaching.kit.database import execute, fetch, joined

# A part that was made up counts from the session where it was made up. Enough parts: `offering.min_parts` of them, marked here.
# A record that was merged into another holds nothing of its own, even where a twin of its credit stayed behind with it.
CAME = """
select r.person_id, o.kind, (array_agg(coalesce(m.starts_at, p.starts_at) order by coalesce(m.starts_at, p.starts_at)))[o.min_parts] as at
from registration r
join session s on s.id = r.session_id and s.state not in ('cancelled', 'skipped')
join offering o on o.id = s.offering_id and o.kind <> 'other'
join attendance a on a.registration_id = r.id and a.mark = 'here'
join session_part p on p.session_id = s.id and p.number = a.part
left join session m on m.id = a.made_up_in_id
where {whom}
group by r.id, r.person_id, o.kind, o.min_parts
having count(*) >= o.min_parts
"""
CREDITED = """
select c.person_id, c.stage as kind, c.attended_on::timestamp at time zone n.zone as at
from prior_credit c cross join network n where {whom}
"""
FIRSTS = """
select w.person_id, min(f.at) filter (where f.kind = 'taste') as tasted_at, min(f.at) filter (where f.kind = 'intro') as introduced_at,
       min(f.at) filter (where f.kind = 'training') as trained_at
from ({who}) as w left join ({came} union all {credited}) as f on f.person_id = w.person_id and w.stands
group by w.person_id
"""
# Held before anything is looked at, lowest id first, whether the row is there already or not: a statement that waits for a row only
# when it writes would write what it saw before it waited, and the mark that it waited for would be lost.
HOLD = """
insert into progress (person_id) select id from person where id {whom} order by id
on conflict (person_id) do update set tasted_at = progress.tasted_at where false
"""
FOLLOW = (
    'insert into progress (person_id, tasted_at, introduced_at, trained_at) '
    + FIRSTS.format(
        who='select id as person_id, merged_into_id is null as stands from person where id {whom}',
        came=CAME.format(whom='r.person_id {whom}'),
        credited=CREDITED.format(whom='c.person_id {whom}'),
    )
    + """ order by w.person_id
on conflict (person_id) do update
set tasted_at = excluded.tasted_at, introduced_at = excluded.introduced_at, trained_at = excluded.trained_at
where (progress.tasted_at, progress.introduced_at, progress.trained_at)
      is distinct from (excluded.tasted_at, excluded.introduced_at, excluded.trained_at)
"""
)
# What follows from a tap concerns one person. PostgreSQL plans that once; for a list it plans anew each time, and longer than it works.
ONE = [statement.format(whom='= $1') for statement in (HOLD, FOLLOW)]
MANY = [statement.format(whom='= any($1)') for statement in (HOLD, FOLLOW)]
REBUILD = 'insert into progress (person_id, tasted_at, introduced_at, trained_at) ' + FIRSTS.format(
    who="""select id as person_id, merged_into_id is null as stands from person
    where id in (select person_id from registration union select person_id from prior_credit)""",
    came=CAME.format(whom='true'),
    credited=CREDITED.format(whom='true'),
)


THEIR_PEOPLE = """
select distinct r.person_id from session s join registration r on r.session_id = s.id join attendance a on a.registration_id = r.id
where s.offering_id = $1
"""
CREDITED_PEOPLE = 'select distinct person_id from prior_credit'


async def follow(person_ids: Iterable[int]) -> None:
    """Bring the projection of these persons up to what their marks and credits say now.

    Once in a transaction, for everybody whom it concerns: who follows one by one, and another the other way round, wait in a circle.
    """
    chosen = sorted(set(person_ids))
    if chosen:
        async with joined():
            for statement in ONE if len(chosen) == 1 else MANY:
                await execute(statement, chosen[0] if len(chosen) == 1 else chosen)


async def follow_offering(offering_id: int) -> None:
    """The same for everybody who was marked at an offering, after it says anew how many parts count as having come."""
    await follow(row['person_id'] for row in await fetch(THEIR_PEOPLE, offering_id))


async def follow_credits() -> None:
    """The same for everybody with something from before, after the network has another zone: their days begin at another moment."""
    await follow(row['person_id'] for row in await fetch(CREDITED_PEOPLE))


async def rebuild() -> None:
    """Everybody's projection anew, inside the transaction that asks; after a bulk load, and in the test that proves it equal."""
    await execute('delete from progress')
    await execute(REBUILD)
