"""People who do things that the journal writes down."""

from __future__ import annotations

from coaching.kit.access import Actor, How
from coaching.kit.database import fetchval
from tests.conftest import NOW


async def a_person(name: str) -> int:
    """The id of a person with this name and nothing else."""
    return await fetchval(
        """
        insert into person (name, folded_name, source, made_at, seen_at) values ($1, lower($1), 'trainer', $2, $2) returning id""",
        name,
        NOW,
    )


def signed_in(person_id: int, name: str = '') -> Actor:
    return Actor(how=How.ACCOUNT, person_id=person_id, account_id=1, name=name)
