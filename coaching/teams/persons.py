"""What becomes of memberships when a person is exported, merged or erased."""

from __future__ import annotations

import datetime
from typing import Any

from coaching.kit.database import execute
from coaching.kit.words import later
from coaching.people.values import Keeper, Reference
from coaching.teams.queries import memberships_of

REFERENCES = (Reference('membership', 'person_id', rivals=('organisation_id',), rivals_while='{row}.ended_on is null'),)


async def export(person_id: int) -> dict[str, Any]:
    """To which organisations the person belongs or belonged."""
    memberships = await memberships_of([person_id], also_ended=True)
    if not memberships:
        return {}
    return {
        later('Organizations'): [
            {
                later('Name'): one.organisation,
                later('Title'): one.title,
                later('From'): one.began_on,
                later('Until'): one.ended_on,
            }
            for one in memberships
        ]
    }


async def erase(person_id: int, _now: datetime.datetime) -> None:
    """A title may tell who somebody was; that somebody belonged there stays for the counts."""
    await execute("update membership set title = '' where person_id = $1", person_id)


KEEPER = Keeper(references=REFERENCES, export=export, erase=erase)
