"""Organisations: found while somebody types, listed, guessed from the words of a sign-up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from coaching.kit.database import fetch, fetchrow
from coaching.kit.words import fold
from coaching.teams.rules import LIKELY, likeness, telling_words
from coaching.teams.values import MembershipFacts, OrganisationCard, OrganisationFacts, OrganisationPage

FEW = 8
CANDIDATES = 300

CARD = "o.id, o.name, o.kind, coalesce(p.name, '') as place, o.folded_name from organisation o left join place p on p.id = o.place_id"
BY_START = f"""
select {CARD} where o.merged_into_id is null and ($1::bigint[] is null or o.place_id = any($1)) and o.folded_name like $2
    and o.folded_name >= $3 and (o.folded_name, o.id) > ($3, $4) order by o.folded_name, o.id limit $5
"""
BY_WORDS = f"""
select {CARD} where o.merged_into_id is null and o.id in (select organisations_named(to_tsquery('simple', $2), $1, {CANDIDATES}))
order by o.folded_name, o.id limit $3
"""
MEANT = f"""
select w.typed, coalesce(o.merged_into_id, o.id) as id, o.name from unnest($1::text[], $2::text[]) as w (typed, query)
cross join lateral organisations_named(to_tsquery('simple', w.query), null, {CANDIDATES}) as found (id)
join organisation o on o.id = found.id
"""
ONE = """
select o.id, o.name, o.kind, o.sector, o.is_funder, o.place_id, coalesce(p.name, '') as place, o.parent_id, coalesce(a.name, '') as parent,
    o.merged_into_id, o.version, (select count(*) from membership m where m.organisation_id = o.id and m.ended_on is null) as members
from organisation o left join place p on p.id = o.place_id left join organisation a on a.id = o.parent_id where o.id = $1
"""
MEMBERSHIP = """
select m.id, m.person_id, p.name as person, m.organisation_id, o.name as organisation, m.title, m.began_on, m.ended_on
from membership m join person p on p.id = m.person_id join organisation o on o.id = m.organisation_id
"""


async def organisation(organisation_id: int) -> OrganisationFacts | None:
    row = await fetchrow(ONE, organisation_id)
    return OrganisationFacts(**row) if row else None


async def names(organisation_ids: Iterable[int]) -> dict[int, str]:
    """Names by id."""
    return {row['id']: row['name'] for row in await fetch('select id, name from organisation where id = any($1)', list(organisation_ids))}


async def search(typed: str, *, place_ids: Collection[int] | None = None, limit: int = FEW) -> list[OrganisationCard]:
    """Organisations whose name begins so, then those with words that begin so, accents ignored; for a field while somebody types."""
    return list((await listed(typed, place_ids=place_ids, limit=limit)).organisations)[:limit]


async def listed(typed: str = '', *, place_ids: Collection[int] | None = None, after: str = '', limit: int = 50) -> OrganisationPage:
    """Organisations in the order of their names; with `typed` those that begin so, and on the first page those with such words."""
    compared, places = fold(typed), None if place_ids is None else list(place_ids)
    name, _, number = after.rpartition('~')
    from_name, from_id = (name, int(number)) if number.isascii() and number.isdigit() and len(number) < 19 else (compared, 0)
    beginning = re.sub(r'([\\%_])', r'\\\1', compared)
    rows = await fetch(BY_START, places, f'{beginning}%', from_name, from_id, limit + 1)
    if len(rows) > limit:
        return OrganisationPage(_cards(rows[:limit]), f'{rows[limit - 1]["folded_name"]}~{rows[limit - 1]["id"]}')
    words = re.findall(r'\w+', compared)
    if words and not after:
        seen = {row['id'] for row in rows}
        query = ' & '.join(f"'{word}':*" for word in words)
        rows += [row for row in await fetch(BY_WORDS, places, query, limit) if row['id'] not in seen]
    return OrganisationPage(_cards(rows[:limit]))


async def likely(typed: str, limit: int = 3) -> list[OrganisationCard]:
    """The organisations that the words of a sign-up may mean, best first; a merged one stands for the one that was kept."""
    return (await likely_many([typed], limit))[typed]


async def likely_many(typed: Collection[str], limit: int = 3) -> dict[str, list[OrganisationCard]]:
    """The same for the words of many sign-ups, in a fixed number of statements."""
    words = {one: telling_words(one)[:8] for one in typed}
    scores: dict[str, dict[int, float]] = {one: {} for one in typed}
    for together in (' & ', ' | '):
        open_ones = [one for one in words if words[one] and not scores[one]]
        queries = [together.join(f"'{word}':*" for word in words[one]) for one in open_ones]
        for row in await fetch(MEANT, open_ones, queries) if open_ones else ():
            score = likeness(row['typed'], row['name'])
            scores[row['typed']][row['id']] = max(scores[row['typed']].get(row['id'], 0.0), score)
    best = {one: _best(scores[one])[:limit] for one in typed}
    wanted = {number for numbers in best.values() for number in numbers}
    found = {row['id']: row for row in await fetch(f'select {CARD} where o.id = any($1)', list(wanted))} if wanted else {}
    return {one: list(_cards(found[number] for number in numbers if number in found)) for one, numbers in best.items()}


def _best(scores: Mapping[int, float]) -> list[int]:
    return [number for number, score in sorted(scores.items(), key=lambda one: (-one[1], one[0])) if score >= LIKELY]


async def membership(membership_id: int) -> MembershipFacts | None:
    row = await fetchrow(f'{MEMBERSHIP} where m.id = $1', membership_id)
    return MembershipFacts(**row) if row else None


async def memberships_of(
    person_ids: Collection[int] = (), *, organisation_id: int | None = None, also_ended: bool = False, limit: int = 200
) -> list[MembershipFacts]:
    """To what these persons belong, or who belongs to an organisation; those that ended only where asked for."""
    rows = await fetch(
        f"""{MEMBERSHIP} where (m.person_id = any($1) or m.organisation_id = $2) and ($3 or m.ended_on is null)
            order by m.ended_on is not null, p.folded_name, o.folded_name, m.id limit $4""",
        list(person_ids),
        organisation_id,
        also_ended,
        limit,
    )
    return [MembershipFacts(**row) for row in rows]


def _cards(rows: Iterable[Any]) -> tuple[OrganisationCard, ...]:
    return tuple(OrganisationCard(**{name: row[name] for name in OrganisationCard.__slots__}) for row in rows)
