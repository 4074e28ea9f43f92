"""A session as its trainers meet it: the room, its people, and what was marked."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from asyncpg import Record

from coaching.funnel.queries.places import SEATS
from coaching.funnel.queries.standing import done
from coaching.funnel.rules.attendance import Seen
from coaching.funnel.rules.places import missing_before
from coaching.funnel.values import (
    AttendanceRule,
    FeeMark,
    Kind,
    Mark,
    Mode,
    Part,
    Place,
    RegistrationState,
    Room,
    RosterRow,
    SessionState,
    Stage,
)
from coaching.kit.database import fetch, fetchrow

ROOM = f"""
select s.id as session_id, s.offering_id, o.kind, s.state, s.starts_at, s.ends_at, s.zone, s.capacity, o.prerequisite, o.slug, o.fee,
       coalesce(w.title, e.title) as title, coalesce(w.summary, e.summary) as summary, s.mode, s.location, s.languages, s.moved_from,
       s.uid, s.sequence, s.join_url, s.join_by_phone, o.min_minutes, o.min_parts, s.edited_at, s.closed_at, s.version, seats.*,
       (select jsonb_agg(jsonb_build_array(number, starts_at, ends_at) order by number) from session_part where session_id = s.id) as parts,
       (select array_agg(p.name order by p.folded_name) from session_trainer t join person p on p.id = t.person_id
        where t.session_id = s.id) as trainers
from session s join offering o on o.id = s.offering_id
left join offering_words w on w.offering_id = o.id and w.language = $2
left join lateral (select title, summary from offering_words where offering_id = o.id order by language <> 'en', id limit 1) as e on true
cross join lateral ({SEATS}) as seats
where s.id = $1
"""
LISTED = """
(r.state in ('registered', 'offered', 'waiting', 'walk_in')
 or r.state = 'cancelled_by_person' and r.cancelled_at >= s.starts_at and r.moved_to_id is null
 or exists (select from attendance where registration_id = r.id))
"""
ROSTER = f"""
select r.id, r.person_id, p.name, coalesce(org.name, r.group_words) as "group", r.state, g.tasted_at, g.introduced_at, g.trained_at,
       p.email, p.phone, p.language, p.email_refused_at is not null as came_back, r.opened_join_at, r.fee_mark,
       r.waived_at is not null as waived,
       coalesce(r.access_needs, '') as access_needs, coalesce(r.intro_question, '') as intro_question, r.cancelled_at,
       r.organisation_id, line.place,
       (select jsonb_object_agg(part, mark) from attendance where registration_id = r.id) as marks
from registration r join person p on p.id = r.person_id join session s on s.id = r.session_id
left join organisation org on org.id = r.organisation_id left join progress g on g.person_id = r.person_id
left join (select id, row_number() over (order by id) as place from registration where session_id = $1 and state = 'waiting') as line
     on line.id = r.id
where {{which}} and {LISTED} order by p.folded_name, r.id
"""
ALL_OF, THESE_OF = ROSTER.format(which='r.session_id = $1'), ROSTER.format(which='r.session_id = $1 and r.id = any($2)')
SEEN = """
select r.id, r.person_id, p.email is not null as has_email, p.language,
       array(select kind from letter_stop where person_id = p.id) as stopped,
       r.state, r.cancelled_at, r.cancelled_from, s.state as session, s.starts_at, s.ends_at, o.min_minutes, o.min_parts,
       (select count(*) from session_part where session_id = s.id) as parts,
       (select jsonb_object_agg(part, mark) from attendance where registration_id = r.id) as marks
from registration r join person p on p.id = r.person_id join session s on s.id = r.session_id join offering o on o.id = s.offering_id
where {whom} order by r.id
"""
OTHERS = """
select id, starts_at, zone from session where offering_id = $1 and id <> $2 and state not in ('cancelled', 'skipped', 'draft')
and starts_at <= $3 order by starts_at desc limit 24
"""
REACHED = ((Kind.TRAINING, Stage.TRAINED), (Kind.INTRO, Stage.INTRODUCED), (Kind.TASTE, Stage.TASTED))  # furthest first
PARTS = 'select number, starts_at, ends_at from session_part where session_id = $1 order by number'


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """What decides over one registration, with whose it is; how they are written to is asked for with one session's people only."""

    registration_id: int
    person_id: int
    seen: Seen
    has_email: bool = False
    language: str = ''
    stopped: frozenset[str] = frozenset()

    def can_be_sent(self, kind: str) -> bool:
        """Whether a letter of this kind reaches them."""
        return self.has_email and not self.stopped & {'*', kind}


async def room(session_id: int, language: str) -> Room | None:
    """One session with its seats, parts, trainers and the way in; in that language where it has words in it."""
    row = await fetchrow(ROOM, session_id, language)
    return as_room(row) if row else None


