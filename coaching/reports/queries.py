"""The numbers of "Taste to trained", counted in the database from first dates and from marks; equal to `funnel.rules.funnel`."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping

from asyncpg import Record

from coaching.funnel.queries.stages import STOPPING
from coaching.funnel.rules.funnel import WINDOW, WITHIN_DAYS, Flow, Share, ShowRate, Timed
from coaching.funnel.rules.stages import RESTING_AFTER
from coaching.funnel.values import Kind
from coaching.kit.database import at_once, fetch, fetchrow
from coaching.reports.values import Again, Asked, Counted, Funnel, Line, OrganisationLine, Turnout

PLACE = """
left join lateral (select o.place_id from membership m join organisation o on o.id = m.organisation_id
                   where m.person_id = g.person_id and m.ended_on is null order by m.id limit 1) as org on true
"""
COHORT = """
select g.person_id, g.tasted_at, case when g.introduced_at <= $3 then g.introduced_at end as introduced_at,
       case when g.trained_at <= $3 then g.trained_at end as trained_at {more}
from progress g {join}
where g.tasted_at >= $1 and g.tasted_at < $2 and g.tasted_at <= $3 {where}
"""
COUNTS = f"""
count(*) as tasted, count(introduced_at) as introduced, count(trained_at) as trained,
count(trained_at) filter (where introduced_at is not null) as trained_of_introduced,
count(*) filter (where tasted_at + interval '{WINDOW.days} days' <= $3) as ripe,
count(introduced_at) filter (where tasted_at + interval '{WINDOW.days} days' <= $3) as ripe_introduced,
count(trained_at) filter (where tasted_at + interval '{WINDOW.days} days' <= $3) as ripe_trained,
""" + ', '.join(
    f"""count(*) filter (where tasted_at + interval '{days} days' <= $3) as had_{days},
    count(*) filter (where tasted_at + interval '{days} days' <= $3
                           and introduced_at <= tasted_at + interval '{days} days') as within_{days}"""
    for days in WITHIN_DAYS
)
# Who was there or holds a spot may be known from the sessions of the last months alone, which are few; each is looked at once.
FLOW = f"""
select count(*) as entered, count(introduced_at) as moved_on,
       count(*) filter (where introduced_at is null and has_stopped) as opted_out,
       count(*) filter (where introduced_at is null and not has_stopped and not is_active) as resting
