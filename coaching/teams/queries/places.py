"""The tree of places, and which part of it is whose."""

from __future__ import annotations

from collections.abc import Collection

from coaching.kit.access import Actor
from coaching.kit.database import fetch, fetchrow
from coaching.teams.values import PlaceFacts

TREE = """
with recursive tree as (
    select id, name, parent_id, 0 as depth, closed_at, array[folded_name, id::text] as path from place where parent_id is null
    union all
    select p.id, p.name, p.parent_id, t.depth + 1, p.closed_at, t.path || array[p.folded_name, p.id::text]
    from place p join tree t on p.parent_id = t.id
)
select id, name, parent_id, depth, closed_at from tree where $1 or closed_at is null order by path
"""
BELOW = """
with recursive inside as (
    select id from place where id = any($1) union select p.id from place p join inside i on p.parent_id = i.id
)
select id from inside
"""


async def places(*, also_closed: bool = False) -> list[PlaceFacts]:
    """The tree from above, each place before those inside it."""
    return [PlaceFacts(**row) for row in await fetch(TREE, also_closed)]


async def place(place_id: int) -> PlaceFacts | None:
    """One place; its depth is not asked for and stands as 0."""
    row = await fetchrow('select id, name, parent_id, 0 as depth, closed_at from place where id = $1', place_id)
    return PlaceFacts(**row) if row else None


async def below(*place_ids: int) -> frozenset[int]:
    """These places with all that lie inside them."""
    return frozenset(row['id'] for row in await fetch(BELOW, list(place_ids)))


async def scope_of(actor: Actor, roles: Collection[str] = ('coordinator',)) -> frozenset[int] | None:
    """The places that somebody looks after in one of these roles, with all inside them; None is the whole network."""
    if any(actor.everywhere(role) for role in roles):
        return None
    own = [scope_id for role in roles for kind, scope_id in actor.scopes(role) if kind == 'place' and scope_id is not None]
    return await below(*own) if own else frozenset()
