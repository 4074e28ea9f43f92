"""Records that may be one person, looked for from the newest backwards, a bounded number at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable

from coaching.kit.database import fetch
from coaching.people.queries import likenesses
from coaching.people.rules import alike
from coaching.people.values import Likeness
from coaching.teams.values import Pair, Pairs

AT_ONCE = 100
TURNS = 5
MOST_OF_A_KIND = 20

NEWEST = """
select id from person where erased_at is null and merged_into_id is null and ($1::bigint is null or id < $1)
    and ($2::bigint[] is null or place_id = any($2)) order by id desc limit $3
"""
OTHERS = 'o.erased_at is null and o.merged_into_id is null and o.id <> p.id and ($2::bigint[] is null or o.place_id = any($2))'
OLDER = f'{OTHERS} and o.id < p.id'
CANDIDATES = f"""
select p.id as one_id, c.id as other_id from person p cross join lateral (
    (select o.id from person o where o.email = p.email and {{which}} limit {MOST_OF_A_KIND}) union
    (select o.id from person o where o.phone = p.phone and {{which}} limit {MOST_OF_A_KIND}) union
    (select o.id from person o where o.folded_name = p.folded_name and {{which}} limit {MOST_OF_A_KIND}) union
    (select o.id from membership m join membership n on n.organisation_id = m.organisation_id and n.ended_on is null
     join person o on o.id = n.person_id and {{which}}
     where m.person_id = p.id and m.ended_on is null and left(o.folded_name, 1) = left(p.folded_name, 1) limit {MOST_OF_A_KIND})
) c
where p.id = any($1)
    and not exists (select from distinct_pair d where d.lower_id = least(p.id, c.id) and d.higher_id = greatest(p.id, c.id))
order by p.id desc, c.id
"""
GROUPS = 'select person_id, array_agg(organisation_id) as groups from membership where person_id = any($1) and ended_on is null group by 1'


async def duplicates(before_id: int | None = None, *, place_ids: Collection[int] | None = None, few: int = 10) -> Pairs:
    """The next few suggested pairs, newest records first; it looks at no more than 500 records at once."""
    pairs: list[Pair] = []
    places = None if place_ids is None else list(place_ids)
    for _turn in range(TURNS):
        ids = [row['id'] for row in await fetch(NEWEST, before_id, places, AT_ONCE)]
        if not ids:
            return Pairs(tuple(pairs), None)
        found = await _suggested(ids, places, OLDER)
        for newer_id in ids:
            pairs += found.get(newer_id, [])
            if len(pairs) >= few:
                return Pairs(tuple(pairs), newer_id)
        before_id = ids[-1]
    return Pairs(tuple(pairs), before_id)


async def doubles_of(person_id: int, *, place_ids: Collection[int] | None = None) -> list[Pair]:
    """Every pair in which this person may be one, each with the older record first."""
    places = None if place_ids is None else list(place_ids)
    return (await _suggested([person_id], places, OTHERS)).get(person_id, [])


async def _suggested(ids: list[int], places: list[int] | None, which: str) -> dict[int, list[Pair]]:
    """The pairs of these records with others, by their ids; `which` is the SQL condition for the others."""
    rows = await fetch(CANDIDATES.format(which=which), ids, places)
    facts = await _with_groups({number for row in rows for number in row.values()})
    found: dict[int, list[Pair]] = {}
    for row in rows:
        if reason := alike(facts[row['one_id']], facts[row['other_id']]):
            found.setdefault(row['one_id'], []).append(Pair(min(row.values()), max(row.values()), reason.value))
    return found


async def _with_groups(person_ids: Iterable[int]) -> dict[int, Likeness]:
    facts = await likenesses(person_ids)
    groups = {row['person_id']: frozenset(row['groups']) for row in await fetch(GROUPS, list(facts))}
    return {number: dataclasses.replace(one, groups=groups.get(number, frozenset())) for number, one in facts.items()}
