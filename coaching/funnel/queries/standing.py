"""What stands between a person and a session: what was attended before, and a registration that is there already."""

from __future__ import annotations

from dataclasses import dataclass

from asyncpg import Record

from coaching.funnel.rules.places import MOST_AT_ONE_ADDRESS
from coaching.funnel.values import FeeMark, Kind, Registration, RegistrationState, Source
from coaching.kit.database import fetchrow

ACTIVE = "('registered', 'offered', 'waiting', 'walk_in')"
STANDING = f"""
select g.tasted_at, g.introduced_at, g.trained_at, r.id, r.state, p.zone,
       (select count(*) from (
            select from person q join registration o on o.person_id = q.id and o.session_id = $2 and o.state in {ACTIVE}
            where q.email = p.email and q.erased_at is null and q.merged_into_id is null limit {MOST_AT_ONE_ADDRESS}
       ) as theirs) as at_address
from person p left join progress g on g.person_id = p.id
left join registration r on r.person_id = p.id and r.session_id = $2 and r.state in {ACTIVE}
where p.id = $1
"""
COLUMNS = """
r.id, r.session_id, r.person_id, r.state, r.source, r.registered_at, r.offered_until, r.cancelled_at, r.cancelled_from,
r.moved_to_id is not null as is_moved_on, r.waived_at is not null as waived, r.fee_mark, r.version
"""
REGISTRATION = f'select {COLUMNS} from registration r where r.id = $1'
IN_LINE_BEFORE = "select count(*) + 1 from registration where session_id = $1 and state = 'waiting' and id < $2"


@dataclass(frozen=True, slots=True)
class Standing:
    """`done` is what was attended or credited; `registration_id` and `state` tell of an active registration at that session.

    `zone` is the person's own, '' where it is not known; `at_address` counts the spots there that are written to the person's address.
    """

    done: frozenset[Kind]
    registration_id: int | None
    state: RegistrationState | None
    zone: str
    at_address: int


def done(row: Record) -> frozenset[Kind]:
    """The kinds that a row of `progress` shows as attended."""
    reached = ((Kind.TASTE, row['tasted_at']), (Kind.INTRO, row['introduced_at']), (Kind.TRAINING, row['trained_at']))
    return frozenset(kind for kind, at in reached if at is not None)


async def standing(person_id: int, session_id: int) -> Standing:
    row = await fetchrow(STANDING, person_id, session_id)
    assert row
    return Standing(done(row), row['id'], RegistrationState(row['state']) if row['state'] else None, row['zone'], row['at_address'])


def as_registration(row: Record, *, place_in_line: int | None = None) -> Registration:
    return Registration(
        id=row['id'],
        session_id=row['session_id'],
        person_id=row['person_id'],
        state=RegistrationState(row['state']),
        source=Source(row['source']),
        registered_at=row['registered_at'],
        offered_until=row['offered_until'],
        cancelled_at=row['cancelled_at'],
        cancelled_from=RegistrationState(row['cancelled_from']) if row['cancelled_from'] else None,
        is_moved_on=row['is_moved_on'],
        place_in_line=place_in_line,
        waived=row['waived'],
        fee_mark=FeeMark(row['fee_mark']),
        version=row['version'],
    )


async def registration(registration_id: int) -> Registration | None:
    row = await fetchrow(REGISTRATION, registration_id)
    return as_registration(row) if row else None


async def place_in_line(session_id: int, registration_id: int) -> int:
    """Counted from 1; the order is that of the rows' ids, which is the order in which they came."""
    row = await fetchrow(IN_LINE_BEFORE, session_id, registration_id)
    assert row
    return int(row[0])