def as_room(row: Record) -> Room:
    return Room(
        session_id=row['session_id'],
        offering_id=row['offering_id'],
        kind=Kind(row['kind']),
        state=SessionState(row['state']),
        starts_at=row['starts_at'],
        ends_at=row['ends_at'],
        zone=row['zone'],
        capacity=row['capacity'],
        taken=row['taken'],
        offered=row['offered'],
        waiting=row['waiting'],
        prerequisite=Kind(row['prerequisite']) if row['prerequisite'] else None,
        slug=row['slug'],
        title=row['title'],
        summary=row['summary'] or '',
        mode=Mode(row['mode']),
        location=row['location'],
        languages=tuple(row['languages']),
        parts=tuple(as_part(part) for part in row['parts'] or ()),
        trainers=tuple(row['trainers'] or ()),
        fee=row['fee'],
        moved_from=row['moved_from'],
        uid=row['uid'],
        sequence=row['sequence'],
        join_url=row['join_url'],
        join_by_phone=row['join_by_phone'],
        rule=AttendanceRule(row['min_minutes'], row['min_parts']),
        edited_at=row['edited_at'],
        closed_at=row['closed_at'],
        version=row['version'],
    )


def as_part(part: list[object]) -> Part:
    number, starts_at, ends_at = part
    return Part(int(str(number)), datetime.datetime.fromisoformat(str(starts_at)), datetime.datetime.fromisoformat(str(ends_at)))


async def parts(session_id: int) -> tuple[Part, ...]:
    return tuple(Part(row['number'], row['starts_at'], row['ends_at']) for row in await fetch(PARTS, session_id))


async def make_up_dates(place: Place, *, now: datetime.datetime) -> list[tuple[int, datetime.datetime, str]]:
    """Other dates of the same offering that have begun: id, beginning, zone; newest first."""
    rows = await fetch(OTHERS, place.offering_id, place.session_id, now)
    return [(row['id'], row['starts_at'], row['zone']) for row in rows]


async def roster(place: Place, registration_ids: Collection[int] | None = None) -> list[RosterRow]:
    """Everybody of one session, or these of them, in the order of their names, which does not change while the trainer taps."""
    if registration_ids is None:
        rows = await fetch(ALL_OF, place.session_id)
    else:
        rows = await fetch(THESE_OF, place.session_id, list(registration_ids))
    return [_roster_row(row, place) for row in rows]


def _roster_row(row: Record, place: Place) -> RosterRow:
    attended = done(row)
    earlier = row['tasted_at'] is not None and row['tasted_at'] < place.starts_at
    return RosterRow(
        registration_id=row['id'],
        person_id=row['person_id'],
        name=row['name'],
        group=row['group'],
        state=RegistrationState(row['state']),
        stage=stage_of(attended),
        marks=marks(row['marks']),
        email=row['email'],
        phone=row['phone'],
        language=row['language'],
        is_first_time=not earlier,
        is_unprepared=missing_before(place, done=attended, waived=row['waived']) is not None,
        opened_join_at=row['opened_join_at'],
        letter_came_back=row['came_back'],
        fee_mark=FeeMark(row['fee_mark']),
        access_needs=row['access_needs'],
        intro_question=row['intro_question'],
        place_in_line=row['place'],
    )


def stage_of(attended: frozenset[Kind]) -> Stage:
    """The furthest stage that attendance holds."""
    return next((stage for kind, stage in REACHED if kind in attended), Stage.HEARD)


def marks(stored: Mapping[str, str] | None) -> dict[int, Mark]:
    return {int(part): Mark(mark) for part, mark in (stored or {}).items()}


async def seen_people(session_id: int) -> list[SeenPerson]:
    """Everything that decides what became of each registration of one session."""
    return [as_seen(row) for row in await fetch(SEEN.format(whom='r.session_id = $1'), session_id)]


async def seen_these(registration_ids: Collection[int]) -> list[SeenPerson]:
    return [as_seen(row) for row in await fetch(SEEN.format(whom='r.id = any($1)'), list(registration_ids))]


def as_seen(row: Record) -> SeenPerson:
    seen = Seen(
        state=RegistrationState(row['state']),
        marks=marks(row['marks']),
        session=SessionState(row['session']),
        starts_at=row['starts_at'],
        ends_at=row['ends_at'],
        cancelled_at=row['cancelled_at'],
        cancelled_from=RegistrationState(row['cancelled_from']) if row['cancelled_from'] else None,
        parts=row['parts'],
        rule=AttendanceRule(row['min_minutes'], row['min_parts']),
    )
    return SeenPerson(
        row['id'], row['person_id'], seen, bool(row.get('has_email')), row.get('language') or '', frozenset(row.get('stopped') or ())
    )
