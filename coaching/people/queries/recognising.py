"""Recognise many people at once, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from coaching.kit.database import fetch
from coaching.kit.referring import references
from coaching.people.values import Fillable, Recognised

BY_EMAIL = """
with wanted as (select * from unnest($1::text[], $2::text[]) as w (email, folded_name))
select w.email, w.folded_name, p.id from wanted w
join person p on p.email = w.email and p.folded_name = w.folded_name and p.erased_at is null and p.merged_into_id is null
union all
select w.email, w.folded_name, p.merged_into_id from wanted w
join person p on p.email = w.email and p.folded_name = w.folded_name and p.merged_into_id is not null
"""
BY_PHONE = """
select w.phone, w.folded_name, p.id from unnest($1::text[], $2::text[]) as w (phone, folded_name)
join person p on p.phone = w.phone and p.folded_name = w.folded_name and p.erased_at is null and p.merged_into_id is null
order by p.email is not null, p.id
"""
BY_NAME = """
select folded_name, min(id) as id from person
where folded_name = any($1) and email is null and phone is null and source = 'import' and erased_at is null and merged_into_id is null
group by folded_name having count(*) = 1
"""
RECORDS = """
select id, email, phone, how_heard, place_id from person
where id = any($1) and erased_at is null and merged_into_id is null order by id
"""

LOCK = 'select from person where id = any($1) order by id for update'


async def recognised(
    emails: Collection[tuple[str, str]], phones: Collection[tuple[str, str]], names: Collection[str], *, lock: bool = False
) -> Recognised:
    """Who is known of these pairs with a folded name, and of these folded names; a merged record stands for the one that was kept.

    `lock` holds the records until the transaction ends, in the order of their ids; whoever was merged meanwhile is looked for again.
    """
    found = await _recognised(emails, phones, names, lock=lock)
    ids = {*found.by_email.values(), *found.by_phone.values(), *found.by_name.values()}
    if lock and ids - found.records.keys():
        found = await _recognised(emails, phones, names, lock=lock)
    return found


async def _recognised(
    emails: Collection[tuple[str, str]], phones: Collection[tuple[str, str]], names: Collection[str], *, lock: bool
) -> Recognised:
    by_email: dict[tuple[str, str], int] = {}
    for row in await fetch(BY_EMAIL, *_columns(emails)):
        by_email.setdefault((row['email'], row['folded_name']), row['id'])
    by_phone: dict[tuple[str, str], int] = {}
    for row in await fetch(BY_PHONE, *_columns(phones)):
        by_phone.setdefault((row['phone'], row['folded_name']), row['id'])
    by_name = {row['folded_name']: row['id'] for row in await fetch(BY_NAME, list(names))}
    ids = sorted({*by_email.values(), *by_phone.values(), *by_name.values()})
    records = {row['id']: Fillable(**row) for row in await fetch(RECORDS + ('for no key update' if lock else ''), ids)}
    return Recognised(by_email, by_phone, by_name, records)


def _columns(pairs: Collection[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [sign for sign, _ in pairs], [name for _, name in pairs]


async def hold(person_ids: Collection[int]) -> None:
    """Keep everybody else from these records and from referring to them until the transaction ends, in the order of their ids."""
    await fetch(LOCK, list(person_ids))


async def untouched(versions: Mapping[int, int], *, besides: Collection[str]) -> set[int]:
    """Those persons whom nothing has seen, referred to, or changed beyond their version here; whoever asks holds them.

    `besides` are the columns that do not count, as 'table.column'. Whoever refers to a person stands above this domain, so the schema
    is asked who does.
    """
    elsewhere = [(table, column) for table, column in await references('person') if f'{table}.{column}' not in besides]
    alone = ''.join(f' and not exists (select from {table} t where t.{column} = p.id)' for table, column in elsewhere)
    same = 'p.version = v.version and p.seen_at = p.made_at and p.erased_at is null and p.merged_into_id is null'
    those = 'select p.id from unnest($1::bigint[], $2::int[]) as v (id, version) join person p on p.id = v.id'
    return {row['id'] for row in await fetch(f'{those} where {same}{alone}', list(versions), list(versions.values()))}
