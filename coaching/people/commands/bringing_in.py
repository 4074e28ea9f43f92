"""Many people at once, as a file brings them in, and the way back. Whoever calls has looked who is known, and holds the records."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence

from coaching.journal.commands import record_each
from coaching.kit.access import Actor
from coaching.kit.database import atomic, execute, fetch
from coaching.people.rules import folded
from coaching.people.values import Newcomer

AT_ONCE = 2000
FILLED = ('email', 'phone', 'how_heard', 'place_id')

NUMBERS = "select nextval(pg_get_serial_sequence('person', 'id')) as id from generate_series(1, $1)"
ADD = """
insert into person (id, name, folded_name, email, phone, language, how_heard, place_id, source, made_at, seen_at)
select n.*, $9, $10, $10 from unnest(
    $1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[]) as n
"""
FILL = """
update person p set email = coalesce(p.email, f.email), phone = coalesce(p.phone, f.phone),
    how_heard = case when p.how_heard = '' then coalesce(f.how_heard, '') else p.how_heard end,
    place_id = coalesce(p.place_id, f.place_id), version = p.version + 1
from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[]) as f (id, email, phone, how_heard, place_id)
where p.id = f.id
"""
# An address that somebody was seen with or written to since is theirs by now, and without it nobody becomes somebody's twin.
CHANGED_SINCE = """
select f.id, f.field from unnest($1::bigint[], $2::text[], $3::bigint[]) as f (id, field, entry_id) join person p on p.id = f.id
where p.erased_at is not null or p.merged_into_id is not null
    or exists (select from entry e where e.subject_kind = 'person' and e.subject_id = f.id and e.id > f.entry_id and e.kind = 'corrected'
               and e.facts->'fields' ? f.field)
    or f.field = 'email' and (p.seen_at > $4 or exists (select from promise w where w.person_id = f.id and w.made_at >= $4)
        or exists (select from person t where t.phone = p.phone and t.folded_name = p.folded_name and t.email is null and t.id <> p.id
                   and t.erased_at is null and t.merged_into_id is null))
"""
EMPTY = """
update person p set
    email = case when 'email' = any(fields) then null else p.email end,
    email_refused_at = case when 'email' = any(fields) then null else p.email_refused_at end,
    phone = case when 'phone' = any(fields) then null else p.phone end,
    how_heard = case when 'how_heard' = any(fields) then '' else p.how_heard end,
    place_id = case when 'place_id' = any(fields) then null else p.place_id end, version = p.version + 1
from (select id, array_agg(field) as fields from unnest($1::bigint[], $2::text[]) as f (id, field) group by id) as f where p.id = f.id
"""


async def add_many(people: Sequence[Newcomer], *, source: str, by: Actor, now: datetime.datetime) -> list[int]:
    """Add them all; their ids in the same order.

    :raises asyncpg.UniqueViolationError: somebody else has added one of them meanwhile; nothing is added then
    """
    async with atomic():
        ids = [row['id'] for row in await fetch(NUMBERS, len(people))]
        await execute(
            ADD, ids, [one.name for one in people], [folded(one.name) for one in people], [one.email for one in people],
            [one.phone for one in people], [one.language for one in people], [one.how_heard for one in people],
            [one.place_id for one in people], source, now,
        )  # fmt: skip
        await record_each('added', 'person', [(person_id, {'source': source}) for person_id in ids], by=by, now=now)
    return ids


async def fill_in_many(filled: Mapping[int, Mapping[str, object]], *, by: Actor, now: datetime.datetime) -> int | None:
    """Fill these fields (email, phone, how_heard, place_id) of these persons where they are empty; the journal's last entry about it.

    :raises asyncpg.UniqueViolationError: somebody of that name has that e-mail since; nothing is filled then
    """
    async with atomic():
        await execute(FILL, list(filled), *([fields.get(name) for fields in filled.values()] for name in FILLED))
        happened = [(person_id, {'fields': sorted(fields)}) for person_id, fields in filled.items()]
        return await record_each('corrected', 'person', happened, by=by, now=now)


async def empty_again(
    filled: Mapping[tuple[int, str], int], *, filled_at: datetime.datetime, by: Actor, now: datetime.datetime
) -> dict[int, list[str]]:
    """Empty what was filled in, but for what was changed or used since; what stays, by person.

    `filled` has for each person and field the journal's last entry of that time.
    """
    async with atomic():
        pairs = list(filled)
        rows = await fetch(CHANGED_SINCE, *_columns(pairs), list(filled.values()), filled_at)
        changed = {(row['id'], row['field']) for row in rows}
        back = [pair for pair in pairs if pair not in changed]
        await execute(EMPTY, *_columns(back))
        await record_each('corrected', 'person', [(i, {'fields': fields}) for i, fields in _by_person(back).items()], by=by, now=now)
    return _by_person(sorted(changed))


def _columns(pairs: Collection[tuple[int, str]]) -> tuple[list[int], list[str]]:
    return [person_id for person_id, _ in pairs], [field for _, field in pairs]


def _by_person(pairs: Collection[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for person_id, field in pairs:
        found.setdefault(person_id, []).append(field)
    return found


async def take_back(person_ids: Collection[int]) -> None:
    """Remove persons to whom nothing refers any more, as if they had never been.

    Nobody asked to be forgotten, so no line is written into the ledger of erasures.
    """
    ids = sorted(person_ids)
    for start in range(0, len(ids), AT_ONCE):
        await execute('delete from person where id = any($1)', ids[start : start + AT_ONCE])
