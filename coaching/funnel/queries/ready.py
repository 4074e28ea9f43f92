"""Who is ready for the next stage: came, holds no spot further on, and did not ask us to stop. Newest first, by the page."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from coaching.funnel.queries.holding import MARKED, STANDS
from coaching.funnel.queries.stages import STOPPING
from coaching.funnel.values import Kind
from coaching.kit.database import fetch, fetchval

PAGE = 25
READY = """
select g.person_id, p.name, p.email, p.email_refused_at is not null as came_back, p.phone, p.language, g.{since} as since,
       i.made_at as invited_at, i.sent_at is null and i.id is not null as may_take_back
from progress g join person p on p.id = g.person_id
left join lateral (
    select id, made_at, sent_at from promise where person_id = g.person_id and kind = 'invite-next' and facts ->> 'kind' = $1
    and cancelled_at is null and failed_at is null order by id desc limit 1
) as i on true
where {not_yet} and {which}
  and p.erased_at is null and p.merged_into_id is null
  and not exists (select from letter_stop l where l.person_id = g.person_id and l.kind in {stopping})
  and not exists (
    select from registration r join session s on s.id = r.session_id join offering o on o.id = s.offering_id {marked}
    where r.person_id = g.person_id and o.kind in {further} and {stands}
  ) {within}
order by g.{since} desc, g.person_id desc limit {page}
"""
WITHIN = """
and (p.place_id = any(${places}) or exists (select from offering where id = any(${offerings}) and kind = $1)
     or exists (select from registration r join session s on s.id = r.session_id
                where r.person_id = g.person_id and s.offering_id = any(${offerings})))
"""
IS_WITHIN = """
select exists (select from person p cross join lateral (select p.id as person_id) as g
               where p.id = $2 and $1 <> '' and p.erased_at is null and p.merged_into_id is null {within})
"""
STEPS = {
    Kind.INTRO: {'since': 'tasted_at', 'not_yet': 'g.introduced_at is null and g.trained_at is null', 'further': "('intro', 'training')"},
    Kind.TRAINING: {'since': 'introduced_at', 'not_yet': 'g.trained_at is null', 'further': "('training')"},
}
LATEST = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom somebody may invite: people of these places, and those who sign up for these offerings or may be invited to them."""

    place_ids: frozenset[int]
    offering_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody who can be invited; `since` is when they came, `invited_at` when they were last invited to this."""

    person_id: int
    name: str
    email: str | None
    came_back: bool
    phone: str | None
    language: str
    since: datetime.datetime
    invited_at: datetime.datetime | None
    may_take_back: bool


def _sql(kind: Kind, which: str, reach: Reach | None, number: int, page: str) -> str:
    within = '' if reach is None else WITHIN.format(places=number, offerings=number + 1)
    return READY.format(
        **STEPS[kind], which=which.format(since=STEPS[kind]['since']), stopping=STOPPING, marked=MARKED,
        stands=STANDS.format(as_of='$2'), within=within, page=page,
    )  # fmt: skip


def _reach(reach: Reach | None) -> list[list[int]]:
    return [] if reach is None else [list(reach.place_ids), list(reach.offering_ids)]


async def ready(
    kind: Kind, *, reach: Reach | None = None, before: tuple[datetime.datetime, int] | None = None, now: datetime.datetime
) -> tuple[list[Ready], bool]:
    """One page of those who are ready for an Intro or a Training, and whether there are more; `reach` None is everybody."""
    sql = _sql(kind, 'g.{since} is not null and (g.{since}, g.person_id) < ($3, $4)', reach, 5, str(PAGE + 1))
    rows = await fetch(sql, str(kind), now, *(before or (LATEST, 0)), *_reach(reach))
    return [Ready(**row) for row in rows[:PAGE]], len(rows) > PAGE


async def among(kind: Kind, person_ids: Collection[int], *, reach: Reach | None = None, now: datetime.datetime) -> dict[int, Ready]:
    """Who of these is ready, by id."""
    sql = _sql(kind, 'g.{since} is not null and g.person_id = any($3)', reach, 4, 'null')
    return {row['person_id']: Ready(**row) for row in await fetch(sql, str(kind), now, list(person_ids), *_reach(reach))}


async def is_within(kind: Kind, person_id: int, *, reach: Reach | None) -> bool:
    """Whether this is somebody whom the one who asks may invite, ready or not."""
    sql = IS_WITHIN.format(within='' if reach is None else WITHIN.format(places=3, offerings=4))
    return bool(await fetchval(sql, str(kind), person_id, *_reach(reach)))
