"""The places and organisations of these tests."""

from __future__ import annotations

import datetime
from typing import Any

from coaching import domains
from coaching.accounts.commands.roles import give_role
from coaching.kit.access import Actor, Grant, How
from coaching.kit.database import execute, fetch
from coaching.outbox.letters import Letter
from coaching.outbox.values import Promise
from coaching.teams.commands import add_place, find_or_add_organisation
from coaching.teams.commands import teams as commands
from coaching.teams.queries import teams as queries
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


async def letters_about(kind: str, number: int, *, now: datetime.datetime = NOW) -> list[Letter]:
    """What would be written about one thing now, in the order in which it was promised; what would not is left out."""
    found = []
    rows = 'select * from promise where subject_kind = $1 and subject_id = $2 and cancelled_at is null order by id'
    for row in await fetch(rows, kind, number):
        kept = {name: row[name] for name in ('id', 'kind', 'person_id', 'subject_kind', 'subject_id', 'facts', 'made_at', 'due_at')}
        promised = Promise(**kept, useful_until=None, claimed_until=now, tries=0, message_id='<1@cafe.example>')
        if letter := await domains.WRITERS[row['kind']](promised, now):
            found.append(letter)
    return found


async def join_as(number: int, actor: Actor, role: str) -> int:
    """The signed-in one takes the place of whoever leads, or joins."""
    if role == 'lead':
        await execute('update team_member set person_id = $2 where team_id = $1', number, actor.person_id)
        await give_role(actor.account_id, Grant('lead', 'team', number), **BY)
        return (await queries.members(number))[0].id
    return await commands.join(number, actor.person_id, **BY)
