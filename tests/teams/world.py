"""The places and organisations of these tests."""

from __future__ import annotations

from typing import Any

from coaching.kit.access import Actor, Grant, How
from coaching.teams.commands import add_place, find_or_add_organisation
from tests.conftest import NOW
from tests.people.world import ellen

BY = {'by': ellen(), 'now': NOW}


async def a_place(name: str = 'Prairie County', parent_id: int | None = None) -> int:
    return await add_place(name, parent_id, **BY)


async def a_group(name: str = 'Lincoln Elementary School', kind: str = 'school', **more: Any) -> int:
    organisation_id, _is_new = await find_or_add_organisation(name, kind, **more, **BY)
    return organisation_id


def luz(*place_ids: int) -> Actor:
    """A coordinator of some places."""
    return Actor(How.ACCOUNT, name='Luz Mora', grants=tuple(Grant('coordinator', 'place', place_id) for place_id in place_ids))
