"""How far a person has come and how that went, worked out anew from what was decided and seen; any day can be asked for."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from asyncpg import Record

from coaching.funnel.queries.rooms import as_seen
from coaching.funnel.rules import stages as rules
from coaching.funnel.rules.attendance import outcome, was_a_mistake
from coaching.funnel.rules.stages import Came, History, SignedUp
from coaching.funnel.values import Kind, Outcome, SessionState, Stage
from coaching.kit.database import fetch

STOPPING = "('*', 'invite-next')"
"""Whoever stopped one of these does not want to be asked further."""

SIGNED_UP = """
select r.id, r.person_id, r.registered_at, r.state, r.cancelled_at, r.cancelled_from, s.state as session, s.starts_at, s.ends_at, s.zone,
       o.kind, o.min_minutes, o.min_parts, coalesce(w.title, o.slug) as title, r.moved_to_id is not null as moved,
       (select count(*) from session_part where session_id = s.id) as parts,
       (select jsonb_object_agg(part, mark) from attendance where registration_id = r.id) as marks,
       (select array_agg(coalesce(m.starts_at, p.starts_at)) from attendance a
        join session_part p on p.session_id = s.id and p.number = a.part left join session m on m.id = a.made_up_in_id
        where a.registration_id = r.id and a.mark = 'here') as here
from registration r join session s on s.id = r.session_id join offering o on o.id = s.offering_id
left join lateral (select title from offering_words where offering_id = o.id
                   order by language <> $2, language <> 'en', id limit 1) as w on true
where r.person_id = any($1) order by r.person_id, r.id
"""
CREDITED = """
select c.person_id, c.stage, c.attended_on, c.source, n.zone from prior_credit c cross join network n
where c.person_id = any($1) order by c.person_id, c.attended_on, c.id
"""
STOPPED = f"""
select person_id, min(stopped_at) as stopped_at from letter_stop where person_id = any($1) and kind in {STOPPING} group by person_id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One registration of a person and what became of it; `came_at` is when enough parts had been attended."""

    registration_id: int
    person_id: int
    title: str
    zone: str
    kind: Kind
    registered_at: datetime.datetime
    starts_at: datetime.datetime
    cancelled_at: datetime.datetime | None
    moved: bool
    outcome: Outcome
    came_at: datetime.datetime | None
    stopped_at: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Before:
    """Something attended before or elsewhere, and since when it counts."""

    person_id: int
    kind: Kind
    on: datetime.date
    at: datetime.datetime
    source: str


async def told(person_ids: Collection[int], *, now: datetime.datetime, language: str = 'en') -> list[Told]:
    """Every registration of these persons; whoever was put on a list at the door by mistake did not sign up."""
    rows = await fetch(SIGNED_UP, list(person_ids), language)
    return [_told(row, now=now) for row in rows if not was_a_mistake(as_seen(row).seen)]


def _told(row: Record, *, now: datetime.datetime) -> Told:
    seen = as_seen(row).seen
    became = outcome(seen, now=now)
    finished = seen.session is SessionState.CLOSED
    return Told(
        registration_id=row['id'],
        person_id=row['person_id'],
        title=row['title'],
        zone=row['zone'],
        kind=Kind(row['kind']),
        registered_at=row['registered_at'],
        starts_at=row['starts_at'],
        cancelled_at=row['cancelled_at'],
        moved=row['moved'],
        outcome=became,
        came_at=rules.came_at(row['here'] or (), seen.rule) if became is Outcome.CAME else None,
        stopped_at=rules.stops_at(became, ends_at=seen.ends_at, cancelled_at=seen.cancelled_at, finished=finished),
    )


async def before(person_ids: Collection[int]) -> list[Before]:
    """What these persons attended before or elsewhere."""
    return [_before(row) for row in await fetch(CREDITED, list(person_ids))]


def _before(row: Record) -> Before:
    counted = rules.credited(Kind(row['stage']), row['attended_on'], row['zone'])
    return Before(row['person_id'], counted.kind, row['attended_on'], counted.at, row['source'])


async def histories(person_ids: Iterable[int], *, now: datetime.datetime) -> dict[int, History]:
    """All that the stages of these persons are derived from."""
    chosen = sorted(set(person_ids))
    signed_up: dict[int, list[SignedUp]] = {person_id: [] for person_id in chosen}
    came: dict[int, list[Came]] = {person_id: [] for person_id in chosen}
    for one in await told(chosen, now=now):
        signed_up[one.person_id].append(SignedUp(one.kind, one.registered_at, one.starts_at, one.stopped_at))
        if one.came_at:
            came[one.person_id].append(Came(one.kind, one.came_at))
    for credit in await before(chosen):
        came[credit.person_id].append(Came(credit.kind, credit.at))
    stopped = {row['person_id']: row['stopped_at'] for row in await fetch(STOPPED, chosen)}
    return {number: History(tuple(signed_up[number]), tuple(came[number]), stopped.get(number)) for number in chosen}


async def stage(person_id: int, *, now: datetime.datetime) -> Stage:
    """How far a person has come, a spot that stands among it."""
    return rules.stage((await histories([person_id], now=now))[person_id], as_of=now)
