"""Everything that happened, newest first, with the names of whom and what it was about."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from coaching.journal.catalogue import CATALOGUE, accounts, caseload, coaches, funnel, guides, keeping, people, readiness, teams
from coaching.journal.values import Entry
from coaching.kit.database import fetch
from coaching.kit.words import Later, language, later

OF_THE_NETWORK = frozenset({'network', 'place', 'organisation', 'person'})
GROUPS: Mapping[str, tuple[Later, Collection[str]]] = {
    'people': (later('People'), tuple(people.KINDS)),
    'sign-ups': (later('Sign-ups'), tuple(funnel.SIGN_UPS)),
    'attendance': (later('Attendance'), tuple(funnel.ATTENDANCE)),
    'sessions': (later('Sessions'), (*funnel.SESSIONS, *funnel.OFFERINGS)),
    'roles': (later('Signing in and roles'), tuple(accounts.KINDS)),
    'teams': (
        later('Teams and coaches'),
        (
            *(name for name, kind in teams.KINDS.items() if not kind.subjects & OF_THE_NETWORK),
            *coaches.KINDS,
            *caseload.KINDS,
            *readiness.KINDS,
            *guides.KINDS,
        ),
    ),
    'network': (
        later('Network, places, groups'),
        (*(name for name, kind in teams.KINDS.items() if kind.subjects & OF_THE_NETWORK), *funnel.GROUP_ANSWERS),
    ),
    'keeping': (later('Emails, backups, time limits'), (*keeping.KINDS, *funnel.IMPORTS)),
}

EVERYTHING = 'select * from entry where $1::bigint is null or id < $1 order by id desc limit $2'
OF_KINDS = """
select found.* from unnest($3::text[]) as wanted (kind) cross join lateral (
    select * from entry where kind = wanted.kind and ($1::bigint is null or id < $1) order by id desc limit $2
) found order by found.id desc limit $2
"""
ASKED = '($1::bigint is null or e.id < $1) and ($3::text[] is null or e.kind = any($3)) order by e.id desc limit $2'
OF_PERSON = f"""
select distinct on (id) * from (
    (select e.* from entry e where e.by_person_id = $4 and {ASKED})
    union all (select e.* from entry e where e.subject_kind = 'person' and e.subject_id = $4 and {ASKED})
    union all (select e.* from registration r join entry e on e.subject_kind = 'registration' and e.subject_id = r.id
               where r.person_id = $4 and {ASKED})
) of_person order by id desc limit $2
"""
TOLD = """
select e.id, e.happened_at, e.kind, e.by_how, e.by_person_id, coalesce(b.name, '') as by_name, e.facts, coalesce(w.why, '') as why,
    e.subject_kind, e.subject_id, coalesce(p.id, r.person_id, a.person_id, i.person_id) as person_id,
    coalesce(p.name, s.name, m.name, j.name) as person, coalesce(d.id, q.id) as session_id, coalesce(d.starts_at, q.starts_at) as starts_at,
    coalesce(d.zone, q.zone) as zone, coalesce(o.name, l.name, f.file_name, t.title) as about
from ({chosen}) e
left join person b on b.id = e.by_person_id
left join entry_why w on w.entry_id = e.id
left join person p on e.subject_kind = 'person' and p.id = e.subject_id
left join registration r on e.subject_kind = 'registration' and r.id = e.subject_id
left join person s on s.id = r.person_id
left join session q on q.id = r.session_id
left join account a on e.subject_kind = 'account' and a.id = e.subject_id
left join person m on m.id = a.person_id
left join invitation i on e.subject_kind = 'invitation' and i.id = e.subject_id
left join person j on j.id = i.person_id
left join session d on e.subject_kind = 'session' and d.id = e.subject_id
left join organisation o on e.subject_kind = 'organisation' and o.id = e.subject_id
left join place l on e.subject_kind = 'place' and l.id = e.subject_id
left join import_batch f on e.subject_kind = 'import_batch' and f.id = e.subject_id
left join lateral (
    select title from offering_words where offering_id = coalesce(
        case when e.subject_kind = 'offering' then e.subject_id end, d.offering_id, q.offering_id)
    order by language = '{language}' desc, language = 'en' desc limit 1
) t on true
order by e.id desc
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: to whom, at which session, to what else; None where there is no such thing any more, or never was."""

    entry: Entry
    subject: tuple[str, int]
    person_id: int | None
    person: str | None
    session_id: int | None
    starts_at: datetime.datetime | None
    zone: str | None
    about: str | None


async def happened(
    *, group: str = '', person_id: int | None = None, before_id: int | None = None, limit: int = 50
) -> list[Line]:
    """Newest first: everything, of one group of kinds, by or about one person; `before_id` is the last one of the page before."""
    kinds = list(GROUPS[group][1]) if group else None
    if person_id is not None:
        return _lines(await fetch(_told(OF_PERSON), before_id, limit, kinds, person_id))
    if kinds:
        return await happened_of(kinds, before_id=before_id, limit=limit)
    return _lines(await fetch(_told(EVERYTHING), before_id, limit))


async def happened_of(kinds: Collection[str], *, before_id: int | None = None, limit: int = 50) -> list[Line]:
    """The same of these kinds."""
    return _lines(await fetch(_told(OF_KINDS), before_id, limit, list(kinds)))


def _told(chosen: str) -> str:
    """The statement over the chosen entries, with titles in the language that is spoken: one of ours, never anybody's text."""
    return TOLD.format(chosen=chosen, language=language())


def _lines(rows: Iterable[Mapping[str, Any]]) -> list[Line]:
    return [_line(dict(row)) for row in rows]


def _line(row: dict[str, Any]) -> Line:
    told = {name: row.pop(name) for name in ('person_id', 'person', 'session_id', 'starts_at', 'zone', 'about')}
    subject = (row.pop('subject_kind'), row.pop('subject_id'))
    return Line(Entry(**row, described=CATALOGUE[row['kind']]), subject, **told)