from (
    select c.introduced_at, l.id is not null as has_stopped,
           c.introduced_at is not null or l.id is not null or c.tasted_at > $4 or exists (
               select from registration r where r.person_id = c.person_id and r.registered_at <= $3 and (
                   r.cancelled_from <> 'walk_in'
                   or exists (select from attendance where registration_id = r.id and mark in ('here', 'partly'))
               ) and (
                   r.registered_at > $4
                   or r.session_id in (select id from session where ends_at > $4) and exists (
                       select from session s where s.id = r.session_id and (
                           (s.ends_at > $3 and s.starts_at > $4
                            and not exists (select from registration where id = r.id and cancelled_at <= $3))
                           or (s.starts_at <= $3 and s.state in ('open', 'closed') and (
                               select (array_agg(t.starts_at order by t.starts_at))[o.min_parts]
                               from offering o, attendance a join session_part t on t.session_id = s.id and t.number = a.part
                               where o.id = s.offering_id and a.registration_id = r.id and a.mark = 'here' group by o.id
                           ) between $4 + interval '1 microsecond' and $3))))) as is_active
    from ({{cohort}}) as c
    left join (select distinct person_id as id from letter_stop where kind in {STOPPING} and stopped_at <= $3) as l on l.id = c.person_id
) as people
"""
# Session by session: each has few people, so that nothing is sorted or kept, however many sessions there are. Of the people who came to
# a Taste most came for the first time; the others came before, and are looked up only where their day may lie after the time that is
# asked for: of a session with several parts, or of a part that was made up elsewhere.
TURNOUT = """
with held as materialized (
    select s.kind, spots.*
    from (
        select x.id, x.starts_at, o.kind, o.min_parts, (select count(*) from session_part p where p.session_id = x.id) as parts
        from session x join offering o on o.id = x.offering_id and o.kind <> 'other'
        where x.starts_at >= $1 and x.starts_at < $2 and x.ends_at <= $3 and x.state in ('open', 'closed') offset 0
    ) as s
    cross join lateral (
        select count(*) filter (where is_whole and seated) as came,
               count(*) filter (where is_short and seen and seated) as partly,
               count(*) filter (where is_short and not seen and stands and not is_excused) as missed,
               count(*) filter (where is_short and not seen and stands and is_excused) as excused,
               count(*) filter (where not is_whole and not is_short and (seen or not in_line)) as unresolved,
               count(*) filter (where is_short and not seen and not stands and not is_mistake) as cancelled,
               count(*) filter (where (is_whole or is_short and seen) and not seated) as walk_ins,
               array_agg(person_id) filter (where is_whole and not is_later) as person_ids,
               array_agg(person_id) filter (where is_whole and is_later) as later_ids
        from (
            select *, here >= s.min_parts as is_whole, here + bare < s.min_parts and (seen or not walked_in) as is_short,
                   is_active or left_late as stands, is_seat or left_late as seated, is_elsewhere or s.parts > 1 as is_later
            from (
                select r.person_id,
                       coalesce(a.here, 0) as here, coalesce(a.seen, false) as seen, coalesce(a.excused, false) as is_excused,
                       coalesce(a.elsewhere, false) as is_elsewhere,
                       case when r.cancelled_at is null then s.parts - coalesce(a.marks, 0) else 0 end as bare,
                       r.cancelled_at is null as is_active, r.state in ('offered', 'waiting') as in_line, r.state = 'registered' as is_seat,
                       r.state = 'walk_in' as walked_in, r.cancelled_from = 'walk_in' as is_mistake,
                       r.state = 'cancelled_by_person' and r.cancelled_at >= s.starts_at
                           and r.cancelled_from not in ('offered', 'waiting') as left_late
                from registration r {join}
                left join (
                    select registration_id, count(*) filter (where mark = 'here') as here, count(*) as marks,
                           bool_or(mark in ('here', 'partly')) as seen, bool_or(mark = 'excused') as excused,
                           bool_or(made_up_in_id is not null) as elsewhere
                    from attendance where session_id = s.id group by registration_id) as a on a.registration_id = r.id
                where r.session_id = s.id {where}
            ) as marked
        ) as seen
    ) as spots
), others as materialized (
    select came.person_id, came.is_later
    from held cross join lateral (
        select unnest(held.person_ids), false union all select unnest(held.later_ids), true
    ) as came (person_id, is_later)
    where held.kind = 'taste'
      and not exists (select from progress f where f.person_id = came.person_id and f.tasted_at >= $1 and f.tasted_at < $2)
)
select kind, sum(came)::int as came, sum(partly)::int as partly, sum(missed)::int as missed, sum(excused)::int as excused,
       sum(unresolved)::int as unresolved, sum(cancelled)::int as cancelled, sum(walk_ins)::int as walk_ins,
       case kind when 'taste' then (
           select count(distinct person_id) from others
           where not is_later or (select tasted_at < $1 from progress g where g.person_id = others.person_id)
       ) end as again
from held group by kind
"""
SPLITS = {
    'month': ('', "to_char(tasted_at at time zone $4, 'YYYY-MM')"),
    'language': (', p.language', 'language'),
    'how_heard': (', p.how_heard', "nullif(how_heard, '')"),
    'place': (', (select name from place where id = coalesce(org.place_id, p.place_id)) as place', 'place'),
}
ORGANISATIONS = """
select o.id, o.name, count(*) as people, count(*) filter (where g.tasted_at <= $1) as tasted,
       count(*) filter (where g.introduced_at <= $1) as introduced, count(*) filter (where g.trained_at <= $1) as trained
from organisation o join membership m on m.organisation_id = o.id and m.ended_on is null
left join progress g on g.person_id = m.person_id
where o.merged_into_id is null and ($2::bigint[] is null or o.place_id = any($2)) and o.id > $3
group by o.id order by o.id limit $4
"""
PERSON = 'join person p on p.id = g.person_id '


def _cohort(asked: Asked, *, more: str = '', number: int = 4) -> str:
    """The people of a cohort; who is asked for by place is found through the organisation, else the person's own place."""
    by_place = asked.place_ids is not None or 'org.' in more
    join = (PERSON if more or by_place else '') + (PLACE if by_place else '')
    where = f'and coalesce(org.place_id, p.place_id) = any(${number})' if asked.place_ids is not None else ''
    return COHORT.format(more=more, join=join, where=where)


