"""The people of these tests."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.kit.access import Actor, Grant, How
from coaching.kit.database import fetchval
from coaching.people.commands import find_or_add
from tests.conftest import NOW

DAY = datetime.timedelta(days=1)


async def a_person(name: str = 'Ana Ruiz', email: str | None = 'ana@example.org', phone: str | None = None, **more: Any) -> int:
    """A person as a sign-up adds one; the id."""
    person_id, _is_new = await find_or_add(name, email, phone, **{'by': ellen(), 'now': NOW, **more})
    return person_id


def ellen() -> Actor:
    """The coordinator of the whole network, before whom no row is needed."""
    return Actor(How.ACCOUNT, name='Ellen Hart', grants=(Grant('coordinator', 'network', None),))


async def one(sql: str, *parameters: object) -> Any:
    return await fetchval(sql, *parameters)
