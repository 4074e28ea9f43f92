"""Two connections at once: a code scanned twice, a card renewed while it is used, a team handed over to two people."""

from collections.abc import Awaitable

import pytest
from asyncpg import UniqueViolationError

from coaching import domains
from coaching.accounts.commands import cards
from coaching.accounts.rules.cards import NoCard
from coaching.kit.database import fetchval
from coaching.kit.refusal import Reason, Refused
from coaching.teams import secrets
from coaching.teams.commands import doors, people
from coaching.teams.commands import teams as commands
from coaching.teams.queries import teams as queries
from coaching.teams.queries.doors import door_of
from coaching.teams.rules.joining import NoDoor
from coaching.teams.rules.standing import NoMember
from tests.another_database import another_database
from tests.at_once import beside
from tests.conftest import NOW
from tests.teams.test_teams import BY, a_team, names, somebody

assert domains.KEEPERS
SIGNED_IN = 'select count(*) from sign_in where ended_at is null'


@pytest.fixture(autouse=True)
async def town(pool, postgres):
    """A database in which others see what is committed."""
    async with another_database(postgres):
        yield


async def unlocked(query: str, *told: object) -> object:
    """An answer without holding the row."""
    return await fetchval(query.removesuffix(' for update'), *told)


async def heard(act: Awaitable[object]) -> Reason | None:
    """Why it was refused; None where it was done."""
    try:
        await act
    except Refused as refused:
        return refused.reason
    return None


async def scanned_twice() -> tuple[object, list[str]]:
    """What the second heard, and who is in the team then."""
    team_id = await a_team()
    await doors.open_door(team_id, **BY)
    found = await door_of(team_id)
    token = secrets.door_url(found.id, found.nonce).rpartition('/')[2]

    def comes():
        return doors.come_in(token, 'Rosa Paz', None, language='es', now=NOW)

    said = await beside(comes, lambda: heard(comes()))
    return said, [name for name, _role in await names(team_id)]


async def test_a_code_that_is_scanned_twice_at_once_by_one_name_lets_it_in_once():
    assert await scanned_twice() == (NoDoor.SAME_NAME, ['Alma Cruz', 'Rosa Paz'])


async def test_without_holding_the_team_first_one_name_comes_in_twice(monkeypatch):
    monkeypatch.setattr(doors, 'fetchval', unlocked)
    assert await scanned_twice() == (None, ['Alma Cruz', 'Rosa Paz', 'Rosa Paz'])


async def renewed_while_used() -> tuple[object, int]:
    """What whoever brings the old card hears, and how many are signed in then."""
    member_id = await people.add(await a_team(), 'Rosa Paz', language='es', **BY)
    old = (await people.card_for(member_id, **BY)).rpartition('/')[2]
    said = await beside(lambda: people.card_for(member_id, **BY), lambda: heard(cards.come_in(old, device='', now=NOW)))
    return said, await fetchval(SIGNED_IN)


async def test_a_card_that_is_renewed_while_it_is_used_opens_nothing():
    assert await renewed_while_used() == (NoCard.REVOKED, 0)


async def test_without_holding_the_card_first_an_old_one_signs_somebody_in(monkeypatch):
    read = cards.card

    async def as_it_was(card_id: int, *, locked: bool = False):
        return await read(card_id)

    monkeypatch.setattr(cards, 'card', as_it_was)
    assert await renewed_while_used() == (None, 1)


async def handed_over_twice() -> tuple[object, list[tuple[str, str]]]:
    """What the second heard, and who is what in the team then."""
    team_id = await a_team()
    (alma,) = await queries.members(team_id)
    grace, ben = [await commands.join(team_id, await somebody(name), **BY) for name in ('Grace Lee', 'Ben Ito')]
    said = await beside(
        lambda: commands.hand_over(grace, led_by=alma.person_id, **BY),
        lambda: heard(commands.hand_over(ben, led_by=alma.person_id, **BY)),
    )
    return said, await names(team_id)


async def test_of_two_hand_overs_at_once_one_stands_and_the_other_is_told():
    there = [('Grace Lee', 'lead'), ('Alma Cruz', 'member'), ('Ben Ito', 'member')]
    assert await handed_over_twice() == (NoMember.NOT_THE_LEAD, there)


async def test_without_holding_the_team_first_the_database_still_refuses_a_second_lead(monkeypatch):
    monkeypatch.setattr(commands, '_locked', queries.team)
    with pytest.raises(UniqueViolationError):
        await handed_over_twice()