def _whom(asked: Asked) -> list[object]:
    return [asked.begins_at, asked.ends_at, asked.as_of]


def _places(asked: Asked) -> list[object]:
    return [list(asked.place_ids)] if asked.place_ids is not None else []


def _as_counted(row: Mapping[str, int]) -> Counted:
    tasted, ripe = row['tasted'], row['ripe']
    within = {days: Timed(Share(row[f'within_{days}'], row[f'had_{days}']), tasted - row[f'had_{days}']) for days in WITHIN_DAYS}
    to_intro = Timed(Share(row['ripe_introduced'], ripe), tasted - ripe)
    to_training = Timed(Share(row['ripe_trained'], ripe), tasted - ripe)
    return Counted(tasted, row['introduced'], row['trained'], row['trained_of_introduced'], to_intro, to_training, within)


async def flow(asked: Asked) -> Flow:
    """Where everybody of the cohort stands between Taste and Intro; entered = moved on + opted out + resting + still here."""
    sql = FLOW.format(cohort=_cohort(asked, number=5))
    row = await fetchrow(sql, *_whom(asked), asked.as_of - RESTING_AFTER, *_places(asked))
    assert row
    entered, moved_on, opted_out, resting = row['entered'], row['moved_on'], row['opted_out'], row['resting']
    return Flow(entered, moved_on, opted_out, resting, entered - moved_on - opted_out - resting)


async def turnouts(asked: Asked) -> tuple[tuple[Turnout, ...], int]:
    """Who came of those with a spot at the sessions of the time, by kind; and how many people came to a Taste again."""
    by_place = asked.place_ids is not None
    join = f'join person p on p.id = r.person_id {PLACE.replace("g.person_id", "r.person_id")}' if by_place else ''
    where = 'and coalesce(org.place_id, p.place_id) = any($4)' if by_place else ''
    rows = {row['kind']: row for row in await fetch(TURNOUT.format(join=join, where=where), *_whom(asked), *_places(asked))}
    found = [Turnout(Kind(kind), _as_rate(rows[kind])) for kind in ('taste', 'intro', 'training') if kind in rows]
    return tuple(found), rows['taste']['again'] if 'taste' in rows else 0


def _as_rate(row: Record) -> ShowRate:
    came, known = row['came'], row['came'] + row['partly'] + row['missed']
    rest = {name: row[name] for name in ('partly', 'unresolved', 'excused', 'cancelled', 'walk_ins')}
    return ShowRate(Share(came, known), **rest)


async def counted(asked: Asked, split: str) -> tuple[Counted, tuple[Line, ...]]:
    """The cohort, and the same people by month, language, place or how people heard; each of them stands in one line.

    :raises KeyError: for another split
    """
    more, label = SPLITS[split]
    zone: list[object] = [asked.zone] if split == 'month' else []
    sql = f'select {label} as label, {COUNTS} from ({_cohort(asked, more=more, number=4 + len(zone))}) as cohort group by 1 order by 1'
    whole: Counter[str] = Counter()
    lines = []
    for row in await fetch(sql, *_whom(asked), *zone, *_places(asked)):
        counts = dict(row)
        lines.append(Line(counts.pop('label') or '', _as_counted(counts)))
        whole.update(counts)
    return _as_counted(whole), tuple(lines)


async def funnel(asked: Asked, split: str) -> Funnel:
    """The whole report."""
    (whole, lines), now_at, (came, again) = await at_once(counted(asked, split), flow(asked), turnouts(asked))
    return Funnel(asked, whole, now_at, came, Again(whole.tasted, again), lines)


async def organisations(
    as_of: datetime.datetime, place_ids: tuple[int, ...] | None, *, after_id: int = 0, limit: int = 50
) -> list[OrganisationLine]:
    """Organisations with members, in the order in which they were added; people of one may be counted in another too."""
    chosen = None if place_ids is None else list(place_ids)
    return [OrganisationLine(**row) for row in await fetch(ORGANISATIONS, as_of, chosen, after_id, limit)]
