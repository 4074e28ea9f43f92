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
QUESTIONS = """
select q.id, q.position, jsonb_object_agg(w.language, w.label) as labels
from offering_question q join offering_question_words w on w.question_id = q.id
where q.offering_id = $1 and q.retired_at is null group by q.id order by q.position, q.id
"""
OVERVIEW = """
select o.*, coalesce(w.title, e.title, o.slug) as title, coming.* from offering o
left join offering_words w on w.offering_id = o.id and w.language = $1
left join lateral (select title from offering_words where offering_id = o.id order by language <> 'en', id limit 1) as e on true
cross join lateral (
    select min(s.starts_at) as next_at, count(*) as dates,
           coalesce(sum((select count(*) from registration r
                         where r.session_id = s.id and r.state in ('registered', 'offered', 'waiting', 'walk_in'))), 0)::integer as people
    from session s where s.offering_id = o.id and s.state = 'open' and s.starts_at > $2
) as coming order by o.archived_at is not null, o.id
"""
EXISTING = """
select s.id, s.rule_on, s.starts_at, s.ends_at, s.state, s.edited_at is not null as is_edited,
       exists (select from registration r where r.session_id = s.id) or exists (select from session_letter l where l.session_id = s.id)
       as has_people
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


@dataclass(frozen=True, slots=True)
class Line:
    """An offering in the list: when its next date is, how many dates are on, and how many people have a spot or wait for one."""

    offering: Offering
    next_at: datetime.datetime | None
    dates: int
    people: int


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
    people = await fetch(
        'select p.id, p.name from offering_trainer t join person p on p.id = t.person_id where t.offering_id = $1 order by p.folded_name',
        offering_id,
    )
    return Details(
        as_offering(row),
        row['join_url'],
        row['join_by_phone'],
        {one['language']: Words(**one) for one in words},
        await questions_of(offering_id),
        tuple((one['id'], one['name']) for one in people),
    )


async def questions_of(offering_id: int) -> tuple[Question, ...]:
    """What is asked at sign-up now, in order."""
    return tuple(Question(**row) for row in await fetch(QUESTIONS, offering_id))


async def overview(language: str, *, now: datetime.datetime) -> list[Line]:
    """Every offering, those that are put away last."""
    rows = await fetch(OVERVIEW, language, now)
    return [Line(as_offering(row), row['next_at'], row['dates'], row['people']) for row in rows]


async def free_slug(wanted: str) -> str:
    """The short name itself, or the first of name-2, name-3 that no offering has."""
    taken = {row['slug'] for row in await fetch('select slug from offering where slug = $1 or slug like $2', wanted, f'{wanted}-%')}
    return next(name for name in (wanted, *(f'{wanted}-{number}' for number in range(2, len(taken) + 3))) if name not in taken)


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
        for row in await fetch(EXISTING, offering_id, since, since.date() - datetime.timedelta(days=1))
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
