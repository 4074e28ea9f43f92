"""The teams and coaches of these tests."""

from __future__ import annotations

import datetime

from coaching.accounts.commands.roles import give_role, open_account
from coaching.accounts.queries import actor_for
from coaching.kit.access import SYSTEM, Actor, Grant
from coaching.kit.database import fetchval
from coaching.people.commands import find_or_add
from coaching.teams.commands.teams import form, join
from tests.conftest import NOW
from tests.people.world import ellen

BY = {'by': ellen(), 'now': NOW}
DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 11, 18)
MAY_COACH = Grant('coach', 'network', None)


async def somebody(name: str, *roles: Grant) -> Actor:
    """A person who can sign in, with these roles."""
    email = f'{name.split()[0].lower()}@example.org'
    person_id, _ = await find_or_add(name, email, source='account', by=SYSTEM, now=NOW)
    account_id = await open_account(person_id, email, by=SYSTEM, now=NOW)
    for role in roles:
        await give_role(account_id, role, by=SYSTEM, now=NOW)
    return await again(account_id)


async def again(account_id: int | None, now: datetime.datetime = NOW) -> Actor:
    """The same person with the roles of this moment."""
    found = await actor_for(account_id or 0, now)
    assert found
    return found


async def a_team(name: str = 'Willow Street School team', lead: str = 'Alma Cruz', *others: str) -> int:
    """A team that is forming, with its lead and others."""
    alma = await somebody(lead)
    team_id = await form(name, lead_id=alma.person_id or 0, by=SYSTEM, now=NOW)
    for other in others:
        person_id = (await somebody(other)).person_id
        await join(team_id, person_id or 0, by=SYSTEM, now=NOW)
    return team_id


async def stands_beside(
    team_id: int, person_id: int | None, role: str = 'lead', began_on: datetime.date = TODAY, ended_on: datetime.date | None = None
) -> int:
    """An assignment as a row, without its grant."""
    added: int = await fetchval(
        """insert into assignment (team_id, person_id, role, began_on, ended_on, why_ended, recorded_at)
        values ($1, $2, $3, $4, $5, case when $5::date is null then '' else 'other' end, $6) returning id""",
        team_id, person_id, role, began_on, ended_on, NOW,
    )  # fmt: skip
    return added


async def of_before(author: Actor, team_id: int, words: str) -> int:
    """A talk as they were until there was a box for coaches alone: all of its words are for coaches."""
    added: int = await fetchval(
        """with talk as (
            insert into contact (author_id, draft_key, happened_on, how, mode, minutes, going_well, in_the_way, visibility, recorded_at)
            values ($1, 'of-before', $3, 'held', 'phone', 30, $4, $4, 'coaches', $5) returning *
        ), line as (
            insert into contact_addendum (contact_id, by_id, words, written_at) select id, author_id, $4, recorded_at from talk
        )
        insert into contact_team (contact_id, team_id, happened_on, how) select id, $2, happened_on, how from talk returning contact_id""",
        author.person_id, team_id, TODAY, words, NOW,
    )  # fmt: skip
    return added
