"""Offerings as those who lead them meet them, and the dates that a rule has made."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from asyncpg import Record

from coaching.funnel.rules.recurrence import Existing
from coaching.funnel.values import AttendanceRule, Kind, Mode, Offering, SessionState
from coaching.kit.database import fetch, fetchrow

OFFERING = """
select o.*, coalesce(w.title, e.title, o.slug) as title from offering o
left join offering_words w on w.offering_id = o.id and w.language = $1
left join lateral (select title from offering_words where offering_id = o.id order by language <> 'en', id limit 1) as e on true
"""
EXISTING = """
select s.id, s.rule_on, s.starts_at, s.ends_at, s.state, s.edited_at is not null as is_edited,
       exists (select from registration r where r.session_id = s.id) as has_people
from session s where s.offering_id = $1 and (s.starts_at >= $2 or s.rule_on >= $3) order by s.starts_at, s.id
"""


@dataclass(frozen=True, slots=True)
class Words:
    """An offering's words in one language; `body` is Markdown."""

    language: str
    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class Question:
    """An optional question at sign-up, with its label in each language that has one."""

    id: int
    position: int
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Details:
    """All that a coordinator edits of an offering; `trainers` are person ids with their names."""

    offering: Offering
    join_url: str
    join_by_phone: str
    words: dict[str, Words]
    questions: tuple[Question, ...]
    trainers: tuple[tuple[int, str], ...]


async def offerings(language: str, *, with_archived: bool = False) -> list[Offering]:
    rows = await fetch(OFFERING + 'where $2 or o.archived_at is null order by o.id', language, with_archived)
    return [as_offering(row) for row in rows]


async def offering(offering_id: int, language: str) -> Offering | None:
    row = await fetchrow(OFFERING + 'where o.id = $2', language, offering_id)
    return as_offering(row) if row else None


async def details(offering_id: int, language: str) -> Details | None:
    row = await fetchrow(OFFERING + 'where o.id = $2', language, offering_id)
    if row is None:
        return None
    words = await fetch('select language, title, summary, body from offering_words where offering_id = $1', offering_id)
    asked = await fetch(
        """select q.id, q.position, coalesce(jsonb_object_agg(w.language, w.label) filter (where w.id is not null), '{}') as labels
        from offering_question q left join offering_question_words w on w.question_id = q.id
        where q.offering_id = $1 and q.retired_at is null group by q.id order by q.position, q.id""",
        offering_id,
    )
    people = await fetch(
        'select p.id, p.name from offering_trainer t join person p on p.id = t.person_id where t.offering_id = $1 order by p.folded_name',
        offering_id,
    )
    return Details(
        as_offering(row),
        row['join_url'],
        row['join_by_phone'],
        {one['language']: Words(**one) for one in words},
        tuple(Question(one['id'], one['position'], one['labels']) for one in asked),
        tuple((one['id'], one['name']) for one in people),
    )


async def existing(offering_id: int, since: datetime.datetime) -> list[Existing]:
    """The dates of an offering from this moment on; a rule's date that has moved away counts by its day."""
    return [
        Existing(
            session_id=row['id'],
            rule_on=row['rule_on'],
            starts_at=row['starts_at'],
            ends_at=row['ends_at'],
            state=SessionState(row['state']),
            is_edited=row['is_edited'],
            has_people=row['has_people'],
        )
        for row in await fetch(EXISTING, offering_id, since, since.date())
    ]


def as_offering(row: Record) -> Offering:
    return Offering(
        id=row['id'],
        slug=row['slug'],
        kind=Kind(row['kind']),
        title=row['title'],
        recurrence=row['rule'],
        starts_on=row['starts_on'],
        wall_time=row['wall_time'],
        zone=row['zone'],
        minutes=row['minutes'],
        parts=row['parts'],
        days_between_parts=row['days_between_parts'],
        mode=Mode(row['mode']),
        location=row['location'],
        capacity=row['capacity'],
        languages=tuple(row['languages']),
        prerequisite=Kind(row['prerequisite']) if row['prerequisite'] else None,
        rule=AttendanceRule(row['min_minutes'], row['min_parts']),
        fee=row['fee'],
        weeks_ahead=row['weeks_ahead'],
        version=row['version'],
        archived_at=row['archived_at'],
    )
