"""One person's way through the sessions, for those who lead them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from coaching.funnel.queries.rooms import marks, stage_of
from coaching.funnel.queries.standing import done
from coaching.funnel.values import Mark, RegistrationState, Stage
from coaching.kit.database import fetch, fetchrow

SESSIONS = """
select r.id as registration_id, r.session_id, r.state, s.state as session_state, s.starts_at, s.zone, o.kind,
       coalesce(w.title, e.title, o.slug) as title,
       (select jsonb_object_agg(part, mark) from attendance where registration_id = r.id) as marks
from registration r join session s on s.id = r.session_id join offering o on o.id = s.offering_id
left join offering_words w on w.offering_id = o.id and w.language = $2
left join lateral (select title from offering_words where offering_id = o.id order by language <> 'en', id limit 1) as e on true
where r.person_id = $1 order by s.starts_at desc, r.id desc limit 60
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A registration of one person, with what was seen."""

    registration_id: int
    session_id: int
    state: RegistrationState
    session_state: str
    starts_at: datetime.datetime
    zone: str
    kind: str
    title: str
    marks: dict[int, Mark]


@dataclass(frozen=True, slots=True)
class Credit:
    """Something attended before or elsewhere."""

    id: int
    stage: str
    attended_on: datetime.date
    source: str


async def visits(person_id: int, language: str) -> list[Visit]:
    """What a person signed up for, newest first."""
    return [
        Visit(**{**row, 'state': RegistrationState(row['state']), 'marks': marks(row['marks'])})
        for row in await fetch(SESSIONS, person_id, language)
    ]


async def credits_of(person_id: int) -> list[Credit]:
    rows = await fetch('select id, stage, attended_on, source from prior_credit where person_id = $1 order by attended_on desc', person_id)
    return [Credit(**row) for row in rows]


async def stage_now(person_id: int) -> Stage:
    """How far attendance has brought a person."""
    row = await fetchrow('select tasted_at, introduced_at, trained_at from progress where person_id = $1', person_id)
    return stage_of(done(row)) if row else Stage.HEARD
