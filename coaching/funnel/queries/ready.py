"""Who is ready for the next stage: came, holds no spot further on, and did not ask us to stop. Newest first, by the page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from coaching.funnel.values import Kind
from coaching.kit.database import fetch

PAGE = 25
READY = """
select g.person_id, p.name, p.email, p.phone, p.language, g.{since} as since,
       (select max(made_at) from promise i where i.person_id = g.person_id and i.kind = 'invite-next' and i.cancelled_at is null
        and i.facts->>'kind' = $1) as invited_at
from progress g join person p on p.id = g.person_id
where {not_yet} and g.{since} is not null and (g.{since}, g.person_id) < ($2, $3)
  and p.erased_at is null and p.merged_into_id is null
  and not exists (select from letter_stop l where l.person_id = g.person_id and l.kind = '*')
  and not exists (select from registration r join session s on s.id = r.session_id join offering o on o.id = s.offering_id
                  where r.person_id = g.person_id and r.state in ('registered', 'offered', 'waiting') and o.kind = any($4)
                  and s.state = 'open' and s.ends_at > $5)
order by g.{since} desc, g.person_id desc limit {page}
"""
LISTS = {
    Kind.INTRO: READY.format(since='tasted_at', not_yet='g.introduced_at is null and g.trained_at is null', page=PAGE),
    Kind.TRAINING: READY.format(since='introduced_at', not_yet='g.trained_at is null', page=PAGE),
}
FURTHER = {Kind.INTRO: ['intro', 'training'], Kind.TRAINING: ['training']}
LATEST = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody who can be invited; `since` is when they came, `invited_at` when they were last invited to this."""

    person_id: int
    name: str
    email: str | None
    phone: str | None
    language: str
    since: datetime.datetime
    invited_at: datetime.datetime | None


async def ready(kind: Kind, *, before: tuple[datetime.datetime, int] | None = None, now: datetime.datetime) -> list[Ready]:
    """One page of those who are ready for an Intro or a Training; `before` is the mark of the page before."""
    since, person_id = before or (LATEST, 0)
    rows = await fetch(LISTS[kind], str(kind), since, person_id, FURTHER[kind], now)
    return [Ready(**row) for row in rows]
